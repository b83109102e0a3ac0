//! Redirections, here-documents and process substitutions.

use super::script::{Frame, Redirection};
use super::state::Shell;
use crate::command::UNKNOWN;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use redline_text::{consists_of, eat, join, slice_from, take, take_until, trim_end, trim_start, until};

impl Shell<'_> {
    /// Reads a redirection behind the number of its descriptor. `output`: that of what the command prints.
    pub(super) fn redirection_of<'t>(&mut self, f: &mut Frame<'t>, rest: &mut &'t str, output: bool) {
        let count = f.line.words.len();
        let (input, after) = (f.line.input.take(), f.after_documents.take());
        self.redirection(f, rest, output);
        f.line.words.truncate(count);
        f.line.input = f.line.input.take().or(input);
        // Here-documents of a numbered descriptor are rare; their text is then read as commands.
        f.after_documents = after;
    }

    /// Reads a redirection from its operator on. `output`: whether one that writes takes what the command prints.
    #[inline(never)]
    pub(super) fn redirection<'t>(&mut self, f: &mut Frame<'t>, rest: &mut &'t str, output: bool) {
        if eat(rest, "<<<") {
            let words = self.target(rest);
            f.line.input = Some(join(&words, " ") + "\n");
        } else if eat(rest, "<<") {
            self.document(f, rest);
        } else if rest.starts_with("<(") || rest.starts_with(">(") {
            let mut file = self.target(rest);
            f.line.words.append(&mut file);
        } else if eat(rest, "<&") {
            self.target(rest);
        } else if eat(rest, "<>") || eat(rest, ">") {
            let append = eat(rest, ">");
            let _ = eat(rest, "|");
            let duplicate = eat(rest, "&");
            for path in &mut self.target(rest) {
                let path = core::mem::take(path);
                if !(duplicate && consists_of(&path, "0123456789-")) {
                    f.redirections.push(Redirection { output, append, path });
                }
            }
        } else {
            take(rest, 1);
            let target = self.target(rest);
            let held = target.first().and_then(|file| self.file(file));
            f.line.input = Some(held.unwrap_or(UNKNOWN).to_owned());
        }
    }

    fn target(&mut self, rest: &mut &str) -> Vec<String> {
        *rest = trim_start(rest, " \t");
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
        let tabs = if eat(rest, "-") { "\t" } else { "" };
        *rest = trim_start(rest, " \t");
        let Some(word) = self.word(rest, false) else { return };
        let end = join(&word.values, "");
        let mut from = f.after_documents.unwrap_or_else(|| slice_from(rest, until(rest, "\n") + 1));
        let mut text = String::new();
        while !from.is_empty() {
            let line = trim_start(take_until(&mut from, "\n"), tabs);
            take(&mut from, 1);
            if trim_end(line, "\r") == end {
                break;
            }
            text.push_str(line);
            text.push('\n');
        }
        f.after_documents = Some(from);
        f.line.input = Some(if word.quoted { text } else { self.expand(&text) });
    }
}
