//! Paths of a node, compared by whole segments, and the globs in them.

use crate::cursor::{DIGITS, consists_of, contains_any, slice_from, take_until, trim_start, until};
use crate::words::concat;
use alloc::string::String;
use alloc::vec::Vec;

/// The absolute path without `//`, `.`, `..` and a trailing slash: a *clean* path. `..` at the root stays there, as it does in
/// the kernel. A relative path is taken from the root.
#[inline(never)]
pub fn clean(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let mut rest = path;
    loop {
        match segment(&mut rest) {
            "" => break,
            "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    let mut out = String::with_capacity(path.len() + 1);
    for segment in segments {
        out.push('/');
        out.push_str(segment);
    }
    if out.is_empty() {
        out.push('/');
    }
    out
}

/// The path that a clean `path` of a node leads to, behind the links that every supported node has: `/lib` is `/usr/lib`,
/// `/var/run` is `/run`, and `/proc/<pid>/root` and `/proc/1/cwd` are `/`. Nodes with a data disk mount the directories of
/// the kubelet and the container runtime from `/var/lib/container`.
#[inline(never)]
pub fn on_node(path: &str) -> String {
    let mut path = path;
    let mut rest = path;
    while segment(&mut rest) == "proc" {
        let process = segment(&mut rest);
        let known = matches!(process, "self" | "thread-self") || contains_any(process, "$*?[");
        let known = known || !process.is_empty() && consists_of(process, DIGITS);
        // The first process works in the root directory.
        let mut link = segment(&mut rest);
        if link == "task" {
            segment(&mut rest);
            link = segment(&mut rest);
        }
        if !(known && link == "root" || process == "1" && link == "cwd") {
            break;
        }
        path = if rest.is_empty() { "/" } else { rest };
        rest = path;
    }
    for (link, target) in LINKS {
        if let Some(rest) = path.strip_prefix(link).filter(|rest| rest.is_empty() || rest.starts_with('/')) {
            return concat(&[target, rest]);
        }
    }
    concat(&[path])
}

/// Links and mounts of a node: Alibaba Cloud Linux, CentOS and Ubuntu have the same links, ACK adds the data disk.
const LINKS: &[(&str, &str)] = &[
    ("/bin", "/usr/bin"),
    ("/lib", "/usr/lib"),
    ("/lib64", "/usr/lib64"),
    ("/sbin", "/usr/sbin"),
    ("/var/lib/container/containerd", "/var/lib/containerd"),
    ("/var/lib/container/docker", "/var/lib/docker"),
    ("/var/lib/container/kubelet", "/var/lib/kubelet"),
    ("/var/lock", "/run/lock"),
    ("/var/run", "/run"),
];

/// The clean path that `path` means in the directory `base`.
#[inline(never)]
pub fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') { clean(path) } else { clean(&concat(&[base, "/", path])) }
}

/// Takes the next segment of a path, without slashes; empty at the end.
#[inline(never)]
pub fn segment<'p>(rest: &mut &'p str) -> &'p str {
    *rest = trim_start(rest, "/");
    take_until(rest, "/")
}

/// The rest of `path` below `root`: empty if they are equal, `None` if `path` is not below `root`. Both are clean, and both may
/// contain globs, which are below each other if some name matches both.
#[inline(never)]
pub fn below<'p>(path: &'p str, root: &str) -> Option<&'p str> {
    let (mut rest, mut root) = (path, root);
    loop {
        let wanted = segment(&mut root);
        if wanted.is_empty() {
            return Some(trim_start(rest, "/"));
        }
        let found = segment(&mut rest);
        if found.is_empty() || !meets(found, wanted) {
            return None;
        }
    }
}

