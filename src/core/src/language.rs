//! Texts in English and Chinese.

use alloc::borrow::ToOwned;
use alloc::fmt::{self, format};
use alloc::string::String;
use redline_text::{concat, split_once_any};

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
    /// English, then Chinese.
    Both,
}

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bilingual {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

impl Bilingual {
    /// The text with `argument` in place of `{}`, in both languages.
    pub fn with(self, argument: &str) -> Text {
        Text { en: fill(self.en, argument), zh: fill(self.zh, argument) }
    }
}

/// `template` with `with` in place of `{}`.
fn fill(template: &str, with: &str) -> String {
    match split_once_any(template, "{") {
        Some((before, after)) => {
            // A full-width bracket includes its own spacing.
            let before = if with.starts_with("（") { before.trim_ascii_end() } else { before };
            let after = after.strip_prefix('}').unwrap_or(after);
            let after = if with.ends_with("）") { after.strip_prefix(" ").unwrap_or(after) } else { after };
            concat(&[before, with, after])
        }
        None => template.to_owned(),
    }
}

/// One sentence in both languages: lower case, no full stop, user input in backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Text {
    /// Formats both sentences for [`text!`](crate::text). A function that is not inlined, because a module has dozens of
    /// texts.
    #[doc(hidden)]
    #[inline(never)]
    pub fn of(en: fmt::Arguments<'_>, zh: fmt::Arguments<'_>) -> Text {
        Text { en: format(en), zh: format(zh) }
    }

    /// Appends a remark in brackets.
    pub fn append(&mut self, remark: &Text) {
        for (text, part) in [(&mut self.en, [" (", &*remark.en, ")"]), (&mut self.zh, ["（", &*remark.zh, "）"])] {
            part.into_iter().for_each(|part| text.push_str(part));
        }
    }

    /// The sentence in the languages of `language`, English first.
    pub(crate) fn in_language(&self, language: Language) -> impl Iterator<Item = &str> {
        let en = (language != Language::Zh).then_some(&*self.en);
        en.into_iter().chain((language != Language::En).then_some(&*self.zh))
    }
}

crate::scratch_item!(Text { en, zh });
crate::scratch_item!(enum Language);

/// Builds a [`Text`] from two format strings over the same arguments.
///
/// ```
/// let name = "worker-1";
/// let text = redline_core::text!("deletes node `{name}`", "删除节点 `{name}`");
/// assert_eq!(text.en, "deletes node `worker-1`");
/// ```
#[macro_export]
macro_rules! text {
    ($en:literal, $zh:literal $(, $arg:expr)* $(,)?) => {
        $crate::language::Text::of(format_args!($en $(, $arg)*), format_args!($zh $(, $arg)*))
    };
}
