//! User data of an instance, as the shell script that it comes to: scripts as they are, the parts of a MIME message one
//! after the other, and of cloud-config what runs commands, writes files and installs packages.
//!
//! The reader knows as much of YAML as people write there: block and flow lists and maps, plain, quoted and block
//! scalars. It is generous: what it cannot make out is left out, and never an error.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use redline_shell::decode_base64;

/// Deeper than anybody nests lists and maps there.
const DEPTH: u8 = 16;

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
    match (Reader { lines: text.lines().map(Line::new).collect(), at: 0 }).block(0, DEPTH) {
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

/// What separates the parts, when the text is a message of several.
fn boundary(text: &str) -> Option<String> {
    let head = text.get(..8)?;
    if !head.eq_ignore_ascii_case("content-") && !head.eq_ignore_ascii_case("mime-ver") {
        return None;
    }
    let (_, rest) = text.split_once("boundary=")?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split([';', '\r', '\n']).next(),
    };
    value.map(str::trim_ascii).filter(|value| !value.is_empty()).map(ToOwned::to_owned)
}

/// A part without its headers.
fn body(part: &str) -> String {
    let part = part.strip_prefix('\r').unwrap_or(part);
    let part = part.strip_prefix('\n').unwrap_or(part);
    let mut at = 0;
    let mut encoded = false;
    for line in part.split_inclusive('\n') {
        at += line.len();
        let line = line.trim_ascii();
        if line.is_empty() {
            break;
        }
        encoded |= line.to_ascii_lowercase().starts_with("content-transfer-encoding") && line.ends_with("64");
    }
    let body = part.get(at..).unwrap_or_default();
    encoded.then(|| decode_base64(body)).flatten().unwrap_or_else(|| body.to_owned())
}

/// What cloud-init does, in its order.
fn config(root: &Node, out: &mut String) {
    run(root.get("bootcmd"), out);
    for file in root.get("write_files").map_or(&[][..], Node::items) {
        let text = |name| file.get(name).map_or("", Node::text);
        let content = match text("encoding") {
            "b64" | "base64" => decode_base64(text("content")).unwrap_or_default(),
            _ => text("content").to_owned(),
        };
        let redirect = if text("append") == "true" { " >> " } else { " > " };
        out.push_str(&["cat", redirect, &quoted(text("path")), " <<'", END, "'\n", &content, "\n", END, "\n"].concat());
    }
    for package in root.get("packages").map_or(&[][..], Node::items) {
        // A list is a name with a version.
        let name = package.items().first().unwrap_or(package).text();
        out.push_str(&["yum install -y ", &quoted(name), "\n"].concat());
    }
    run(root.get("runcmd"), out);
}

/// No line of a file that anybody means.
const END: &str = "END-OF-USER-DATA";

/// A text is a line for the shell, a list the words of a command.
fn run(commands: Option<&Node>, out: &mut String) {
    for command in commands.map_or(&[][..], Node::items) {
        match command {
            Node::List(words) => words.iter().for_each(|word| out.push_str(&[&quoted(word.text()), " "].concat())),
            other => out.push_str(other.text()),
        }
        out.push('\n');
    }
}

/// One word of a shell.
fn quoted(word: &str) -> String {
    ["'", &word.replace('\'', "'\\''"), "'"].concat()
}

