//! The messages of guards: the same few sentences about many containers, commands and paths.

use alloc::string::String;
use redline_core::finding::{Finding, Findings, Level};
use redline_core::language::Text;
use redline_text::{peek, slice_from, take, take_until};

/// A text in both languages, in which `args` replace the markers `{0}`, `{1}` and so on (at most ten). It takes less space in
/// a module than [`text!`](redline_core::text), and the templates can be chosen at run time.
pub fn message(en: &str, zh: &str, args: &[&str]) -> Text {
    message_about(&Text { en: String::new(), zh: String::new() }, en, zh, args)
}

/// The same, preceded by the subject of the sentence, whose own markers stay as they are.
#[inline(never)]
pub(crate) fn message_about(subject: &Text, en: &str, zh: &str, args: &[&str]) -> Text {
    Text { en: filled(&subject.en, en, args), zh: filled(&subject.zh, zh, args) }
}

#[inline(never)]
fn filled(subject: &str, template: &str, args: &[&str]) -> String {
    let mut out = String::with_capacity(subject.len() + template.len());
    out.push_str(subject);
    let mut rest = template;
    loop {
        out.push_str(take_until(&mut rest, "{"));
        let marker = take(&mut rest, "{0}".len());
        if marker.is_empty() {
            return out;
        }
        let index = peek(slice_from(marker, 1)).wrapping_sub(b'0');
        out.push_str(args.get(usize::from(index)).unwrap_or(&""));
    }
}

/// Adds a finding without a row of its own.
#[inline(never)]
pub fn add(out: &mut Findings, level: Level, path: String, text: Text, value: String) {
    out.push(Finding { value, ..Finding::deny(path, text).at(level) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_filled() {
        let text = message("`{0}` is {1}.", "{1}是 `{0}`", &["a", "b"]);
        assert_eq!(text, redline_core::text!("`a` is b.", "b是 `a`"));
        assert_eq!(
            message_about(&text, " {0}", "{0}", &["{1}"]),
            redline_core::text!("`a` is b. {{1}}", "b是 `a`{{1}}")
        );
    }
}
