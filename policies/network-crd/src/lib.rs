//! CRDs of the container network.
#![no_std]

mod docs;

use guards::object::{self, Whole};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// CRDs of the container network must not be changed or deleted.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            // A write to `status` keeps the metadata that the client sends, so it can remove finalizers.
            on(CREATE_UPDATE_DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
            on(CREATE_UPDATE_DELETE, kinds::CUSTOM_RESOURCE_DEFINITION).sub("status"),
        ],
        rows: &[rows::R47],
        // Terway's control plane creates and updates the CRDs.
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
        let name = truncate_for_display(name);
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) => out.push(Finding::deny(
                "",
                text!("deletes CRD `{name}` and every object of its kind", "该请求将删除 CRD `{name}` 及其全部对象"),
            )),
            (Operation::Create, _, _) => out.push(Finding::warn(
                "",
                text!("creates CRD `{name}`, which Terway manages", "该请求将创建应由 Terway 管理的 CRD `{name}`"),
            )),
            (Operation::Update, Some(old), Some(new)) => {
                if let Some((first, Text { en, zh })) = object::field_list(&object::changes(old, new)) {
                    let text = text!("changes {en} of CRD `{name}`", "该请求将修改 CRD `{name}` 的 {zh}");
                    out.push(Finding::deny(first, text));
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
