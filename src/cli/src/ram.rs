//! Writes RAM policies that deny the calls that the cloud rules check, from the same tables.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::language::tr;

/// The calls that the cloud rules check, generated from their tables.
const ACTIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/cloud-actions.json"));

/// The kind of policy to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PolicyKind {
    /// A custom RAM policy, attached to users, groups and roles. It does not touch ACK's service roles.
    Ram,
    /// A control policy of a Resource Directory. It applies to everybody in an account, so it exempts those roles.
    Control,
}

impl PolicyKind {
    /// The most policies of this kind that can be attached to a user or a role, or to a member of a Resource Directory, where
    /// `FullAliyunAccess` is the tenth (the same pages of the documentation, and AttachControlPolicy).
    pub(crate) fn most(self) -> usize {
        match self {
            PolicyKind::Ram => 20,
            PolicyKind::Control => 9,
        }
    }

    /// The most characters that a document may have (RAM documentation, "Limits"; Resource Management documentation,
    /// "Limits on control policies").
    pub(crate) fn limit(self) -> usize {
        match self {
            PolicyKind::Ram => 6144,
            PolicyKind::Control => 4096,
        }
    }
}

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyDocument {
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
    pub documents: Vec<PolicyDocument>,
    /// Actions that no document denies, each with the list of the inventory that it needs; the empty string where the call
    /// names no resource that RAM knows.
    pub left_out: BTreeMap<String, String>,
}

/// Why the policies cannot be written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum PolicyError {
    /// There is no such cloud rule.
    #[error("{}", no_such_rule(.0, .1))]
    NoSuchRule(String, String),
    /// An id that RAM does not accept.
    #[error("{}", no_id(.list, .id))]
    Id {
        /// List of the inventory.
        list: String,
        /// The item.
        id: String,
    },
}

fn no_such_rule(rule: &str, known: &str) -> String {
    tr!("no cloud rule `{rule}`; there are {known}", "没有云上操作规则 `{rule}`；可用的规则：{known}")
}

fn no_id(list: &str, id: &str) -> String {
    tr!("`{list}`: `{id}` is not an id that a RAM policy can name", "`{list}`：RAM 权限策略无法使用 ID `{id}`")
}

/// The roles under which ACK and Alibaba Cloud's other services act, as patterns.
const SERVICE_ROLES: [&str; 4] =
    ["aliyuncs*", "aliyuncisdefaultrole", "aliyunooslifecyclehook4csrole", "aliyunservicerolefor*"];

/// Roles that a cluster depends on, and the policies of its nodes, which ACK creates with these names.
const ACK_NAMES: [(&str, &[&str]); 2] = [
    (
        "roles",
        &[
            "AliyunCS*",
            "AliyunCISDefaultRole",
            "AliyunOOSLifecycleHook4CSRole",
            "KubernetesWorkerRole-*",
            "KubernetesMasterRole-*",
        ],
    ),
    ("policies", &["k8sWorkerRolePolicy-*", "k8sMasterRolePolicy-*"]),
];

/// The tag by which RAM tells that a resource belongs to a cluster.
const TAG: &str = "acs:ResourceTag/ack.aliyun.com";

#[derive(Deserialize)]
struct Table {
    rules: BTreeMap<String, Vec<ApiAction>>,
}

#[derive(Deserialize)]
struct ApiAction {
    action: String,
    /// What stands before and after the id in the name of the resource; `None` where RAM knows no resource.
    before: Option<String>,
    #[serde(default)]
    after: String,
    #[serde(default)]
    list: String,
    /// Whether RAM can tell by the tag whose the resource is.
    #[serde(default)]
    tagged: bool,
    /// Whether the rule only warns about it.
    #[serde(default)]
    warns: bool,
}

/// The resources of statements: what stands around the ids, the list of the ids, and whether the tag tells instead.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Resources {
    list: String,
    before: String,
    after: String,
    by_tag: bool,
}

