//! Settings: the block common to all rules, and the rule's own beside it. Unknown keys are refused.

use crate::declare::Declaration;
use crate::finding::Level;
use crate::identity;
use crate::json::{self, Fields, List, Slot, Str};
use crate::response::SettingsResponse;
use crate::time;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How findings become an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Enforcement {
    /// Audit annotations only.
    Audit,
    /// Denials become warnings.
    Warn,
    /// As found.
    #[default]
    Deny,
    /// Warnings become denials.
    Strict,
}

impl Enforcement {
    /// Whether a finding of this level is a refusal.
    pub(crate) fn denies(self, level: Level) -> bool {
        match self {
            Enforcement::Audit | Enforcement::Warn => false,
            Enforcement::Deny => level == Level::Deny,
            Enforcement::Strict => true,
        }
    }
}

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

/// Who and what is let through, beside the rule's built-in exemptions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exempt {
    /// User names of the requester; exact, or one trailing `*`.
    pub users: Vec<String>,
    /// Groups of the requester; exact, or one trailing `*`.
    pub groups: Vec<String>,
    /// Service accounts of the requester: `namespace/name` or `namespace/*`.
    pub service_accounts: Vec<String>,
    /// Accounts that pods run as: `namespace/serviceAccountName` or `namespace/*`.
    pub workloads: Vec<String>,
    /// Namespaces of the object.
    pub namespaces: Vec<String>,
    /// Objects: `namespace/name`, or `name` for cluster-scoped ones.
    pub objects: Vec<String>,
}

/// Two-step confirmation.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// Whether approvals count at all.
    pub enabled: bool,
    /// The longest an approval may still run, in seconds.
    pub max_seconds: i64,
    /// Whether a reason must be given.
    pub require_reason: bool,
}

impl Default for Approval {
    fn default() -> Self {
        Approval { enabled: false, max_seconds: 24 * 3600, require_reason: true }
    }
}

/// The settings that every rule has.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// How findings become an answer.
    pub enforcement: Enforcement,
    /// The language of messages.
    pub language: Language,
    /// Whether the rule's built-in exemptions hold.
    pub exempt_defaults: bool,
    /// Exemptions beside the built-in ones.
    pub exempt: Exempt,
    /// Two-step confirmation.
    pub approval: Approval,
}

impl Default for Common {
    fn default() -> Self {
        Common {
            enforcement: Enforcement::default(),
            language: Language::default(),
            exempt_defaults: true,
            exempt: Exempt::default(),
            approval: Approval::default(),
        }
    }
}

/// The type of a rule's own setting, for schema and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingType {
    /// `true` or `false`.
    Boolean,
    /// A text.
    String,
    /// A list of texts.
    Strings,
    /// Users, groups and service accounts.
    Identities,
}

/// A type that a rule's own setting can have.
pub trait Setting: Sized {
    /// How schema and documentation call it.
    const TYPE: SettingType;
    /// Reads the value; the error says what was expected.
    fn read(json: &str) -> Result<Self, String>;
    /// Writes the value as JSON.
    fn to_json(&self) -> String;
}

fn read_as<'a, T: Slot<'a>>(json: &'a str) -> Result<T, String> {
    json::read(json).map_err(|_| format!("expected {}", T::shape().name()))
}

impl Setting for bool {
    const TYPE: SettingType = SettingType::Boolean;
    fn read(json: &str) -> Result<Self, String> {
        read_as(json)
    }
    fn to_json(&self) -> String {
        self.to_string()
    }
}

