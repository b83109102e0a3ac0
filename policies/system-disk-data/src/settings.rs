//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug)]
pub struct Settings {
    /// Directories in which nodes mount data disks.
    pub data_disk_paths: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { data_disk_paths: Vec::from(["/mnt".to_owned()]) }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["dataDiskPaths"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "dataDiskPaths" => Some(self.data_disk_paths.assign(json)),
            _ => None,
        }
    }
}
