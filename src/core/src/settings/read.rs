//! Reading settings. Unknown keys are refused.

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
    /// Keys in addition to those, shared by all rules of its kind. Their errors name the key.
    fn shared(&self) -> &'static [&'static str] {
        &[]
    }
    /// Sets one key from JSON; `None` when there is no such key.
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

/// Reads a settings object: the common half is returned, the rule's own is put into `own`. Nothing and `null` mean
/// the defaults.
///
/// # Errors
/// One sentence that names the key and what to write instead.
pub fn read(json: Option<&str>, own: &mut dyn RuleSettings) -> Result<CommonSettings, String> {
    let mut common = CommonSettings::default();
    let Some(json) = json.filter(|j| !matches!(j.trim_ascii(), "" | "null")) else { return Ok(common) };
    let (keys, shared) = (own.keys(), own.shared());
    let known = || COMMON.iter().chain(keys).chain(shared);
    for (key, value) in &members("", json)?.0 {
        let json = value.get();
        if json == "null" && known().any(|known| known == &&**key) {
            continue;
        }
        match common.set(key, json) {
            Some(result) => result?,
            None => match own.set(key, json) {
                Some(result) if shared.contains(&&**key) => result?,
                Some(result) => result.map_err(|e| format!("`{key}`: {e}"))?,
                None => return Err(unknown(key, &mut known())),
            },
        }
    }
    Ok(common)
}

/// Answers Kubewarden's `validate_settings`.
pub fn validate(rule: &str, settings: &[u8], own: &mut dyn RuleSettings) -> SettingsResponse {
    validate_with(rule, settings, &mut |json| read(Some(json), own).map(|_| ()))
}

/// [`validate`] with another reader.
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