/// Writes policies that deny the actions of `rules` (all cloud rules when empty) on the resources of `inventory`, which
/// maps the lists of the settings to ids. Actions that the rules only warn about are left alone unless `warnings` is set.
///
/// # Errors
/// A rule that is not there, or an item of the inventory that is no id.
pub(crate) fn policies(
    rules: &[String],
    inventory: &BTreeMap<String, Vec<String>>,
    kind: PolicyKind,
    warnings: bool,
) -> Result<Policies, PolicyError> {
    let table: Table = serde_json::from_str(ACTIONS).expect("generated and tested");
    if let Some(unknown) = rules.iter().find(|rule| !table.rules.contains_key(*rule)) {
        let known: Vec<&str> = table.rules.keys().map(String::as_str).collect();
        return Err(PolicyError::NoSuchRule(unknown.clone(), known.join(", ")));
    }
    let ids_of = |list: &str| inventory.get(list).cloned().unwrap_or_default();
    let clusters: Vec<String> = [ids_of("clusterId"), ids_of("clusters")].concat();
    let mut denied: BTreeMap<Resources, BTreeSet<String>> = BTreeMap::new();
    let mut left_out = BTreeMap::new();
    let chosen = table.rules.iter().filter(|(id, _)| rules.is_empty() || rules.contains(id));
    for call in chosen.flat_map(|(_, calls)| calls).filter(|call| warnings || !call.warns) {
        let ApiAction { action, list, after, .. } = call;
        let by_tag = call.tagged && !clusters.is_empty();
        let named = by_tag || ACK_NAMES.iter().any(|(own, _)| own == list) || !ids_of(list).is_empty();
        match &call.before {
            Some(before) if named => {
                let resources = Resources { list: list.clone(), before: before.clone(), after: after.clone(), by_tag };
                denied.entry(resources).or_default().insert(action.clone());
            }
            _ => {
                left_out.insert(action.clone(), list.clone());
            }
        }
    }
    for actions in denied.values() {
        left_out.retain(|action, _| !actions.contains(action));
    }
    let mut statements = Vec::new();
    for (Resources { list, before, after, by_tag }, actions) in denied {
        let mut condition = BTreeMap::new();
        if kind == PolicyKind::Control {
            let roles = SERVICE_ROLES.iter().map(|role| format!("acs:ram:*:*:role/{role}")).collect();
            condition.insert("StringNotLike", BTreeMap::from([("acs:PrincipalARN", roles)]));
        }
        let own = ACK_NAMES.iter().find(|(own, _)| *own == list).map_or(&[][..], |(_, names)| *names);
        let mut ids: BTreeSet<String> = own.iter().map(|name| (*name).to_owned()).chain(ids_of(&list)).collect();
        if by_tag {
            condition.insert("StringEquals", BTreeMap::from([(TAG, clusters.clone())]));
            ids = BTreeSet::from(["*".to_owned()]);
        }
        if let Some(id) = ids.iter().find(|id| id.len() > 128 || id.is_empty() || id.contains(['"', '\\', '/', ' '])) {
            return Err(PolicyError::Id { list, id: id.clone() });
        }
        let statement = Statement {
            effect: "Deny",
            action: actions.into_iter().collect(),
            resource: ids.iter().map(|id| [&*before, id, &*after].concat()).collect(),
            condition: (!condition.is_empty()).then_some(condition),
        };
        split(statement, kind, &mut statements);
    }
    Ok(Policies { documents: packed(statements, kind), left_out })
}