/// A value in YAML.
#[derive(Debug, PartialEq)]
enum Node {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Map(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    fn items(&self) -> &[Node] {
        match self {
            Node::List(items) => items,
            _ => &[],
        }
    }

    fn text(&self) -> &str {
        match self {
            Node::Text(text) => text,
            _ => "",
        }
    }
}

/// A line, its indentation apart.
#[derive(Clone, Copy)]
struct Line<'a> {
    indent: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Line<'a> {
        let text = line.trim_start_matches(' ');
        Line { indent: line.len() - text.len(), text }
    }

    fn says_nothing(&self) -> bool {
        matches!(self.text.bytes().next(), None | Some(b'#'))
    }

    /// What follows the `-` of a list's item.
    fn item(&self) -> Option<Line<'a>> {
        let rest = self.text.strip_prefix('-')?;
        let inner = Line::new(rest);
        (rest.is_empty() || inner.indent > 0).then_some(Line { indent: self.indent + 1 + inner.indent, ..inner })
    }

    /// The key that the line starts with, and what follows it.
    fn key(&self) -> Option<(&'a str, &'a str)> {
        let quote = self.text.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (key, rest) = match quote {
            Some(quote) => self.text.get(1..)?.split_once(quote)?,
            None => self
                .text
                .split_at(self.text.find(": ").or_else(|| self.text.trim_ascii_end().strip_suffix(':').map(str::len))?),
        };
        let rest = rest.trim_ascii_start().strip_prefix(':')?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| (key.trim_ascii(), rest.trim_ascii()))
    }
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn here(&mut self) -> Option<&mut Line<'a>> {
        self.lines.get_mut(self.at)
    }

    /// The value that stands on the next lines, if they are indented as far.
    fn block(&mut self, least: usize, depth: u8) -> Node {
        while self.here().is_some_and(|line| line.says_nothing() || line.text.starts_with("---")) {
            self.at += 1;
        }
        let first = self.here().copied().filter(|line| line.indent >= least);
        let (Some(first), Some(depth)) = (first, depth.checked_sub(1)) else { return Node::Text(String::new()) };
        if first.item().is_some() {
            return self.list(first.indent, depth);
        }
        if first.key().is_some() && !first.text.starts_with(['{', '[']) {
            return self.map(first.indent, depth);
        }
        self.at += 1;
        self.value(first.text.trim_ascii(), least, depth)
    }

    fn list(&mut self, indent: usize, depth: u8) -> Node {
        let mut items = Vec::new();
        while let Some(line) = self.here() {
            if line.says_nothing() {
                self.at += 1;
            } else if line.indent != indent {
                break;
            } else if let Some(rest) = line.item() {
                // The item's value, as if it stood on a line of its own.
                *line = rest;
                match rest.text.starts_with(['|', '>']) {
                    true => {
                        self.at += 1;
                        items.push(self.value(rest.text, indent + 1, depth));
                    }
                    false => items.push(self.block(indent + 1, depth)),
                }
            } else {
                break;
            }
        }
        Node::List(items)
    }

    fn map(&mut self, indent: usize, depth: u8) -> Node {
        let mut members = Vec::new();
        while let Some(line) = self.here().copied() {
            if !line.says_nothing() && line.indent < indent || line.indent == indent && line.item().is_some() {
                break;
            }
            self.at += 1;
            // What is indented further belongs to something that could not be made out.
            let Some((key, rest)) = line.key().filter(|_| line.indent == indent && !line.says_nothing()) else {
                continue;
            };
            let value = match Line::new(rest).says_nothing() {
                // A list may stand as far left as its key.
                true => {
                    let list = self.lines.get(self.at..).unwrap_or_default().iter().find(|line| !line.says_nothing());
                    let level = list.is_some_and(|line| line.indent == indent && line.item().is_some());
                    self.block(indent + usize::from(!level), depth)
                }
                false => self.value(rest, indent + 1, depth),
            };
            members.push((key.to_owned(), value));
        }
        Node::Map(members)
    }

    /// A value that starts here and may go on over lines that are indented as far.
    fn value(&mut self, start: &str, least: usize, depth: u8) -> Node {
        // A tag, such as `!!binary`.
        let start = match start.starts_with('!') {
            true => start.split_once(' ').unwrap_or_default().1.trim_ascii(),
            false => start,
        };
        if start.starts_with(['|', '>']) {
            return Node::Text(self.scalar(least, start.starts_with('>')));
        }
        let mut text = start.to_owned();
        while let Some(line) = self.here().filter(|line| line.indent >= least && !line.text.is_empty()) {
            text.push(' ');
            text.push_str(line.text.trim_ascii_end());
            self.at += 1;
        }
        let mut rest = &*text;
        match text.starts_with(['[', '{', '"', '\'']) {
            true => flow(&mut rest, depth),
            false => Node::Text(text.split(" #").next().unwrap_or_default().trim_ascii().to_owned()),
        }
    }

    /// The lines of a block scalar.
    fn scalar(&mut self, least: usize, folded: bool) -> String {
        let mut out = String::new();
        let mut indent = None;
        while let Some(line) = self.here().filter(|line| line.text.is_empty() || line.indent >= least).copied() {
            self.at += 1;
            let indent = match indent {
                None if line.text.is_empty() => continue,
                _ => *indent.get_or_insert(line.indent),
            };
            out.extend(core::iter::repeat_n(' ', line.indent.saturating_sub(indent)));
            out.push_str(line.text);
            out.push(if folded && !line.text.is_empty() { ' ' } else { '\n' });
        }
        out
    }
}

