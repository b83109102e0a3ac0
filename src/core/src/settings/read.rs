//! Reading settings from JSON, and the response to `validate_settings`.

use crate::response::SettingsResponse;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::common::{COMMON, CommonSettings, members};
use super::suggest::unknown;

/// A rule's own settings.
pub trait RuleSettings {
    /// Keys of the rule's own settings.
    fn keys(&self) -> &'static [&'static str] {
        &[]
    }
    /// Keys that all rules of the same kind have in addition. An error of [`RuleSettings::set`] about one of these names
    /// the key; for the rule's own keys [`read`] adds it.
    fn shared(&self) -> &'static [&'static str] {
        &[]
    }
    /// Sets one setting from JSON; `None` if there is no such key. An error is one sentence that says what was expected.
    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>>;
}

/// The settings of a rule without settings of its own.
#[derive(Debug, Default)]
pub struct NoSettings;

impl RuleSettings for NoSettings {
    fn set(&mut self, _: &str, _: &str) -> Option<Result<(), String>> {
        None
    }
}

/// Reads a settings object. Returns the common settings, and puts the rule's own into `rule_settings`. `None`, an empty text
/// and `null` stand for the defaults, as does a setting that is `null`.
///
/// # Errors
/// One sentence that names the key and says what to write instead. An unknown key is an error.
pub fn read(json: Option<&str>, rule_settings: &mut dyn RuleSettings) -> Result<CommonSettings, String> {
    let mut common = CommonSettings::default();
    let Some(json) = json.filter(|j| !matches!(j.trim_ascii(), "" | "null")) else { return Ok(common) };
    let (keys, shared) = (rule_settings.keys(), rule_settings.shared());
    let known = || COMMON.iter().chain(keys).chain(shared);
    for (key, value) in &members("", json)?.0 {
        let json = value.get();
        if json == "null" && known().any(|known| known == &&**key) {
            continue;
        }
        match common.set(key, json) {
            Some(result) => result?,
            None => match rule_settings.set(key, json) {
                Some(result) if shared.contains(&&**key) => result?,
                Some(result) => result.map_err(|e| format!("`{key}`: {e}"))?,
                None => return Err(unknown(key, &mut known())),
            },
        }
    }
    Ok(common)
}

/// The response to `validate_settings` for the settings `settings` (JSON in UTF-8) of `rule`.
pub fn validate(rule: &str, settings: &[u8], rule_settings: &mut dyn RuleSettings) -> SettingsResponse {
    validate_with(rule, settings, &mut |json| read(Some(json), rule_settings).map(|_| ()))
}

/// The same with a function that reads the settings and returns what is wrong with them.
pub fn validate_with(
    rule: &str,
    settings: &[u8],
    read: &mut dyn FnMut(&str) -> Result<(), String>,
) -> SettingsResponse {
    match core::str::from_utf8(settings).map_err(|_| "settings: not valid UTF-8".to_owned()).and_then(read) {
        Ok(()) => SettingsResponse { valid: true, message: None },
        Err(message) => SettingsResponse { valid: false, message: Some(format!("{rule}: {message}")) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Identities, Setting};

    /// A rule with one setting.
    #[derive(Default)]
    struct Approvers(Identities);

    impl RuleSettings for Approvers {
        fn keys(&self) -> &'static [&'static str] {
            &["approvers"]
        }
        fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
            (key == "approvers").then(|| self.0.assign(json))
        }
    }

    #[test]
    fn errors_quote_only_the_beginning_of_what_is_long() {
        let long = "界".repeat(1 << 18);
        for (settings, quoted) in [
            (format!(r#"{{"{long}": true}}"#), true),
            (format!(r#"{{"enforcement": "{long}"}}"#), true),
            (format!(r#"{{"exempt": {{"{long}": []}}}}"#), true),
            (format!(r#"{{"exempt": {{"users": ["*{long}"]}}}}"#), true),
            (format!(r#"{{"exempt": {{"serviceAccounts": ["{long}"]}}}}"#), true),
            (format!(r#"{{"approval": {{"{long}": true}}}}"#), true),
            (format!(r#"{{"approval": {{"maxDuration": "{long}"}}}}"#), true),
            (format!(r#"{{"approvers": {{"{long}": []}}}}"#), true),
            (format!(r#"{{"approvers": {{"workloads": "{long}"}}}}"#), false),
            (format!(r#"{{"exempt": {{"users": "{long}"}}}}"#), false),
            (format!(r#"["{long}"]"#), false),
        ] {
            let answer = validate("some-rule", settings.as_bytes(), &mut Approvers::default());
            let message = answer.message.unwrap_or_default();
            assert!(!answer.valid && message.len() < 512, "{} bytes: {message:.80}", message.len());
            assert_eq!(message.contains("界…`"), quoted, "{message}");
        }
    }
}
