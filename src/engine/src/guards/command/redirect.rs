//! Redirections, here-documents and process substitutions.

use super::UNKNOWN;
use super::lexer::{bump, eat, until};
use super::shell::{Frame, Redirection};
use super::state::Shell;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

impl Shell<'_> {
    /// Reads a redirection behind the number of its descriptor.
    pub(super) fn redirection_of(&mut self, f: &mut Frame<'_>, rest: &mut &str, fd: &str) {
        // Here-documents of a numbered descriptor are rare; their text is then read as commands.
        let mut frame = Frame { redirections: core::mem::take(&mut f.redirections), ..Frame::default() };
        self.redirection(&mut frame, rest, fd);
        f.redirections = frame.redirections;
        f.input = frame.input.or(f.input.take());
    }

    /// Reads a redirection from its operator on.
    pub(super) fn redirection<'t>(&mut self, f: &mut Frame<'t>, rest: &mut &'t str, fd: &str) {
        if eat(rest, "<<<") {
            let word = self.target(rest);
            f.input = Some(word.join(" ") + "\n");
        } else if eat(rest, "<<") {
            self.document(f, rest);
        } else if rest.starts_with("<(") || rest.starts_with(">(") {
            let file = self.target(rest);
            f.words.extend(file);
        } else if eat(rest, "<&") {
            self.target(rest);
        } else if eat(rest, "<>") || eat(rest, ">") {
            let append = eat(rest, ">");
            let _ = eat(rest, "|");
            let duplicate = eat(rest, "&");
            let output = matches!(fd, "" | "1");
            for path in self.target(rest) {
                if !(duplicate && path.bytes().all(|b| b.is_ascii_digit() || b == b'-')) {
                    f.redirections.push(Redirection { output, append, path });
                }
            }
        } else {
            bump(rest);
            let target = self.target(rest);
            let held = target.first().and_then(|file| self.file(file)).map(str::to_owned);
            f.input = Some(held.unwrap_or_else(|| UNKNOWN.to_owned()));
        }
    }

    fn target(&mut self, rest: &mut &str) -> Vec<String> {
        *rest = rest.trim_start_matches([' ', '\t']);
        if !self.deep() && (eat(rest, "<(") || eat(rest, ">(")) {
            // A process substitution is a file that holds what the command prints.
            let text = self.capture(rest);
            let path = format!("/dev/fd/{}", 63 + self.files.len());
            self.write(&path, &text, false);
            return vec![path];
        }
        // At the end of nesting an operator is left to go over, or this would be read forever.
        let _ = self.deep() && (eat(rest, "<") || eat(rest, ">"));
        self.word(rest, false).map(|w| w.values).unwrap_or_default()
    }

    /// Reads a here-document from behind its `<<` on.
    fn document<'t>(&mut self, f: &mut Frame<'t>, rest: &mut &'t str) {
        let tabs = eat(rest, "-");
        *rest = rest.trim_start_matches([' ', '\t']);
        let Some(word) = self.word(rest, false) else { return };
        let end = word.values.concat();
        let mut from = f.after_documents.unwrap_or_else(|| rest.split_once('\n').map_or("", |(_, after)| after));
        let mut text = String::new();
        while !from.is_empty() {
            let line = until(&mut from, '\n');
            let line = if tabs { line.trim_start_matches('\t') } else { line };
            if line.trim_end_matches('\r') == end {
                break;
            }
            text.push_str(line);
            text.push('\n');
        }
        f.after_documents = Some(from);
        f.input = Some(if word.quoted { text } else { self.expand(&text) });
    }
}