/// A value in flow style; what follows it is left in `rest`.
fn flow(rest: &mut &str, depth: u8) -> Node {
    *rest = rest.trim_ascii_start();
    let first = rest.chars().next().unwrap_or_default();
    let Some(depth) = depth.checked_sub(1).filter(|_| matches!(first, '[' | '{')) else {
        return Node::Text(word(rest, first));
    };
    let (mut items, mut members) = (Vec::new(), Vec::new());
    *rest = rest.get(1..).unwrap_or_default();
    loop {
        *rest = rest.trim_ascii_start();
        let next = rest.chars().next();
        match next {
            None | Some(']' | '}') => break *rest = rest.get(1..).unwrap_or_default(),
            Some(',' | ':') => *rest = rest.get(1..).unwrap_or_default(),
            _ => {
                let item = flow(rest, depth);
                match rest.trim_ascii_start().strip_prefix(':').filter(|_| first == '{') {
                    Some(after) => {
                        *rest = after;
                        members.push((item.text().to_owned(), flow(rest, depth)));
                    }
                    None => items.push(item),
                }
            }
        }
    }
    if first == '{' { Node::Map(members) } else { Node::List(items) }
}

/// A quoted or a plain word.
fn word(rest: &mut &str, first: char) -> String {
    let mut out = String::new();
    let quote = matches!(first, '"' | '\'');
    let mut chars = rest.char_indices().skip(usize::from(quote)).peekable();
    let mut end = rest.len();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match c {
            '\'' if first == '\'' && next == Some('\'') => out.extend(chars.next().map(|(_, c)| c)),
            c if quote && c == first => {
                end = at + 1;
                break;
            }
            '\\' if first == '"' => out.extend(chars.next().map(|(_, escaped)| match escaped {
                'n' => '\n',
                't' => '\t',
                other => other,
            })),
            ',' | ']' | '}' if !quote => {
                end = at;
                break;
            }
            ':' if !quote && next.is_none_or(|next| next == ' ') => {
                end = at;
                break;
            }
            c => out.push(c),
        }
    }
    *rest = rest.get(end..).unwrap_or_default();
    if quote { out } else { out.trim_ascii().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(yaml: &str) -> String {
        script(&["#cloud-config\n", yaml].concat())
    }

    #[test]
    fn scripts_stay_as_they_are() {
        assert_eq!(script("#!/bin/sh\nruncmd: x"), "#!/bin/sh\nruncmd: x\n");
        assert_eq!(script(""), "\n");
    }

    #[test]
    fn commands_in_every_spelling() {
        for yaml in [
            "runcmd:\n  - rm -rf x",
            "runcmd:\n- rm -rf x # gone",
            "runcmd:\n- 'rm -rf x'",
            "runcmd:\n- \"rm -rf x\"",
            "runcmd: [rm -rf x]",
            "runcmd:\n  [\n    'rm -rf x',\n  ]",
            "runcmd:\n\n  # first\n  -\n    rm -rf x",
            "runcmd:\n  - rm\n    -rf x",
            "{\"runcmd\": [\"rm -rf x\"]}",
            "---\nhostname: a\nusers:\n  - name: b\n    keys: [c]\n\"bootcmd\":\n  - rm -rf x\nntp: {}",
        ] {
            assert_eq!(config(yaml), "rm -rf x\n", "{yaml}");
        }
        for yaml in [
            "runcmd:\n  - [ rm, -rf, x ]",
            "runcmd:\n  - [\"rm\", '-rf', x]",
            "runcmd: [ [rm, -rf, x] ]",
            "runcmd:\n  - - rm\n    - -rf\n    - x",
            "runcmd:\n- [ rm,\n    -rf, x ]",
            "runcmd:\n  -\n    - rm\n    - \"-rf\"\n    - x",
        ] {
            assert_eq!(config(yaml), "'rm' '-rf' 'x' \n", "{yaml}");
        }
        assert_eq!(
            config("runcmd:\n  - |\n    if a; then\n      b\n\n    fi\n  - >-\n    c\n    d\n").trim_ascii(),
            "if a; then\n  b\n\nfi\n\nc d"
        );
        assert_eq!(config("runcmd:\n- [sh, -c, \"it's; [a, b]: c\"]"), "'sh' '-c' 'it'\\''s; [a, b]: c' \n");
        assert_eq!(config("runcmd:\n- sysctl -w a=1\nbootcmd:\n- first"), "first\nsysctl -w a=1\n");
    }

    #[test]
    fn files_are_written() {
        let written = |redirect: &str, content: &str| {
            format!("cat {redirect} '/etc/a b' <<'END-OF-USER-DATA'\n{content}\nEND-OF-USER-DATA\n")
        };
        for yaml in [
            "write_files:\n  - path: /etc/a b\n    content: x=1",
            "write_files:\n- content: x=1\n  owner: root:root\n  path: \"/etc/a b\"\n  permissions: '0644'",
            "write_files:\n- encoding: b64\n  content: eD0x\n  path: /etc/a b",
            "write_files:\n- encoding: base64\n  content: !!binary eD0x\n  path: /etc/a b",
            "write_files: [{path: /etc/a b, content: 'x=1'}]",
            "write_files:\n  - {content: x=1, path: '/etc/a b'}",
        ] {
            assert_eq!(config(yaml), written(">", "x=1"), "{yaml}");
        }
        let yaml = "write_files:\n- content: |\n    # sysctl\n    x: 1\n\n      y\n  append: true\n  path: /etc/a b\nruncmd:\n- z";
        assert_eq!(config(yaml), [&*written(">>", "# sysctl\nx: 1\n\n  y\n"), "z\n"].concat());
        assert_eq!(
            config("packages:\n- ufw\n- [containerd, 1.6]"),
            "yum install -y 'ufw'\nyum install -y 'containerd'\n"
        );
    }

    #[test]
    fn messages_of_several_parts() {
        let mime = "Content-Type: multipart/mixed; boundary=\"==a==\"\nMIME-Version: 1.0\n\n--==a==\n\
            Content-Type: text/cloud-config\n\n#cloud-config\nruncmd:\n- one\n\n--==a==\r\n\
            content-type: text/x-shellscript\r\n\r\n#!/bin/sh\ntwo\n--==a==\n\
            Content-Transfer-Encoding: base64\n\ndGhyZWU=\n--==a==--\n";
        let lines: Vec<_> = script(mime).lines().filter(|l| !l.is_empty()).map(str::to_owned).collect();
        assert_eq!(lines, ["one", "#!/bin/sh", "two", "three"]);
        let archive = "#cloud-config-archive\n- type: text/x-shellscript\n  content: |\n    one\n- |\n  #cloud-config\n  runcmd: [two]\n";
        assert_eq!(script(archive).split_whitespace().collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(script("## template: jinja\n#cloud-config\nruncmd: [a]"), "a\n");
    }

    #[test]
    fn nothing_is_an_error() {
        for yaml in [
            ":",
            "- ",
            "runcmd:\n - [",
            "runcmd: {",
            "runcmd: \"",
            "a: |",
            "\t- x",
            "- - - -",
            "x\n y\n:",
            "runcmd:\nx",
        ] {
            config(yaml);
            config(&["runcmd:\n- ", yaml].concat());
        }
        config(&"- ".repeat(1000));
        config(&"[".repeat(1000));
        config(&["runcmd: ", &"{a: ".repeat(1000)].concat());
        assert_eq!(config("runcmd:\n  - a\n bad\n   worse\nbootcmd: [b]").trim_ascii(), "b\na");
    }
}