/// Whether some name matches both `a` and `b`, which may be globs with `*`, `?` and `[...]`. A set matches every character.
#[inline(never)]
pub fn meets(a: &str, b: &str) -> bool {
    if !contains_any(a, GLOB) && !contains_any(b, GLOB) {
        return a == b;
    }
    let (a, b) = (pattern(a), pattern(b));
    // Dynamic programming over prefixes. After i pieces of `a`, `start` says whether they have a name in common with the
    // empty prefix of `b`, and `row[j]` whether they have one with its first j + 1 pieces.
    let mut start = true;
    let mut row = Vec::new();
    let mut all = true;
    for piece in &b {
        all &= *piece == ANY;
        row.push(all);
    }
    for x in &a {
        let mut before = start;
        start &= *x == ANY;
        let mut left = start;
        for (y, here) in b.iter().zip(&mut row) {
            let same = x.is_none() || y.is_none() || x == y;
            let any = *x == ANY || *y == ANY;
            left = before && same || any && (*here || left);
            before = *here;
            *here = left;
        }
    }
    *row.last().unwrap_or(&start)
}

/// The characters that make a name a glob.
const GLOB: &str = "*?[";

/// Any number of characters in a glob.
const ANY: Option<char> = Some('*');

/// The pieces of a glob. `None` stands for any one character.
#[inline(never)]
fn pattern(glob: &str) -> Vec<Option<char>> {
    let mut out = Vec::new();
    let mut chars = glob.chars();
    // A file name has at most 255 bytes, so what is longer need not be read.
    while let (Some(c), true) = (chars.next(), out.len() < 256) {
        let rest = chars.as_str();
        let end = until(rest, "]");
        let set = c == '[' && end < rest.len();
        if set {
            chars = slice_from(rest, end + 1).chars();
        }
        out.push(if set || c == '?' { None } else { Some(c) });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning() {
        for (dirty, want) in [
            ("/var//lib/./kubelet/", "/var/lib/kubelet"),
            ("/var/lib/x/../kubelet", "/var/lib/kubelet"),
            ("/../..", "/"),
            ("", "/"),
            ("var", "/var"),
        ] {
            assert_eq!(clean(dirty), want, "{dirty}");
        }
        assert_eq!(join("/a/b", "../c"), "/a/c");
        assert_eq!(join("/a/b", "/c"), "/c");
    }

    #[test]
    fn links_of_a_node_are_followed() {
        for (path, want) in [
            ("/lib/modules", "/usr/lib/modules"),
            ("/var/run/x", "/run/x"),
            ("/bin", "/usr/bin"),
            ("/libexec", "/libexec"),
            ("/proc/1/root", "/"),
            ("/proc/1/root/lib/modules", "/usr/lib/modules"),
            ("/proc/self/root/proc/12/root/etc", "/etc"),
            ("/proc/1/task/1/root/etc", "/etc"),
            ("/proc/1/task/1/fd", "/proc/1/task/1/fd"),
            ("/proc/1/cwd/etc", "/etc"),
            ("/proc/2/cwd", "/proc/2/cwd"),
            ("/proc/1/rootfs", "/proc/1/rootfs"),
            ("/proc/bus/root/x", "/proc/bus/root/x"),
            ("/proc", "/proc"),
            ("/proc/sys/net", "/proc/sys/net"),
            ("/var/lib/container/kubelet/pods", "/var/lib/kubelet/pods"),
            ("/", "/"),
        ] {
            assert_eq!(on_node(path), want, "{path}");
        }
    }

    #[test]
    fn comparison_by_segments() {
        assert_eq!(below("/var/lib/kubelet/pods", "/var/lib/kubelet"), Some("pods"));
        assert_eq!(below("/var/lib/kubelet", "/var/lib/kubelet"), Some(""));
        assert_eq!(below("/var/lib/kubelet2", "/var/lib/kubelet"), None);
        assert_eq!(below("/var", "/"), Some("var"));
        assert!(below("/var/lib/kube*", "/var/lib/kubelet").is_some());
    }

    #[test]
    fn globs() {
        for (a, b) in [("kube*", "kubelet"), ("k?bel[ea]t", "kubelet"), ("*", "eth*"), ("e*0", "eth*"), ("a*c", "*bc")]
        {
            assert!(meets(a, b) && meets(b, a), "{a} {b}");
        }
        for (a, b) in [("kube*", "cube"), ("wlan*", "eth*"), ("?", "ab"), ("a", "b"), ("", "a"), ("a[", "ab")] {
            assert!(!meets(a, b) && !meets(b, a), "{a} {b}");
        }
    }
}