/// Splits a statement in halves until each part fits into a document.
fn split(statement: Statement, kind: PolicyKind, out: &mut Vec<Statement>) {
    let fits = length(&PolicyDocument { version: "1", statement: vec![statement.clone()] }) <= kind.limit();
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
fn packed(statements: Vec<Statement>, kind: PolicyKind) -> Vec<PolicyDocument> {
    let mut documents: Vec<PolicyDocument> = Vec::new();
    for statement in statements {
        let with = |document: &PolicyDocument| {
            let mut larger = document.clone();
            larger.statement.push(statement.clone());
            larger
        };
        match documents.iter().position(|document| length(&with(document)) <= kind.limit()) {
            Some(at) => documents[at] = with(&documents[at]),
            None => documents.push(PolicyDocument { version: "1", statement: vec![statement] }),
        }
    }
    documents
}

/// Characters of a document without white space, as [`PolicyDocument::text`] writes it.
fn length(document: &PolicyDocument) -> usize {
    document.text().chars().count()
}

impl PolicyDocument {
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
        let lists: BTreeSet<String> = table.rules.values().flatten().map(|call| call.list.clone()).collect();
        let numbered = |list: &String| (0..ids).map(|n| format!("{}-{n:08}", &list[..2])).collect();
        let named = lists.into_iter().filter(|list| !list.is_empty() && list != "clusterId");
        let mut inventory: BTreeMap<_, _> = named.map(|list| (list.clone(), numbered(&list))).collect();
        inventory.insert("clusterId".to_owned(), vec!["c0123456789abcdef0123456789abcdef".to_owned()]);
        inventory
    }

    fn statements(policies: &Policies) -> impl Iterator<Item = &Statement> {
        policies.documents.iter().flat_map(|document| &document.statement)
    }

    #[test]
    fn every_action_of_every_rule_is_denied_or_named() {
        let table: Table = serde_json::from_str(ACTIONS).unwrap();
        for (kind, warnings) in [(PolicyKind::Ram, false), (PolicyKind::Control, false), (PolicyKind::Ram, true)] {
            let policies = policies(&[], &inventory(300), kind, warnings).unwrap();
            let denied: BTreeSet<&String> = statements(&policies).flat_map(|s| &s.action).collect();
            let certain: BTreeSet<&String> =
                table.rules.values().flatten().filter(|call| !call.warns).map(|call| &call.action).collect();
            for call in table.rules.values().flatten() {
                let named = policies.left_out.contains_key(&call.action);
                let wanted = warnings || !call.warns;
                assert!(!wanted || named || denied.contains(&call.action), "{}", call.action);
                assert!(
                    warnings || certain.contains(&call.action) || !denied.contains(&call.action),
                    "{}",
                    call.action
                );
            }
            for document in &policies.documents {
                assert!(document.text().len() <= kind.limit(), "{}", document.text().len());
            }
        }
    }

    #[test]
    fn a_cluster_fits_into_the_policies_that_can_be_attached() {
        for kind in [PolicyKind::Ram, PolicyKind::Control] {
            let policies = policies(&[], &inventory(3), kind, false).unwrap();
            assert!(policies.documents.len() <= kind.most(), "{}", policies.documents.len());
        }
    }

    #[test]
    fn only_what_was_asked_for_is_denied() {
        let inventory = BTreeMap::from([("scalingGroups".to_owned(), vec!["asg-1".to_owned()])]);
        let rules = ["cloud-scaling-group-deletion".to_owned()];
        let found = policies(&rules, &inventory, PolicyKind::Ram, false).unwrap();
        let statements: Vec<&Statement> = statements(&found).collect();
        assert_eq!(statements.len(), 1);
        assert!(statements[0].action.contains(&"ess:DeleteScalingGroup".to_owned()));
        assert_eq!(statements[0].resource, ["acs:ess:*:*:scalinggroup/asg-1"]);
        assert_eq!(statements[0].condition, None);
        assert!(matches!(
            policies(&["x".to_owned()], &inventory, PolicyKind::Ram, false),
            Err(PolicyError::NoSuchRule(..))
        ));
    }

    #[test]
    fn tags_tell_where_ack_sets_them() {
        let inventory = BTreeMap::from([("clusterId".to_owned(), vec!["c1".to_owned()])]);
        let found = policies(&["cloud-node-release".to_owned()], &inventory, PolicyKind::Ram, false).unwrap();
        let statement = statements(&found).find(|s| s.action.contains(&"ecs:DeleteInstance".to_owned())).unwrap();
        assert_eq!(statement.resource, ["acs:ecs:*:*:instance/*"]);
        let condition = serde_json::to_value(&statement.condition).unwrap();
        assert_eq!(condition, serde_json::json!({"StringEquals": {"acs:ResourceTag/ack.aliyun.com": ["c1"]}}));
    }

    #[test]
    fn parts_of_log_projects_are_named_as_log_service_authorises_them() {
        let inventory = BTreeMap::from([("logProjects".to_owned(), vec!["k8s-log-c1".to_owned()])]);
        let found = policies(&["cloud-log-component-removal".to_owned()], &inventory, PolicyKind::Ram, false).unwrap();
        let of =
            |action: &str| statements(&found).find(|s| s.action.iter().any(|a| a == action)).unwrap().resource.clone();
        assert_eq!(of("log:DeleteLogStore"), ["acs:log:*:*:project/k8s-log-c1/logstore/*"]);
        assert_eq!(of("log:DeleteProject"), ["acs:log:*:*:project/k8s-log-c1"]);
    }

    #[test]
    fn control_policies_exempt_the_roles_of_the_platform() {
        let found = policies(&[], &inventory(1), PolicyKind::Control, false).unwrap();
        for statement in statements(&found) {
            let text = serde_json::to_string(statement).unwrap();
            assert!(
                text.contains("acs:ram:*:*:role/aliyuncs*") && text.contains("role/aliyunservicerolefor*"),
                "{text}"
            );
        }
    }

    #[test]
    fn conditions_are_recorded() {
        fn recorded(list: &str, name: &str) -> bool {
            let table: serde_json::Value = serde_json::from_str(ACTIONS).unwrap();
            let mut names = table[list].as_array().unwrap().iter().filter_map(serde_json::Value::as_str);
            names.any(|known| known == name || known.ends_with('/') && name.starts_with(known))
        }
        for kind in [PolicyKind::Ram, PolicyKind::Control] {
            let found = policies(&[], &inventory(1), kind, true).unwrap();
            for (operator, keys) in statements(&found).flat_map(|s| s.condition.iter().flatten()) {
                assert!(recorded("operators", operator), "{operator}");
                assert!(keys.keys().all(|key| recorded("conditions", key)), "{keys:?}");
            }
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let inventory = BTreeMap::from([("scalingGroups".to_owned(), vec!["asg 1".to_owned()])]);
        assert!(matches!(policies(&[], &inventory, PolicyKind::Ram, false), Err(PolicyError::Id { .. })));
    }
}