impl Setting for String {
    const TYPE: SettingType = SettingType::String;
    fn read(json: &str) -> Result<Self, String> {
        read_as::<Str<'_>>(json).map(|s| s.0.into_owned())
    }
    fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Setting for Vec<String> {
    const TYPE: SettingType = SettingType::Strings;
    fn read(json: &str) -> Result<Self, String> {
        match json::read::<List<Str<'_>>>(json) {
            Ok(list) => Ok(list.0.into_iter().map(|s| s.0.into_owned()).collect()),
            Err(_) => Err("expected a list of strings".to_owned()),
        }
    }
    fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// People and programs that a rule's own setting names; patterns as in `exempt`.
#[derive(Debug, Default)]
pub struct Identities {
    /// User names.
    pub users: Vec<String>,
    /// Groups.
    pub groups: Vec<String>,
    /// Service accounts, as `namespace/name`.
    pub service_accounts: Vec<String>,
}

const IDENTITIES: &[&str] = &["users", "groups", "serviceAccounts"];

impl Identities {
    /// Whether somebody is among them.
    pub fn contain(&self, user: &crate::request::UserInfo<'_>) -> bool {
        let account = identity::service_account(&user.username);
        identity::any(&self.users, &user.username).is_some()
            || user.groups.iter().any(|group| identity::any(&self.groups, group).is_some())
            || account.is_some_and(|account| identity::any(&self.service_accounts, &account).is_some())
    }
}

impl Setting for Identities {
    const TYPE: SettingType = SettingType::Identities;
    fn read(json: &str) -> Result<Self, String> {
        let fields: Fields<'_> = json::read(json).map_err(|_| "expected an object".to_owned())?;
        let mut read = Identities::default();
        for (key, value) in &fields.0 {
            let (list, what) = match &**key {
                "users" => (&mut read.users, "a user name"),
                "groups" => (&mut read.groups, "a group"),
                "serviceAccounts" => (&mut read.service_accounts, "namespace/name or namespace/*"),
                _ => return Err(unknown(key, &mut IDENTITIES.iter())),
            };
            *list = patterns(key, value.get(), what)?;
        }
        Ok(read)
    }
    fn to_json(&self) -> String {
        let list = |list: &Vec<String>| list.to_json();
        let (users, groups, accounts) = (list(&self.users), list(&self.groups), list(&self.service_accounts));
        format!(r#"{{"users":{users},"groups":{groups},"serviceAccounts":{accounts}}}"#)
    }
}

/// A rule's own settings; implemented by [`rule!`](crate::rule).
pub trait RuleSettings {
    /// Keys beside those that the rule declares, shared by all rules of its kind. Their errors name the key.
    fn shared(&self) -> &'static [&'static str] {
        &[]
    }
    /// Sets one key from JSON; `None` when there is no such key.
    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>>;
}

const COMMON: &[&str] = &["enforcement", "language", "exemptDefaults", "exempt", "approval"];
const EXEMPT: &[&str] = &["users", "groups", "serviceAccounts", "workloads", "namespaces", "objects"];
const APPROVAL: &[&str] = &["enabled", "maxDuration", "requireReason"];

/// How many bytes to add, drop or change to make one key of another, capitals aside.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let change = diagonal + usize::from(!x.eq_ignore_ascii_case(&y));
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

pub(crate) fn unknown(path: &str, known: &mut dyn Iterator<Item = &&'static str>) -> String {
    let dot = path.bytes().rposition(|b| b == b'.');
    let key = dot.and_then(|dot| path.get(dot + 1..)).unwrap_or(path);
    let (mut least, mut best, mut all) = (2.max(key.len() / 3) + 1, "", String::new());
    for word in known {
        let distance = distance(key, word);
        if distance < least {
            (least, best) = (distance, word);
        }
        all = if all.is_empty() { (*word).to_owned() } else { [&*all, ", ", word].concat() };
    }
    match best {
        "" => format!("unknown setting `{path}`, known are {all}"),
        _ => format!("unknown setting `{path}`, did you mean `{best}`?"),
    }
}

/// Which of the words was given.
fn one_of(path: &str, json: &str, words: &[&str]) -> Result<usize, String> {
    let given = String::read(json).ok();
    if let Some(at) = words.iter().position(|word| given.as_deref() == Some(word)) {
        return Ok(at);
    }
    let words = words.join(", ");
    Err(match given {
        Some(given) => format!("`{path}`: `{given}` is not one of {words}"),
        None => format!("`{path}`: expected one of {words}"),
    })
}

fn members<'a>(path: &str, json: &'a str) -> Result<Fields<'a>, String> {
    json::read(json).map_err(|_| {
        if path.is_empty() {
            "settings: expected an object".to_owned()
        } else {
            format!("`{path}`: expected an object")
        }
    })
}

/// A pattern with a `*` anywhere but at the end would quietly match nothing.
pub(crate) fn patterns(path: &str, json: &str, what: &str) -> Result<Vec<String>, String> {
    let list = Vec::<String>::read(json).map_err(|e| format!("`{path}`: {e}"))?;
    for (i, item) in list.iter().enumerate() {
        let at = || format!("`{path}[{i}]`");
        if item.trim_ascii().is_empty() {
            return Err(format!("{}: is empty; expected {what}", at()));
        }
        if item.find('*').is_some_and(|star| star + 1 != item.len()) {
            return Err(format!("{}: `{item}` has a `*` that is not at the end", at()));
        }
        if what.starts_with("namespace/") && !item.contains('/') {
            return Err(format!("{}: `{item}` is not of the form {what}", at()));
        }
    }
    Ok(list)
}

impl Common {
    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
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
                    self.approval.max_seconds = time::seconds(&text)
                        .ok_or_else(|| format!("`{path}`: `{text}` is not a duration such as 30m or 24h"))?;
                }
                _ => return Err(unknown(&path, &mut APPROVAL.iter())),
            }
        }
        Ok(())
    }
}

/// Reads a settings object: the common half is returned, the rule's own is put into `own`. Nothing and `null` mean
/// the defaults.
///
/// # Errors
/// One sentence that names the key and what to write instead.
pub fn read(rule: &Declaration, json: Option<&str>, own: &mut dyn RuleSettings) -> Result<Common, String> {
    let mut common = Common::default();
    let Some(json) = json.filter(|j| !matches!(j.trim_ascii(), "" | "null")) else { return Ok(common) };
    let shared = own.shared();
    let known = || COMMON.iter().chain(rule.settings).chain(shared);
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
pub fn validate(rule: &Declaration, settings: &[u8], own: &mut dyn RuleSettings) -> SettingsResponse {
    validate_with(rule, settings, &mut |json| read(rule, Some(json), own).map(|_| ()))
}

/// [`validate`] with another reader.
pub(crate) fn validate_with(
    rule: &Declaration,
    settings: &[u8],
    read: &mut dyn FnMut(&str) -> Result<(), String>,
) -> SettingsResponse {
    match core::str::from_utf8(settings).map_err(|_| "settings: not valid UTF-8".to_owned()).and_then(read) {
        Ok(()) => SettingsResponse { valid: true, message: None },
        Err(message) => SettingsResponse { valid: false, message: Some(format!("{}: {message}", rule.id)) },
    }
}
