//! Writes RAM policies that deny the calls that the cloud rules check, from the same tables.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The calls that the cloud rules check, generated from their tables.
const ACTIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/cloud-actions.json"));

/// The kind of policy to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A custom RAM policy, attached to users, groups and roles. It does not touch ACK's service roles.
    Ram,
    /// A control policy of a Resource Directory. It applies to everybody in an account, so it exempts those roles.
    Control,
}

impl Kind {
    /// The most characters that a document may have (RAM documentation, "Limits"; Resource Management documentation,
    /// "Limits on control policies").
    pub(crate) fn limit(self) -> usize {
        match self {
            Kind::Ram => 6144,
            Kind::Control => 4096,
        }
    }
}

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Document {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    effect: &'static str,
    action: Vec<String>,
    resource: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<BTreeMap<&'static str, BTreeMap<&'static str, Vec<String>>>>,
}

/// The policies, and what they leave out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Policies {
    /// The documents, each within the limit.
    pub documents: Vec<Document>,
    /// Actions that no document denies, each with the list of the inventory that it needs; the empty string where the call
    /// names no resource that RAM knows.
    pub left_out: BTreeMap<String, String>,
}

/// Why the policies cannot be written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum PolicyError {
    /// There is no such cloud rule.
    #[error("no cloud rule `{0}`; there are {1}")]
    NoSuchRule(String, String),
    /// An id that RAM does not accept.
    #[error("`{list}`: `{id}` is not an id that a RAM policy can name")]
    Id {
        /// List of the inventory.
        list: String,
        /// The item.
        id: String,
    },
}

#[derive(Deserialize)]
struct Table {
    roles: Vec<String>,
    rules: BTreeMap<String, Vec<Call>>,
}

#[derive(Deserialize)]
struct Call {
    action: String,
    resource: Option<String>,
    list: Option<String>,
}

/// Writes policies that deny the actions of `rules` (all cloud rules when empty) on the resources of `inventory`, which
/// maps the lists of the settings to ids.
///
/// # Errors
/// A rule that is not there, or an item of the inventory that is no id.
pub(crate) fn policies(
    rules: &[String],
    inventory: &BTreeMap<String, Vec<String>>,
    kind: Kind,
) -> Result<Policies, PolicyError> {
    let table: Table = serde_json::from_str(ACTIONS).expect("generated and tested");
    if let Some(unknown) = rules.iter().find(|rule| !table.rules.contains_key(*rule)) {
        let known: Vec<&str> = table.rules.keys().map(String::as_str).collect();
        return Err(PolicyError::NoSuchRule(unknown.clone(), known.join(", ")));
    }
    // Actions by the resources that they are denied on.
    let mut denied: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let mut left_out = BTreeMap::new();
    let chosen = table.rules.iter().filter(|(id, _)| rules.is_empty() || rules.contains(id));
    for call in chosen.flat_map(|(_, calls)| calls) {
        match (&call.resource, &call.list) {
            (Some(resource), Some(list))
                if list == "roles" || inventory.get(list).is_some_and(|ids| !ids.is_empty()) =>
            {
                denied.entry((list.clone(), resource.clone())).or_default().insert(call.action.clone());
            }
            (_, list) => {
                left_out.insert(call.action.clone(), list.clone().unwrap_or_default());
            }
        }
    }
    for actions in denied.values() {
        left_out.retain(|action, _| !actions.contains(action));
    }
    let condition = (kind == Kind::Control).then(|| {
        let roles = table.roles.iter().map(|role| format!("acs:ram:*:*:role/{}", role.to_ascii_lowercase())).collect();
        BTreeMap::from([("StringNotLike", BTreeMap::from([("acs:PrincipalARN", roles)]))])
    });
    let mut statements = Vec::new();
    for ((list, prefix), actions) in denied {
        let ids = if list == "roles" { &table.roles } else { &inventory[&list] };
        let ids: BTreeSet<&String> = ids.iter().collect();
        if let Some(id) = ids.iter().find(|id| id.len() > 128 || id.is_empty() || id.contains(['"', '\\', '/', ' '])) {
            return Err(PolicyError::Id { list, id: (*id).clone() });
        }
        let statement = Statement {
            effect: "Deny",
            action: actions.into_iter().collect(),
            resource: ids.iter().map(|id| [&*prefix, id].concat()).collect(),
            condition: condition.clone(),
        };
        split(statement, kind, &mut statements);
    }
    Ok(Policies { documents: packed(statements, kind), left_out })
}

