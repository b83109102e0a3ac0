//! Paths of a node behind links of its system and behind the roots of its processes.

use alloc::string::String;

use redline_shell::value::is_unknown;
use redline_text::path::{below, clean, segment};
use redline_text::{DIGITS, concat, consists_of};

/// The clean path of the node, by its own name where it has several: on every distribution of ACK's nodes these are links.
#[inline(never)]
pub fn on_node(path: &str) -> String {
    if path.starts_with('/') { behind_links(clean(path)) } else { path.into() }
}

/// The same for a clean path.
pub(super) fn behind_links(path: String) -> String {
    let mut path = path;
    // The first letter tells most paths from all of them.
    if matches!(path.as_bytes().get(1), Some(b'v' | b'l' | b'b' | b's' | b'*' | b'?' | b'[')) {
        for (alias, real) in ALIASES {
            let known = !is_unknown(path.get(..alias.len()).unwrap_or_default());
            if let Some(rest) = below(&path, alias).filter(|_| known) {
                path = clean(&concat(&[real, "/", rest]));
            }
        }
    }
    behind_process_root(&path).map_or(path, behind_links)
}

/// Links of the node's own system.
const ALIASES: [(&str, &str); 5] = [
    ("/var/run", "/run"),
    ("/lib", "/usr/lib"),
    ("/lib64", "/usr/lib64"),
    ("/bin", "/usr/bin"),
    ("/sbin", "/usr/sbin"),
];

/// The path behind `/proc/<pid>/root` or `/proc/<pid>/cwd`, which are directories of another process.
pub(super) fn behind_process_root(path: &str) -> Option<String> {
    let mut rest = path;
    let found = segment(&mut rest) == "proc";
    let process = segment(&mut rest);
    let process = is_unknown(process) || !process.is_empty() && consists_of(process, DIGITS);
    let mut link = segment(&mut rest);
    if link == "task" {
        segment(&mut rest);
        link = segment(&mut rest);
    }
    (found && process && matches!(link, "root" | "cwd")).then(|| clean(rest))
}
