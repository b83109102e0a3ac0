//! Deletion and weakening of Redline's own policies.
#![no_std]

mod docs;
mod expression;
pub mod guard;
mod settings;
mod settings_diff;
mod weaker;

use guard::Guard;
use redline_engine::prelude::*;
use redline_engine::strings::{concat, truncate_for_display};
use settings::Settings;

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
            on(UPDATE_DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
        ],
        rows: &[rows::RB3],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Guard<'_>>, own: &Settings, out: &mut Findings) {
        let (kind, name) = (truncate_for_display(req.kind_name()), req.object_name());
        let id = truncate_for_display(&req.object_id());
        if req.kind_name() == "CustomResourceDefinition" {
            if name.ends_with(DEFINITIONS) && req.operation == Operation::Update {
                out.extend(guards::object::added_owner(req));
            } else if name.ends_with(DEFINITIONS) {
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
                weaker::check(&concat(&[&*kind, " `", &id, "`"]), old, new, out);
            }
            _ => {}
        }
    }
}

const DEFINITIONS: &str = ".policies.kubewarden.io";
