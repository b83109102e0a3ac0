//! The language of the output: the one that was asked for, or else that of the locale.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::args::Language;

static CHINESE: AtomicBool = AtomicBool::new(false);
static REQUESTED: OnceLock<Language> = OnceLock::new();

/// A text in the language of the output, with the values of variables as in `format!`.
macro_rules! tr {
    ($english:literal, $chinese:literal) => {
        if $crate::language::is_chinese() { format!($chinese) } else { format!($english) }
    };
}

pub(crate) use tr;

/// Takes the language that a command line asks for, or else that of the locale.
pub(crate) fn start(words: impl IntoIterator<Item = String>) {
    let requested = of_words(words);
    if let Some(language) = requested {
        let _ = REQUESTED.set(language);
    }
    choose(requested);
}

/// The language that the command line asks for.
pub(crate) fn requested() -> Option<Language> {
    REQUESTED.get().copied()
}

/// Chooses the language of help, labels, summaries and errors.
pub(crate) fn choose(language: Option<Language>) {
    CHINESE.store(chinese(language), Ordering::Relaxed);
}

/// Whether help, labels, summaries and errors are Chinese.
pub(crate) fn is_chinese() -> bool {
    CHINESE.load(Ordering::Relaxed)
}

/// The one of two texts that is in the language of the output.
pub(crate) fn either<'t>(english: &'t str, chinese: &'t str) -> &'t str {
    if is_chinese() { chinese } else { english }
}

/// Whether output in this language is Chinese. Only messages can have both languages, so `both` counts as Chinese here.
pub(crate) fn chinese(requested: Option<Language>) -> bool {
    match requested {
        Some(Language::En) => false,
        Some(Language::Zh | Language::Both) => true,
        None => locale() == Some(Language::Zh),
    }
}

/// The language of the locale, from the variables in the order of the C library; `None` unless it is Chinese.
pub(crate) fn locale() -> Option<Language> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"))?;
    locale.starts_with("zh").then_some(Language::Zh)
}

/// The language that the words of a command line ask for, before they are parsed: help and errors need it then.
fn of_words(words: impl IntoIterator<Item = String>) -> Option<Language> {
    let mut words = words.into_iter().take_while(|word| word != "--");
    while let Some(word) = words.next() {
        let value = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=").map(str::to_owned) };
        match value.as_deref() {
            Some("zh") => return Some(Language::Zh),
            Some("en") => return Some(Language::En),
            Some("both") => return Some(Language::Both),
            _ => {}
        }
    }
    None
}

/// `, did you mean ...?` with the most similar of some names; empty where none is similar enough.
pub(crate) fn suggestion(name: &str, names: &[&str]) -> String {
    let distance = |other: &str| strsim::damerau_levenshtein(&other.to_lowercase(), &name.to_lowercase());
    match names.iter().min_by_key(|other| distance(other)) {
        Some(best) if distance(best) <= name.len() / 3 => {
            tr!(", did you mean `{best}`?", "，您是否想用 `{best}`？")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_command_line_ask_for_a_language() {
        let asked = |line: &str| of_words(line.split(' ').map(str::to_owned));
        assert_eq!(asked("redline check --lang zh a.yaml"), Some(Language::Zh));
        assert_eq!(asked("redline --lang=en help"), Some(Language::En));
        assert_eq!(asked("redline check -- --lang zh"), None);
        assert_eq!(asked("redline check --lang"), None);
    }
}
