//! Files that come out of archives and from elsewhere.

use crate::command::FileOpKind as NodeKind;
use crate::interpreter::Shell;
use crate::store::Text;
use crate::text::{base_name, byte_at, contains_any, find, slice, word_in};

impl Shell<'_> {
    /// `tar`: where it unpacks to, or the archive that it makes.
    pub(crate) fn archive(&mut self) {
        // The old style leaves the dash away: `tar xzf archive`.
        let letters = self.operand(0);
        let text = self.store.get(letters);
        let old = self.options.iter().all(|(name, _)| word_in("C directory", self.store.get(*name)))
            && !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_alphabetic())
            && contains_any(text, "xctru");
        let letters = if old { text } else { "" };
        let (extracts, creates) = (contains_any(letters, "x"), contains_any(letters, "cru"));
        if extracts || self.has("x extract get") {
            let here = self.directory();
            let directory = self.option("C d directory").unwrap_or(here);
            if !self.has("O to-stdout") {
                self.unpacks(directory, if old { 2 } else { 0 });
            }
        } else if creates || self.has("c create r append u update") {
            let file = if old { self.operand(1) } else { self.option("f file").unwrap_or_default() };
            if file.len() > 0 && self.store.get(file) != "-" {
                self.change(NodeKind::Write, file, Some(Text::UNKNOWN), false);
            }
            if self.has("remove-files") {
                self.change_all(NodeKind::Remove, if old { 2 } else { 0 }, None, true);
            }
        }
    }

    /// Unpacks into a directory. The members that the operands from `first` on name are certainly there.
    pub(crate) fn unpacks(&mut self, directory: Text, first: usize) {
        let path = self.resolve(directory);
        self.operation(NodeKind::Fill, path, None, false, true);
        for i in first..self.operands.len() {
            let inner = self.below(path, self.operand(i));
            let inner = self.resolve(inner);
            self.operation(NodeKind::Write, inner, None, true, true);
        }
    }

    /// `curl` and `wget`: the files that they make.
    pub(crate) fn download(&mut self, curl: bool) {
        let named = self.option(if curl { "o output" } else { "O output-document o out" });
        let here = self.directory();
        let directory = self.option(if curl { "output-dir" } else { "P directory-prefix d dir" }).unwrap_or(here);
        if let Some(named) = named.filter(|named| curl || named.len() > 0) {
            if self.store.get(named) == "-" {
                return;
            }
            let path = self.resolve(named);
            let relative = byte_at(self.store.get(named), 0) != b'/';
            // `wget -O` goes by the working directory, whatever the directory of downloads.
            let path = if relative && !self.has("O output-document") { self.below(directory, named) } else { path };
            let path = self.resolve(path);
            return self.operation(NodeKind::Write, path, Some(Text::UNKNOWN), true, false);
        }
        if curl && !self.has("O remote-name remote-name-all") {
            return;
        }
        for i in 0..self.operands.len() {
            let url = self.operand(i);
            let text = self.store.get(url);
            let end = crate::text::span(text, "?#\x03", false);
            let start = find(text, "://").map_or(0, |at| at + 3);
            let path = slice(text, start, end);
            let name = if contains_any(path, "/") { base_name(path) } else { "" };
            let name = if name.is_empty() { url.part(0, 0) } else { url.part(end - name.len(), end) };
            let name = if name.len() == 0 { self.store.add("index.html") } else { name };
            let path = self.below(directory, name);
            let path = self.resolve(path);
            self.operation(NodeKind::Write, path, Some(Text::UNKNOWN), true, false);
        }
    }
}
