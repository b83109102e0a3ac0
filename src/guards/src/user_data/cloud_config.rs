//! cloud-config: the modules that run commands, write files and install packages.

use alloc::borrow::ToOwned;
use alloc::string::String;

use redline_shell::decode_base64;
use redline_text::concat;

use super::yaml_value::YamlValue;

/// Appends the commands that a cloud-config document amounts to, in the order in which cloud-init runs its modules.
pub(super) fn config(root: &YamlValue, out: &mut String) {
    run(root.get("bootcmd"), out);
    for file in root.get("write_files").map_or(&[][..], YamlValue::items) {
        let text = |name| file.get(name).map_or("", YamlValue::text);
        let content = match text("encoding") {
            "b64" | "base64" => decode_base64(text("content")).unwrap_or_default(),
            _ => text("content").to_owned(),
        };
        let redirect = if text("append") == "true" { " >> " } else { " > " };
        out.push_str(&concat(&["cat", redirect, &quoted(text("path")), " <<'", END, "'\n", &content, "\n", END, "\n"]));
    }
    for package in root.get("packages").map_or(&[][..], YamlValue::items) {
        // An item that is a list has a name and a version.
        let name = package.items().first().unwrap_or(package).text();
        out.push_str(&concat(&["yum install -y ", &quoted(name), "\n"]));
    }
    run(root.get("runcmd"), out);
}

/// The end of a here-document; unlikely to be a line of a file.
const END: &str = "END-OF-USER-DATA";

/// Appends commands. A text is a line for the shell, a list has the words of one command.
fn run(commands: Option<&YamlValue>, out: &mut String) {
    for command in commands.map_or(&[][..], YamlValue::items) {
        match command {
            YamlValue::List(words) => words.iter().for_each(|word| out.push_str(&concat(&[&quoted(word.text()), " "]))),
            other => out.push_str(other.text()),
        }
        out.push('\n');
    }
}

/// A text as one quoted word of a shell.
fn quoted(word: &str) -> String {
    concat(&["'", &word.replace('\'', "'\\''"), "'"])
}
