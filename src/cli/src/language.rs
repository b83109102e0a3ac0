//! The language of the output: the one that was requested for, or else that of the locale.

use crate::args::Language;

/// Whether the output is Chinese. Only messages can have both languages, so `both` counts as Chinese here.
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
