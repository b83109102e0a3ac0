//! What the generators read beside the declarations.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::catalogue::{self, Row};
use crate::files::Result;

/// What the generators read beside the declarations.
pub struct Source {
    /// The catalogue.
    pub rows: Vec<Row>,
    /// The kinds of cluster that want a rule, by its id.
    pub profiles: BTreeMap<String, Vec<&'static str>>,
    /// Ids of the rules that are there: the folders of `policies/`.
    pub there: Vec<String>,
    /// Root of the workspace.
    pub root: PathBuf,
}

impl Source {
    /// Reads catalogue and profiles and lists the rules.
    ///
    /// # Errors
    /// A sentence with the file.
    pub fn load(root: &Path) -> Result<Source> {
        Ok(Source {
            rows: catalogue::load(root)?,
            profiles: catalogue::profiles(root)?,
            there: catalogue::rules_there(root)?,
            root: root.to_owned(),
        })
    }

    /// The kinds of cluster that want a rule.
    pub(super) fn kinds(&self, id: &str) -> &[&'static str] {
        self.profiles.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}