/// Splits a statement in halves until each part fits into a document.
fn split(statement: Statement, kind: Kind, out: &mut Vec<Statement>) {
    let fits = length(&Document { version: "1", statement: vec![statement.clone()] }) <= kind.limit();
    let half = |items: &[String]| {
        let (a, b) = items.split_at(items.len() / 2);
        [a.to_vec(), b.to_vec()]
    };
    if fits || (statement.action.len() < 2 && statement.resource.len() < 2) {
        out.push(statement);
    } else if statement.resource.len() >= statement.action.len() {
        half(&statement.resource)
            .into_iter()
            .for_each(|resource| split(Statement { resource, ..statement.clone() }, kind, out));
    } else {
        half(&statement.action)
            .into_iter()
            .for_each(|action| split(Statement { action, ..statement.clone() }, kind, out));
    }
}

/// Packs statements into documents, first fit.
fn packed(statements: Vec<Statement>, kind: Kind) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for statement in statements {
        let with = |document: &Document| {
            let mut larger = document.clone();
            larger.statement.push(statement.clone());
            larger
        };
        match documents.iter().position(|document| length(&with(document)) <= kind.limit()) {
            Some(at) => documents[at] = with(&documents[at]),
            None => documents.push(Document { version: "1", statement: vec![statement] }),
        }
    }
    documents
}

/// Characters of a document without white space, as [`Document::text`] writes it.
fn length(document: &Document) -> usize {
    document.text().chars().count()
}

impl Document {
    /// The document as JSON in one line.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).expect("plain text")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inventory(ids: usize) -> BTreeMap<String, Vec<String>> {
        let table: Table = serde_json::from_str(ACTIONS).unwrap();
        let lists: BTreeSet<String> = table.rules.values().flatten().filter_map(|call| call.list.clone()).collect();
        let numbered = |list: &String| (0..ids).map(|n| format!("{}-{n:08}", &list[..2])).collect();
        lists.into_iter().map(|list| (list.clone(), numbered(&list))).collect()
    }

    #[test]
    fn every_action_of_every_rule_is_denied_or_named() {
        let table: Table = serde_json::from_str(ACTIONS).unwrap();
        for kind in [Kind::Ram, Kind::Control] {
            let policies = policies(&[], &inventory(300), kind).unwrap();
            let denied: BTreeSet<&String> =
                policies.documents.iter().flat_map(|d| &d.statement).flat_map(|s| &s.action).collect();
            for call in table.rules.values().flatten() {
                let named = policies.left_out.get(&call.action).is_some_and(String::is_empty);
                assert!(denied.contains(&call.action) || named, "{}", call.action);
                assert!(call.resource.is_none() || denied.contains(&call.action), "{}", call.action);
            }
            for document in &policies.documents {
                assert!(document.text().len() <= kind.limit(), "{}", document.text().len());
            }
        }
    }

    #[test]
    fn only_what_was_asked_for_is_denied() {
        let inventory = BTreeMap::from([("scalingGroups".to_owned(), vec!["asg-1".to_owned()])]);
        let rules = ["cloud-scaling-group-deletion".to_owned()];
        let found = policies(&rules, &inventory, Kind::Ram).unwrap();
        let statements: Vec<&Statement> = found.documents.iter().flat_map(|d| &d.statement).collect();
        assert_eq!(statements.len(), 1);
        assert!(statements[0].action.contains(&"ess:DeleteScalingGroup".to_owned()));
        assert_eq!(statements[0].resource, ["acs:ess:*:*:scalinggroup/asg-1"]);
        assert_eq!(statements[0].condition, None);
        assert!(matches!(policies(&["x".to_owned()], &inventory, Kind::Ram), Err(PolicyError::NoSuchRule(..))));
    }

    #[test]
    fn control_policies_exempt_the_roles_of_ack() {
        let found = policies(&[], &inventory(1), Kind::Control).unwrap();
        for statement in found.documents.iter().flat_map(|d| &d.statement) {
            let text = serde_json::to_string(statement).unwrap();
            assert!(text.contains("acs:ram:*:*:role/aliyuncsdefaultrole"), "{text}");
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let inventory = BTreeMap::from([("scalingGroups".to_owned(), vec!["asg 1".to_owned()])]);
        assert!(matches!(policies(&[], &inventory, Kind::Ram), Err(PolicyError::Id { .. })));
    }
}
