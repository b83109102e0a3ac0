//! From any form of user data to a script.

use alloc::string::String;

use super::cloud_config::config;
use super::mime::{body, boundary};
use super::node::Node;
use super::reader::{DEPTH, read};

/// The script in user data that has been decoded.
pub fn script(text: &str) -> String {
    part(text, DEPTH)
}

fn part(text: &str, depth: u8) -> String {
    let Some(depth) = depth.checked_sub(1) else { return String::new() };
    if let Some(boundary) = boundary(text) {
        let delimiter = ["--", &boundary].concat();
        return text.split(&*delimiter).skip(1).map(|inner| part(&body(inner), depth)).collect();
    }
    // Comments may stand before it, as those that name a template language.
    let mut comments = text.lines().map(str::trim_ascii_end).take_while(|line| line.starts_with('#'));
    if !comments.any(|line| line.starts_with("#cloud-config")) {
        return [text, "\n"].concat();
    }
    let mut out = String::new();
    match read(text) {
        // An archive: a list of parts.
        Node::List(parts) => {
            for inner in &parts {
                out.push_str(&part(inner.get("content").unwrap_or(inner).text(), depth));
            }
        }
        root => config(&root, &mut out),
    }
    out
}
