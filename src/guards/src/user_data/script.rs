//! The conversion of any form of user data to a script.

use alloc::string::String;

use redline_text::concat;

use super::cloud_config::config;
use super::mime::{body, boundary};
use super::reader::{DEPTH, read};
use super::yaml_value::YamlValue;

/// The shell script that user data amounts to. `text` is the user data after Base64 decoding.
pub fn script(text: &str) -> String {
    part(text, DEPTH)
}

/// Whether user data has a form of its own, and is no plain script.
pub fn is_structured(text: &str) -> bool {
    boundary(text).is_some() || is_cloud_config(text)
}

/// Whether a text is cloud-config. Comments may precede the marker, such as the one that names a template language.
fn is_cloud_config(text: &str) -> bool {
    let mut comments = text.lines().map(str::trim_ascii_end).take_while(|line| line.starts_with('#'));
    comments.any(|line| line.starts_with("#cloud-config"))
}

fn part(text: &str, depth: u8) -> String {
    let Some(depth) = depth.checked_sub(1) else { return String::new() };
    if let Some(boundary) = boundary(text) {
        let delimiter = concat(&["--", &boundary]);
        return text.split(&*delimiter).skip(1).map(|inner| part(&body(inner), depth)).collect();
    }
    if !is_cloud_config(text) {
        return concat(&[text, "\n"]);
    }
    let mut out = String::new();
    match read(text) {
        // `#cloud-config-archive`: a list of parts.
        YamlValue::List(parts) => {
            for inner in &parts {
                out.push_str(&part(inner.get("content").unwrap_or(inner).text(), depth));
            }
        }
        root => config(&root, &mut out),
    }
    out
}
