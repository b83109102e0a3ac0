//! The settings that every rule has. `docs/settings.md` documents them for users.

use crate::finding::Level;
use crate::language::Language;
use crate::time;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use redline_json::{self as json, Fields};
use redline_text::truncate_for_display;

use super::suggest::unknown;
use super::value::{Setting, patterns};

pub(super) const COMMON: &[&str] = &["enforcement", "language", "exemptDefaults", "exempt", "approval"];
const EXEMPT: &[&str] = &["users", "groups", "serviceAccounts", "workloads", "namespaces", "objects"];
const APPROVAL: &[&str] = &["enabled", "maxDuration", "requireReason"];

/// How strict the response to findings is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Enforcement {
    /// Every request is allowed; findings are written to the audit annotations only.
    Audit,
    /// Every request is allowed; every finding is a warning.
    Warn,
    /// Findings of level [`Level::Deny`] deny the request, others warn.
    #[default]
    Deny,
    /// Every finding denies the request.
    Strict,
}

impl Enforcement {
    /// Whether a finding of this level denies the request.
    pub fn denies(self, level: Level) -> bool {
        match self {
            Enforcement::Audit | Enforcement::Warn => false,
            Enforcement::Deny => level == Level::Deny,
            Enforcement::Strict => true,
        }
    }
}

/// Who and what is exempt, in addition to the rule's built-in exemptions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exempt {
    /// User names of the requester; exact, or one trailing `*`.
    pub users: Vec<String>,
    /// Groups of the requester; exact, or one trailing `*`.
    pub groups: Vec<String>,
    /// Service account of the requester: `namespace/name` or `namespace/*`.
    pub service_accounts: Vec<String>,
    /// Service account that a pod runs as: `namespace/serviceAccountName` or `namespace/*`.
    pub workloads: Vec<String>,
    /// Namespace of the object; exact, or one trailing `*`.
    pub namespaces: Vec<String>,
    /// The object: `namespace/name`, or `name` if it is cluster-scoped; exact, or one trailing `*`.
    pub objects: Vec<String>,
}

/// Two-step confirmation by annotations on the object.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// Whether approvals count.
    pub enabled: bool,
    /// The longest remaining time of an approval that counts, in seconds.
    pub max_seconds: i64,
    /// Whether an approval counts only with a reason.
    pub require_reason: bool,
}

impl Default for Approval {
    fn default() -> Self {
        Approval { enabled: false, max_seconds: 24 * 3600, require_reason: true }
    }
}

/// The settings that every rule has.
#[derive(Debug, Clone, PartialEq)]
pub struct CommonSettings {
    /// How strict the response to findings is.
    pub enforcement: Enforcement,
    /// The language of messages.
    pub language: Language,
    /// Whether the rule's built-in exemptions apply.
    pub exempt_defaults: bool,
    /// Exemptions in addition to the built-in ones.
    pub exempt: Exempt,
    /// Two-step confirmation.
    pub approval: Approval,
}

impl Default for CommonSettings {
    fn default() -> Self {
        CommonSettings {
            enforcement: Enforcement::default(),
            language: Language::default(),
            exempt_defaults: true,
            exempt: Exempt::default(),
            approval: Approval::default(),
        }
    }
}

/// The index in `words` of the word in `json`; an error that names `path` for anything else.
fn one_of(path: &str, json: &str, words: &[&str]) -> Result<usize, String> {
    let given = String::read(json).ok();
    if let Some(at) = words.iter().position(|word| given.as_deref() == Some(word)) {
        return Ok(at);
    }
    let mut all = String::new();
    for word in words {
        all.push_str(if all.is_empty() { "" } else { ", " });
        all.push_str(word);
    }
    Err(match given {
        Some(given) => format!("`{path}`: `{}` is not one of {all}", truncate_for_display(&given)),
        None => format!("`{path}`: expected one of {all}"),
    })
}

/// The members of the JSON object at `path`, which is empty for the settings as a whole.
pub(super) fn members<'a>(path: &str, json: &'a str) -> Result<Fields<'a>, String> {
    json::read(json).map_err(|_| {
        if path.is_empty() {
            "settings: expected an object".to_owned()
        } else {
            format!("`{path}`: expected an object")
        }
    })
}

impl CommonSettings {
    /// Sets one of the common settings from JSON; `None` if there is no such key.
    pub(super) fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        Some(match key {
            "enforcement" => {
                use Enforcement::*;
                one_of(key, json, &["audit", "warn", "deny", "strict"])
                    .map(|at| self.enforcement = [Audit, Warn, Deny, Strict][at & 3])
            }
            "language" => {
                use Language::*;
                one_of(key, json, &["en", "zh", "both"]).map(|at| self.language = [En, Zh, Both, Both][at & 3])
            }
            "exemptDefaults" => bool::read(json).map(|v| self.exempt_defaults = v).map_err(|e| format!("`{key}`: {e}")),
            "exempt" => self.set_exempt(json),
            "approval" => self.set_approval(json),
            _ => return None,
        })
    }

    fn set_exempt(&mut self, json: &str) -> Result<(), String> {
        for (key, value) in &members("exempt", json)?.0 {
            let path = format!("exempt.{key}");
            let (field, what) = match &**key {
                "users" => (&mut self.exempt.users, "a user name"),
                "groups" => (&mut self.exempt.groups, "a group"),
                "serviceAccounts" => (&mut self.exempt.service_accounts, "namespace/name or namespace/*"),
                "workloads" => (&mut self.exempt.workloads, "namespace/serviceAccountName or namespace/*"),
                "namespaces" => (&mut self.exempt.namespaces, "a namespace"),
                "objects" => (&mut self.exempt.objects, "an object"),
                _ => return Err(unknown(&path, &mut EXEMPT.iter())),
            };
            *field = patterns(&path, value.get(), what)?;
        }
        Ok(())
    }

    fn set_approval(&mut self, json: &str) -> Result<(), String> {
        for (key, value) in &members("approval", json)?.0 {
            let path = format!("approval.{key}");
            let fail = |e: String| format!("`{path}`: {e}");
            match &**key {
                "enabled" => self.approval.enabled = bool::read(value.get()).map_err(fail)?,
                "requireReason" => self.approval.require_reason = bool::read(value.get()).map_err(fail)?,
                "maxDuration" => {
                    let text = String::read(value.get()).map_err(fail)?;
                    self.approval.max_seconds = time::seconds(&text).ok_or_else(|| {
                        format!("`{path}`: `{}` is not a duration such as 30m or 24h", truncate_for_display(&text))
                    })?;
                }
                _ => return Err(unknown(&path, &mut APPROVAL.iter())),
            }
        }
        Ok(())
    }
}
