//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug)]
pub struct Settings {
    /// Names of the StorageClasses of cloud disks; exact, or with one trailing `*`.
    pub disk_storage_classes: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { disk_storage_classes: Vec::from(["alicloud-disk-*".to_owned()]) }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["diskStorageClasses"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "diskStorageClasses" => Some(self.disk_storage_classes.assign(json)),
            _ => None,
        }
    }
}
