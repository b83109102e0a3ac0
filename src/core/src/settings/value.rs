//! The types of a rule's own settings.

use crate::language::Bilingual;
use crate::pattern::{first_match, service_account};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use redline_json::{self as json, Fields, List, Slot, Str, write};
use redline_text::{contains_any, truncate_for_display, until};

use super::suggest::unknown;

/// The description of one setting, for documentation and schema.
#[derive(Debug)]
pub struct SettingField {
    /// The key, in camelCase.
    pub name: &'static str,
    /// What the setting does.
    pub doc: Bilingual,
    /// The type.
    pub ty: SettingType,
    /// Returns the default as JSON.
    pub default: fn() -> String,
}

/// The type of a rule's own setting, for schema and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingType {
    /// `true` or `false`.
    Boolean,
    /// A string.
    String,
    /// A list of strings.
    Strings,
    /// `true`, or a list of strings.
    TrueOrStrings,
    /// Users, groups and service accounts.
    Identities,
}

/// A type that a rule's own setting can have.
pub trait Setting: Sized {
    /// The type in schema and documentation.
    const TYPE: SettingType;
    /// Reads the value from JSON.
    ///
    /// # Errors
    /// One sentence that says what was expected.
    fn read(json: &str) -> Result<Self, String>;
    /// Writes the value as JSON.
    fn to_json(&self) -> String;
    /// Replaces this value by the one in `json`.
    ///
    /// # Errors
    /// The errors of [`Setting::read`]; the value is then unchanged.
    fn assign(&mut self, json: &str) -> Result<(), String> {
        Self::read(json).map(|value| *self = value)
    }
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
        let mut json = String::new();
        write::string(&mut json, self);
        json
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
        let mut json = String::new();
        write::list(&mut json, self, |json, text| write::string(json, text));
        json
    }
}

/// Users, groups and service accounts that a rule's own setting names, with the patterns of the common setting `exempt`.
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
    /// Whether they include a user: by name, by one of the groups, or as a service account.
    pub fn contain<'g>(&self, username: &str, mut groups: impl Iterator<Item = &'g str>) -> bool {
        let account = service_account(username);
        first_match(&self.users, username).is_some()
            || groups.any(|group| first_match(&self.groups, group).is_some())
            || account.is_some_and(|account| first_match(&self.service_accounts, &account).is_some())
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

/// Reads the list of patterns at `path`. `what` says in an error what an item is; if it begins with `namespace/`, every item
/// needs a slash. A `*` is allowed only at the end of an item, because it would silently match nothing anywhere else.
///
/// # Errors
/// One sentence that names the item and says what to write instead.
pub fn patterns(path: &str, json: &str, what: &str) -> Result<Vec<String>, String> {
    let list = Vec::<String>::read(json).map_err(|e| format!("`{path}`: {e}"))?;
    for (i, item) in list.iter().enumerate() {
        let (at, shown) = (|| format!("`{path}[{i}]`"), || truncate_for_display(item));
        if item.trim_ascii().is_empty() {
            return Err(format!("{}: is empty; expected {what}", at()));
        }
        if until(item, "*") + 1 < item.len() {
            return Err(format!("{}: `{}` has a `*` that is not at the end", at(), shown()));
        }
        if what.starts_with("namespace/") && !contains_any(item, "/") {
            return Err(format!("{}: `{}` is not of the form {what}", at(), shown()));
        }
    }
    Ok(list)
}
