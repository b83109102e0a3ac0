//! The file of the option `--inventory`.

use redline_core::settings;
use redline_input::yaml;
use serde_json::{Map, Value};

use crate::error::CliError;
use crate::files::read;
use crate::rule_docs::RULE_DOCS;

/// Reads an inventory: ids by the name of their list.
///
/// # Errors
/// A file that cannot be read, or a list that no rule knows, with a similar name.
pub(crate) fn load(file: &str) -> Result<Map<String, Value>, CliError> {
    let inventory = yaml::single::<Map<String, Value>>(&read(file)?, file)?;
    check(&inventory).map_err(|problem| format!("{file}: {problem}"))?;
    Ok(inventory)
}

/// Refuses names that no rule knows, because such a list would silently match nothing.
pub(crate) fn check(inventory: &Map<String, Value>) -> Result<(), String> {
    let known: Vec<&'static str> = RULE_DOCS.inventory.iter().map(|setting| &*setting.name).collect();
    match inventory.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) if !known.is_empty() => Err(settings::unknown(key, &mut known.iter())),
        _ => Ok(()),
    }
}
