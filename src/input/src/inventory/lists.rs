//! The inventory itself: lists of ids by cluster, what is known about their completeness, and how it is written as YAML.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

/// Why a document cannot be added to an inventory, or an inventory cannot be written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InventoryError {
    /// The document has none of the known forms.
    #[error(
        "expected the output of `terraform show -json`, a reply of DescribeClusterDetail, DescribeClusterResources, \
         DescribeClusterNodePools or DescribeClusterNodes, or the output of `kubectl get ... -o json`"
    )]
    Unrecognised,
    /// The documents describe several clusters, and none was chosen.
    #[error(
        "describes more than one cluster, {0} and {1}; choose with `--cluster`, once for each cluster that you want"
    )]
    SeveralClusters(String, String),
}

/// The resources of one cluster.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Lists {
    /// Ids by the name of the setting that takes them.
    pub(super) ids: BTreeMap<&'static str, BTreeSet<String>>,
    /// Lists of which the source has all items.
    pub(super) complete: BTreeSet<&'static str>,
    /// Lists that a source gives page by page: the names of the items so far, and how many there are.
    pub(super) pages: BTreeMap<&'static str, (BTreeSet<String>, usize)>,
}

/// The resources of clusters, as the option `--inventory` takes them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The clusters that the user chose; empty for the only one there is.
    pub(super) chosen: Vec<String>,
    pub(super) clusters: BTreeMap<String, Lists>,
    /// What replies list that do not name their cluster.
    pub(super) unassigned: Lists,
}

impl Lists {
    /// Adds an id to a list; nothing where there is no id.
    pub(super) fn add(&mut self, list: &'static str, id: Option<&Value>) {
        self.add_text(list, id.and_then(Value::as_str).unwrap_or_default());
    }

    /// Adds an id to a list; nothing where it is empty.
    pub(super) fn add_text(&mut self, list: &'static str, id: &str) {
        if !id.is_empty() {
            self.ids.entry(list).or_default().insert(id.to_owned());
        }
    }

    /// Adds the ids in a list of texts.
    pub(super) fn add_all(&mut self, list: &'static str, ids: Option<&Value>) {
        ids.and_then(Value::as_array).into_iter().flatten().for_each(|id| self.add(list, Some(id)));
    }

    /// Notes which items of a list a reply has, and how many there are in all. A page that is given twice counts once.
    pub(super) fn page(&mut self, list: &'static str, items: impl IntoIterator<Item = String>, total: usize) {
        let page = self.pages.entry(list).or_default();
        page.0.extend(items);
        page.1 = page.1.max(total);
    }

    /// Whether a reply leaves items of a list out.
    fn lacks_pages(&self, list: &str) -> bool {
        self.pages.get(list).is_some_and(|(items, total)| items.len() < *total)
    }

    fn merge(&mut self, other: &Lists) {
        for (list, ids) in &other.ids {
            self.ids.entry(list).or_default().extend(ids.iter().cloned());
        }
        self.complete.extend(&other.complete);
        for (list, (items, total)) in &other.pages {
            self.page(list, items.iter().cloned(), *total);
        }
    }

    /// The ids of these lists that are among `ids`.
    pub(crate) fn containing<'l>(&'l self, ids: &HashSet<&str>) -> BTreeMap<&'static str, BTreeSet<&'l str>> {
        let among = |list: &'l BTreeSet<String>| -> BTreeSet<&'l str> {
            list.iter().map(String::as_str).filter(|id| ids.contains(id)).collect()
        };
        self.ids.iter().map(|(list, all)| (*list, among(all))).filter(|(_, ids)| !ids.is_empty()).collect()
    }
}

impl Inventory {
    /// The lists of a cluster; those of no cluster where the id is empty.
    pub(super) fn of(&mut self, cluster: &str) -> &mut Lists {
        match cluster {
            "" => &mut self.unassigned,
            id => self.clusters.entry(id.to_owned()).or_default(),
        }
    }

    /// An inventory of the clusters with these ids; of the only one that there is where none is given.
    pub fn of_clusters(chosen: Vec<String>) -> Inventory {
        Inventory { chosen, ..Inventory::default() }
    }

    /// Whether it has no resource of the clusters that were chosen.
    pub fn is_empty(&self) -> bool {
        let wanted = |id: &String| self.chosen.is_empty() || self.chosen.contains(id);
        let mut lists = self.clusters.iter().filter(|(id, _)| wanted(id)).map(|(_, lists)| lists);
        self.unassigned.ids.is_empty() && lists.all(|lists| lists.ids.is_empty())
    }

    /// The inventory as YAML. Lists of which pages are missing are comments: what a rule finds on them is certain, but
    /// such a list is more likely a mistake than what the user wants. `as_of` is when the sources were read, in UTC.
    ///
    /// # Errors
    /// Several clusters, and none chosen.
    pub fn yaml(&self, as_of: &str) -> Result<String, InventoryError> {
        let wanted: Vec<&String> = match self.chosen.is_empty() {
            true => self.clusters.keys().collect(),
            false => self.chosen.iter().collect(),
        };
        if let ([first, second, ..], true) = (wanted.as_slice(), self.chosen.is_empty()) {
            return Err(InventoryError::SeveralClusters((*first).clone(), (*second).clone()));
        }
        let mut all = self.unassigned.clone();
        for lists in wanted.iter().filter_map(|id| self.clusters.get(*id)) {
            // A list is complete for several clusters if it is for each of them.
            let before = (all.complete.clone(), all.ids.is_empty());
            all.merge(lists);
            if wanted.len() > 1 && !before.1 {
                all.complete = before.0.intersection(&lists.complete).copied().collect();
            }
        }
        let mut out = String::new();
        match wanted.as_slice() {
            [] => {}
            [id] => out.push_str(&format!("clusterId: {}\n", Value::from(id.as_str()))),
            ids => {
                out.push_str("clusters:\n");
                ids.iter().for_each(|id| out.push_str(&format!("  - {}\n", Value::from(id.as_str()))));
            }
        }
        if !as_of.is_empty() {
            out.push_str(&format!("asOf: {}\n", Value::from(as_of)));
        }
        let complete: Vec<&str> = all.complete.iter().copied().filter(|list| !all.lacks_pages(list)).collect();
        if !complete.is_empty() {
            out.push_str(&format!("complete: [{}]\n", complete.join(", ")));
        }
        for (list, ids) in &all.ids {
            let (mark, note) = match all.pages.get(list) {
                Some((items, total)) if items.len() < *total => {
                    ("# ", format!("# {} of {total}; give the replies with the other pages, too\n", items.len()))
                }
                _ => ("", String::new()),
            };
            out.push_str(&format!("{note}{mark}{list}:\n"));
            ids.iter().for_each(|id| out.push_str(&format!("{mark}  - {}\n", Value::from(id.as_str()))));
        }
        Ok(out)
    }

    /// What is missing: lists of which pages were not given, each with the items there and in all.
    pub fn missing_pages(&self) -> Vec<(&'static str, usize, usize)> {
        let all = self.clusters.values().chain([&self.unassigned]);
        let pages = all.flat_map(|lists| &lists.pages).filter(|(_, (items, total))| items.len() < *total);
        pages.map(|(list, (items, total))| (*list, items.len(), *total)).collect()
    }
}
