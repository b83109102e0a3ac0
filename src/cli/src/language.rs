//! The language to speak: what was asked for, else what the locale says.

use crate::args::Language;

/// Whether to speak Chinese. Both languages at once is for messages only, so it counts as Chinese.
pub(crate) fn chinese(asked: Option<Language>) -> bool {
    match asked {
        Some(Language::En) => false,
        Some(Language::Zh | Language::Both) => true,
        None => locale() == Some(Language::Zh),
    }
}

/// The language of this process's locale, in the order that the C library looks; `None` where it says nothing.
pub(crate) fn locale() -> Option<Language> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"))?;
    locale.starts_with("zh").then_some(Language::Zh)
}
