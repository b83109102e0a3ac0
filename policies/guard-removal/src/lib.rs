//! Deletion and weakening of Redline's own policies.
#![no_std]

mod docs;
mod settings;
mod weaker;

use redline_engine::json::{Fields, List, Raw};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Redline's own policies must not be deleted or weakened.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Guard<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::ADMISSION_POLICY),
            on(UPDATE_DELETE, kinds::ADMISSION_POLICY_GROUP),
            on(UPDATE_DELETE, kinds::CLUSTER_ADMISSION_POLICY),
            on(UPDATE_DELETE, kinds::CLUSTER_ADMISSION_POLICY_GROUP),
            on(UPDATE_DELETE, kinds::POLICY_SERVER),
            on(DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
        ],
        rows: &[rows::RB3],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Guard<'_>>, own: &Settings, out: &mut Findings) {
        let (kind, name) = (truncate_for_display(req.kind_name()), req.object_name());
        let id = truncate_for_display(&req.object_id());
        if req.kind_name() == "CustomResourceDefinition" {
            if name.ends_with(DEFINITIONS) {
                let text = text!(
                    "deletes {kind} `{id}` and every object of that kind",
                    "该请求将删除 {kind} `{id}` 及其全部对象"
                );
                out.push(Finding::deny("", text));
            }
            return;
        }
        let server = req.kind_name() == "PolicyServer" && own.policy_servers.iter().any(|server| server == name);
        let before = req.old_object.as_ref().or(req.object.as_ref());
        if !before.is_some_and(|guard| server || guard.belongs_to_redline()) {
            return;
        }
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, ..) => {
                out.push(Finding::deny(
                    "",
                    text!("deletes {kind} `{id}` of Redline", "该请求将删除 Redline 的 {kind} `{id}`"),
                ));
            }
            (_, Some(old), Some(new)) => {
                out.extend(guards::object::added_owner(req));
                weaker::check(&[&*kind, " `", &id, "`"].concat(), old, new, out);
            }
            _ => {}
        }
    }
}

/// Settings of this rule.
#[derive(Debug)]
pub struct Settings {
    /// PolicyServers that run the policies, in addition to those with the label.
    pub policy_servers: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { policy_servers: Vec::from(["default".to_owned()]) }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["policyServers"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "policyServers" => Some(self.policy_servers.assign(json)),
            _ => None,
        }
    }
}

redline_engine::view! {
    /// A policy, a policy group or a PolicyServer.
    pub struct Guard<'a> {
        metadata: ObjectMeta<'a>,
        spec: Spec<'a>,
    }
    struct Spec<'a> {
        module: Str<'a>,
        mode: Str<'a>,
        settings: Fields<'a>,
        rules: List<MatchRule<'a>>,
        policy_server = "policyServer": Str<'a>,
        failure_policy = "failurePolicy": Str<'a>,
        match_policy = "matchPolicy": Str<'a>,
        namespace_selector = "namespaceSelector": Option<Raw<'a>>,
        object_selector = "objectSelector": Option<Raw<'a>>,
        match_conditions = "matchConditions": Option<Raw<'a>>,
        expression: Str<'a>,
        policies: Map<'a, Member<'a>>,
        replicas: Option<i64>,
        image: Str<'a>,
        look_ups = "contextAwareResources": List<Raw<'a>>,
    }
    /// A policy of a group.
    struct Member<'a> {
        module: Str<'a>,
        settings: Fields<'a>,
    }
    /// Requests that a policy matches.
    struct MatchRule<'a> {
        groups = "apiGroups": List<Str<'a>>,
        versions = "apiVersions": List<Str<'a>>,
        resources: List<Str<'a>>,
        operations: List<Str<'a>>,
    }
}
redline_engine::objects!(Guard);

const PART_OF: &str = "app.kubernetes.io/part-of";
const DEFINITIONS: &str = ".policies.kubewarden.io";

impl Guard<'_> {
    fn labelled(&self) -> bool {
        self.metadata.labels.get(PART_OF).is_some_and(|part| part == "redline")
    }

    /// Whether this belongs to Redline, by its label or by its modules.
    fn belongs_to_redline(&self) -> bool {
        self.labelled()
            || is_redline(&self.spec.module)
            || self.spec.policies.iter().any(|(_, p)| is_redline(&p.module))
    }
}

/// Whether a module's address has a part that starts with `redline`, such as `ghcr.io/redline-policies/node-deletion`.
fn is_redline(module: &str) -> bool {
    module.split('/').any(|part| part.starts_with("redline"))
}
