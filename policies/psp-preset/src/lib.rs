//! The preset PodSecurityPolicy and its RBAC.
#![no_std]

mod docs;
mod settings;

use guards::object::{self, Whole};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// The preset PodSecurityPolicy and its RBAC objects must not be changed or deleted.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::POD_SECURITY_POLICY),
            on(UPDATE_DELETE, kinds::CLUSTER_ROLE),
            on(UPDATE_DELETE, kinds::CLUSTER_ROLE_BINDING),
            on(UPDATE_DELETE, kinds::ROLE),
            on(UPDATE_DELETE, kinds::ROLE_BINDING),
        ],
        rows: &[rows::R24],
        only_on: Some(ClusterKind::Dedicated),
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, settings: &Settings, out: &mut Findings) {
        let name = req.object_name();
        let policy = req.resource.group == "policy" || req.kind.group == "policy";
        // ACK documentation, "Use pod security policies".
        let preset = if policy { name == "ack.privileged" } else { object::named(&["ack:podsecuritypolicy:*"], name) };
        if !preset {
            return;
        }
        let kind = req.kind_name();
        let id = truncate_for_display(&req.object_id());
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) => {
                if name == BINDING && settings.allow_authenticated_binding_deletion {
                    return;
                }
                out.push(Finding::deny(
                    "",
                    text!("deletes the preset {kind} `{id}`", "该请求将删除预置的 {kind} `{id}`"),
                ));
            }
            (Operation::Update, Some(old), Some(new)) => {
                if let Some((first, Text { en, zh })) = object::field_list(&object::changes(old, new)) {
                    let text =
                        text!("changes {en} of the preset {kind} `{id}`", "该请求将修改预置的 {kind} `{id}` 的 {zh}");
                    out.push(Finding::deny(first, text));
                }
            }
            _ => {}
        }
    }
}

const BINDING: &str = "ack:podsecuritypolicy:authenticated";
