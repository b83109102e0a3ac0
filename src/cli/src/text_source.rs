//! Texts of documents that are read again when somebody wants a line of them. The texts of all documents of two states would
//! take more memory than everything else.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::decode;
use crate::files;
use crate::git::BlobReader;

/// Bytes of texts that are kept at the same time.
const KEPT: usize = 16 << 20;

/// Where a file is read from.
#[derive(Debug)]
pub(crate) enum SourceFile {
    /// This path, or `-` for standard input.
    Here(String),
    /// An object of git, by its hash.
    Blob(String),
    /// Nowhere: this is the text.
    Held(Arc<str>),
}

/// A part of a file.
#[derive(Debug, Clone)]
pub(crate) struct TextSource {
    file: Arc<SourceFile>,
    span: Range<usize>,
}

impl TextSource {
    /// The source of `part`, which is a part of `whole`, the text of the file.
    pub(crate) fn new(file: &Arc<SourceFile>, whole: &str, part: &str) -> Self {
        let start = part.as_ptr() as usize - whole.as_ptr() as usize;
        TextSource { file: file.clone(), span: start..start + part.len() }
    }
}

/// Reads texts, and keeps some of them.
#[derive(Default)]
pub(crate) struct TextReader {
    /// By the address of the file.
    texts: HashMap<usize, String>,
    bytes: usize,
    git: Option<BlobReader>,
}

impl TextReader {
    /// The text; `None` if it cannot be read any more.
    pub(crate) fn of(&mut self, source: &TextSource) -> Option<&str> {
        let key = Arc::as_ptr(&source.file) as usize;
        if !self.texts.contains_key(&key) {
            if self.bytes > KEPT {
                (self.texts, self.bytes) = (HashMap::new(), 0);
            }
            let text = self.read(&source.file)?;
            self.bytes += text.len();
            self.texts.insert(key, text);
        }
        self.texts.get(&key)?.get(source.span.clone())
    }

    fn read(&mut self, file: &SourceFile) -> Option<String> {
        match file {
            SourceFile::Held(text) => Some(text.to_string()),
            SourceFile::Here(path) => files::read(path).ok(),
            SourceFile::Blob(hash) => {
                if self.git.is_none() {
                    self.git = Some(BlobReader::open().ok()?);
                }
                decode::text(&*self.git.as_mut()?.read(hash).ok()?).ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_file_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        let text = "a: 1\n---\nb: 2\n";
        std::fs::write(&path, text).unwrap();
        let file = Arc::new(SourceFile::Here(path.to_str().unwrap().to_owned()));
        let source = TextSource::new(&file, text, &text[9..]);
        let mut texts = TextReader::default();
        assert_eq!(texts.of(&source), Some("b: 2\n"));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(texts.of(&source), Some("b: 2\n"), "it was kept");
        assert_eq!(TextReader::default().of(&source), None);
    }
}
