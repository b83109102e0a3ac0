//! The file of the option `--inventory`.

use redline_core::settings;
use redline_input::yaml;
use serde_json::{Map, Value};

use crate::error::CliError;
use crate::files::read;
use crate::language::tr;
use crate::rule_docs::RULE_DOCS;
use crate::translation;

/// Reads an inventory: ids by the name of their list.
///
/// # Errors
/// A file that cannot be read, or a list that no rule knows, with a similar name.
pub(crate) fn load(file: &str) -> Result<Map<String, Value>, CliError> {
    let inventory = yaml::single::<Map<String, Value>>(&read(file)?, file)?;
    check(&inventory).map_err(|problem| tr!("{file}: {problem}", "{file}：{problem}"))?;
    Ok(inventory)
}

/// Refuses names that no rule knows, because such a list would silently match nothing.
pub(crate) fn check(inventory: &Map<String, Value>) -> Result<(), String> {
    let known: Vec<&'static str> = RULE_DOCS.inventory.iter().map(|setting| &*setting.name).collect();
    if known.is_empty() {
        return Ok(());
    }
    if let Some(key) = inventory.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(translation::of_settings(&settings::unknown(key, &mut known.iter())));
    }
    let is_list = |ids: &Value| ids.is_null() || ids.as_array().is_some_and(|ids| ids.iter().all(Value::is_string));
    if let Some((key, _)) = inventory.iter().find(|(key, ids)| !NO_LISTS.contains(&key.as_str()) && !is_list(ids)) {
        return Err(translation::of_settings(&format!("`{key}`: expected a list of strings")));
    }
    let lists: Vec<&'static str> = known.into_iter().filter(|name| !NO_LISTS.contains(name)).collect();
    let complete = inventory.get("complete").and_then(Value::as_array).into_iter().flatten().enumerate();
    let mut named = complete.filter_map(|(index, name)| Some((index, name.as_str()?)));
    match named.find(|(_, name)| !lists.contains(name)) {
        Some((index, name)) => {
            let reason = settings::unknown(name, &mut lists.iter());
            Err(translation::of_settings(&format!("`complete[{index}]`: {reason}")))
        }
        None => Ok(()),
    }
}

/// Settings of an inventory that hold no ids.
const NO_LISTS: [&str; 3] = ["clusterId", "complete", "asOf"];
