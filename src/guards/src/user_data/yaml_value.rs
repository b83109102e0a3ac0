//! Values of YAML.

use alloc::string::String;
use alloc::vec::Vec;

/// A value of YAML. Scalars are texts, whatever their type.
#[derive(Debug, PartialEq)]
pub(super) enum YamlValue {
    Text(String),
    List(Vec<YamlValue>),
    Map(Vec<(String, YamlValue)>),
}

impl YamlValue {
    /// The value of a key; `None` if it is absent, or if this is not a map.
    pub(super) fn get(&self, key: &str) -> Option<&YamlValue> {
        match self {
            YamlValue::Map(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The items of a list; empty if this is not a list.
    pub(super) fn items(&self) -> &[YamlValue] {
        match self {
            YamlValue::List(items) => items,
            _ => &[],
        }
    }

    /// The text; empty if this is not a text.
    pub(super) fn text(&self) -> &str {
        match self {
            YamlValue::Text(text) => text,
            _ => "",
        }
    }
}
