//! The inventory itself: lists of ids, and how they are written as YAML.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The resources of one cluster, as the option `--inventory` takes them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Id of the cluster.
    pub cluster_id: String,
    /// Ids by the name of the setting that takes them.
    pub lists: BTreeMap<&'static str, BTreeSet<String>>,
    /// Ids of lists that may be incomplete: controllers in the cluster create such resources, too.
    pub partial: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Why a document cannot be added to an inventory.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InventoryError {
    /// The document has none of the known forms.
    #[error(
        "expected the output of `terraform show -json`, or a reply of DescribeClusterDetail, DescribeClusterResources, \
         DescribeClusterNodePools or DescribeClusterNodes"
    )]
    Unrecognised,
    /// The document describes several clusters, and none was chosen.
    #[error("describes more than one cluster, {0} and {1}; choose one with `--cluster`")]
    SeveralClusters(String, String),
}

impl Inventory {
    /// Adds an id to a list; nothing where there is no id.
    pub(super) fn add(&mut self, list: &'static str, id: Option<&Value>) {
        if let Some(id) = id.and_then(Value::as_str).filter(|id| !id.is_empty()) {
            self.lists.entry(list).or_default().insert(id.to_owned());
        }
    }

    /// Adds an id to a list that may be incomplete.
    pub(super) fn add_partial(&mut self, list: &'static str, id: Option<&Value>) {
        if let Some(id) = id.and_then(Value::as_str).filter(|id| !id.is_empty()) {
            self.partial.entry(list).or_default().insert(id.to_owned());
        }
    }

    /// Whether `cluster` is the cluster of this inventory. An inventory without a cluster takes the first one it is called with.
    pub(super) fn is_of(&mut self, cluster: &str) -> bool {
        if self.cluster_id.is_empty() {
            self.cluster_id = cluster.to_owned();
        }
        self.cluster_id == cluster
    }

    /// The inventory as YAML. Rules take a list as complete, so lists that may be incomplete are comments.
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        if !self.cluster_id.is_empty() {
            out.push_str(&format!("clusterId: {}\n", Value::from(self.cluster_id.as_str())));
        }
        for (list, ids) in &self.lists {
            out.push_str(&format!("{list}:\n"));
            ids.iter().for_each(|id| out.push_str(&format!("  - {}\n", Value::from(id.as_str()))));
        }
        let partial: Vec<_> = self.partial.iter().filter(|(list, _)| !self.lists.contains_key(*list)).collect();
        if !partial.is_empty() {
            out.push_str("# Rules take a list as complete, and Terraform does not know all of these. Add the rest, then uncomment.\n");
        }
        for (list, ids) in partial {
            out.push_str(&format!("# {list}:\n"));
            ids.iter().for_each(|id| out.push_str(&format!("#   - {}\n", Value::from(id.as_str()))));
        }
        out
    }
}
