//! Terraform plans: which of them can be checked, and what the rest of a plan says about each of its changes.
//!
//! Rules evaluate one change at a time. What only the whole plan tells stands in two members that are added to a change:
//! `snapshots`, the instances that the plan saves, and `context`:
//!
//! ```json
//! {"new": ["security_group_id"],
//!  "known": {"lb-1": {"name": "web", "tags": {"team": "web"}}},
//!  "inventory": {"c1": {"securityGroups": ["sg-1"]}},
//!  "goesWith": "alicloud_cs_managed_kubernetes.main"}
//! ```
//!
//! `new` names attributes that refer to resources which the same plan creates. `known` has name and tags of resources
//! that the change refers to. `inventory` has the ids in the change that belong to a cluster according to the plan, and
//! `goesWith` the cluster that the plan deletes or replaces with this resource.

mod context;
mod kubernetes;
mod partial;
mod parts;
mod references;
mod ros;
mod snapshots;

use serde_json::Value;

use context::PlanContext;
use snapshots::Snapshots;

pub use ros::TYPES as STACK_TYPES;

/// The major version of the format that is read; those before it have the same members.
const MAJOR: u32 = 1;

/// Why a plan cannot be checked, if so. A plan that is not whole would pass for one without danger.
///
/// # Errors
/// One sentence that says what to do.
pub(crate) fn refuse(plan: &Value) -> Result<(), String> {
    let version = plan["format_version"].as_str().unwrap_or_default();
    let major = version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if !version.is_empty() && major.is_none_or(|major| major > MAJOR) {
        return Err(format!("format_version {version} of a Terraform plan is not known; expected {MAJOR}.x"));
    }
    if plan["errored"] == true {
        return Err(
            "planning failed (`errored` is true), so the plan is not whole; solve the error and plan again".into()
        );
    }
    let deferred = plan["deferred_changes"].as_array().map_or(0, Vec::len);
    if deferred > 0 {
        return Err(format!(
            "Terraform deferred {deferred} change{} (`deferred_changes`), so the plan is not whole; apply what it \
             depends on and plan again",
            if deferred == 1 { "" } else { "s" }
        ));
    }
    Ok(())
}

/// The changes of a plan in their order, each with what the rest of the plan says about it. An element of the plan that
/// stands for several objects has several changes.
pub(crate) fn changes(mut plan: Value) -> Vec<Vec<Value>> {
    let Value::Array(mut changes) = plan["resource_changes"].take() else { return Vec::new() };
    let mut snapshots = Snapshots::default();
    changes.iter().for_each(|change| snapshots.note(change));
    let context = PlanContext::new(&plan, &changes);
    let added: Vec<Value> = changes.iter().map(|change| context.of(change)).collect();
    for (change, context) in changes.iter_mut().zip(added) {
        if Snapshots::concern(change) {
            snapshots.add_to(change);
        }
        if let (Some(members), true) = (change.as_object_mut(), context.as_object().is_some_and(|c| !c.is_empty())) {
            members.insert("context".to_owned(), context);
        }
    }
    changes.into_iter().map(parts::of).collect()
}

/// A change set or a preview of a stack of Resource Orchestration Service as the plan that it stands for, and where its
/// changes stand in it; `None` for anything else.
pub(crate) fn of_stack(document: &Value) -> Option<(&'static str, Result<Value, String>)> {
    ros::plan(document)
}

/// The type of a change whose effect on a cluster the plan does not show, so that no rule checks it; `None` for others.
pub fn uncovered(change: &Value) -> Option<&str> {
    let kind = change["type"].as_str()?;
    let actions = change["change"]["actions"].as_array()?;
    let acts = actions.iter().any(|action| ["create", "update", "delete"].iter().any(|wanted| action == wanted));
    let is_kubernetes =
        ["helm_release", "kubectl_", "kubernetes_", "kustomization_"].iter().any(|own| kind.starts_with(own));
    (change["mode"] != "data" && acts && (is_kubernetes || ros::is_unknown(kind))).then_some(kind)
}

/// The admission request that a change of an object of Kubernetes stands for; `None` for any other change, and for one
/// that changes nothing.
pub(crate) fn admission_request(change: &Value) -> Option<Result<Value, String>> {
    kubernetes::request(change)
}

/// Why a document that looks like a plan is none, if it is something else of Terraform or of a tool like it.
pub(crate) fn mistaken(value: &Value) -> Option<&'static str> {
    let has = |name: &str| value.get(name).is_some_and(|member| !member.is_null());
    if is_log_line(value) {
        return Some(
            "a log of `terraform plan -json`, which leaves out most of the plan; expected the output of \
             `terraform show -json PLANFILE`",
        );
    }
    if has("values") && (has("terraform_version") || has("format_version")) || has("lineage") && has("resources") {
        return Some(
            "a Terraform state; expected a plan, as `terraform show -json PLANFILE` prints it (`redline inventory` reads \
             states)",
        );
    }
    if has("ChangeSets") || has("ChangeSetId") || value["Stack"]["StackName"].is_string() {
        return Some(
            "a reply of Resource Orchestration Service without changes; expected GetChangeSet or PreviewStack",
        );
    }
    if has("steps") && (has("changeSummary") || has("config")) {
        return Some("a preview of Pulumi, which is not read; expected a Terraform plan");
    }
    None
}

/// What Terraform and OpenTofu say above a plan that they show to people.
const SHOWN: [&str; 3] = [
    "will perform the following actions",
    "used the selected providers to generate the following execution",
    "Your infrastructure matches the configuration",
];

/// Whether a text is a plan as people see it, which leaves out most of the plan.
pub fn is_shown(text: &str) -> bool {
    !text.trim_start().starts_with(['{', '[']) && SHOWN.iter().any(|words| text.contains(words))
}

/// Whether a value is a line of the log that `terraform plan -json` prints.
pub fn is_log_line(value: &Value) -> bool {
    value["@level"].is_string() && value["@message"].is_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plans_that_are_not_whole_are_refused() {
        for (plan, why) in [
            (json!({"format_version": "2.0"}), "format_version 2.0"),
            (json!({"format_version": "x"}), "format_version x"),
            (json!({"format_version": "1.2", "errored": true}), "planning failed"),
            (json!({"format_version": "1.2", "complete": false, "deferred_changes": [{}]}), "deferred 1 change ("),
        ] {
            assert!(refuse(&plan).unwrap_err().contains(why), "{plan}");
        }
        for plan in [
            json!({"format_version": "1.2", "errored": false, "complete": false, "deferred_changes": []}),
            json!({"format_version": "0.2"}),
            json!({"resource_changes": []}),
        ] {
            assert_eq!(refuse(&plan), Ok(()), "{plan}");
        }
    }

    #[test]
    fn relatives_of_plans_are_told_apart() {
        let told = |value: Value| mistaken(&value).unwrap_or_default().split(';').next().unwrap_or_default().to_owned();
        assert!(told(json!({"@level": "info", "@message": "x", "type": "version"})).starts_with("a log of"));
        assert_eq!(told(json!({"format_version": "1.0", "values": {}})), "a Terraform state");
        assert_eq!(told(json!({"version": 4, "lineage": "l", "resources": []})), "a Terraform state");
        assert!(told(json!({"steps": [], "changeSummary": {}})).starts_with("a preview of Pulumi"));
        assert_eq!(mistaken(&json!({"resource_changes": []})), None);
        assert!(is_shown("\nTerraform used the selected providers to generate the following execution\nplan."));
        assert!(is_shown("OpenTofu will perform the following actions:\n"));
        assert!(!is_shown("{\"why\": \"Terraform will perform the following actions\"}"));
    }
}
