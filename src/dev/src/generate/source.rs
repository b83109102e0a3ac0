//! The input of the generators, apart from the declarations of the rules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::catalogue;
use crate::files::Result;

/// The input of the generators, apart from the declarations of the rules.
pub struct Source {
    /// For each rule id, the kinds of cluster that the rule is for.
    pub profiles: BTreeMap<String, Vec<&'static str>>,
    /// The ids of all rules, from the folders in `policies/`.
    pub rule_ids: Vec<String>,
    /// The root of the workspace.
    pub root: PathBuf,
}

impl Source {
    /// Reads the profiles, and lists the rules.
    ///
    /// # Errors
    /// One sentence with the file.
    pub fn load(root: &Path) -> Result<Source> {
        Ok(Source { profiles: catalogue::profiles(root)?, rule_ids: catalogue::rule_ids(root)?, root: root.to_owned() })
    }

    /// The kinds of cluster that the rule with this id is for.
    pub(super) fn kinds(&self, id: &str) -> &[&'static str] {
        self.profiles.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}
