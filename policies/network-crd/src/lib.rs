//! The definitions of the container network's own resources.
#![no_std]

mod docs;

use guards::object::{self, Whole};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            // A write to `status` keeps the metadata that the client sends, so finalizers can go that way.
            on(CREATE_UPDATE_DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
            on(CREATE_UPDATE_DELETE, kinds::CUSTOM_RESOURCE_DEFINITION).sub("status"),
        ],
        rows: &[rows::R47],
        // Terway's control plane registers the definitions and brings them up to date.
        exempt_users: &[
            "system:serviceaccount:kube-system:terway",
            "system:serviceaccount:kube-system:terway-controlplane",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &NoSettings, out: &mut Findings) {
        let name = req.object_name();
        if !object::named(DEFINITIONS, name) {
            return;
        }
        let name = redline_engine::strings::truncate_for_display(name);
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) => out.push(Finding::deny(
                "",
                text!(
                    "CRD `{name}` is deleted, and every object of its kind with it",
                    "删除 CRD `{name}` 及其全部对象"
                ),
            )),
            (Operation::Create, _, _) => out.push(Finding::warn(
                "",
                text!(
                    "CRD `{name}` is created by hand, but belongs to Terway",
                    "手工创建了应由 Terway 管理的 CRD `{name}`"
                ),
            )),
            (Operation::Update, Some(old), Some(new)) => {
                let changes: Vec<String> = object::changes(old, new)
                    .iter()
                    .map(|path| redline_engine::strings::truncate_for_display(path))
                    .collect();
                if let Some(first) = changes.first() {
                    let list = changes.join("`, `");
                    let text = text!("CRD `{name}` is changed in `{list}`", "CRD `{name}` 的 `{list}` 被修改");
                    out.push(Finding::deny(first.clone(), text));
                }
            }
            _ => {}
        }
    }
}

/// From the ACK documentation, "Work with Terway", and its list of high-risk operations.
const DEFINITIONS: &[&str] = &[
    "podnetworkings.network.alibabacloud.com",
    "podenis.network.alibabacloud.com",
    "networkinterfaces.network.alibabacloud.com",
    "nodes.network.alibabacloud.com",
    "noderuntimes.network.alibabacloud.com",
    "*.cilium.io",
    "*.crd.projectcalico.org",
];
