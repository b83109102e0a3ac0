//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug)]
pub struct Settings {
    /// Directories in which nodes mount data disks.
    pub data_disk_paths: Vec<String>,
    /// Names of the StorageClasses whose volumes are directories on nodes; exact, or with one trailing `*`.
    pub node_storage_classes: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            data_disk_paths: Vec::from(["/mnt".to_owned()]),
            node_storage_classes: Vec::from(["local-path".to_owned(), "openebs-hostpath".to_owned()]),
        }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["dataDiskPaths", "nodeStorageClasses"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "dataDiskPaths" => Some(self.data_disk_paths.assign(json)),
            "nodeStorageClasses" => Some(self.node_storage_classes.assign(json)),
            _ => None,
        }
    }
}
