//! Objects with a delete-protection label.
#![no_std]

mod docs;
mod settings;

use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// Objects with a delete-protection label must not be deleted.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = PartialObjectMetadata<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &of_interest(
            Interest::DeleteProtection,
            [
                on(DELETE, kinds::CONFIG_MAP),
                on(DELETE, kinds::NAMESPACE),
                on(DELETE, kinds::NODE),
                on(DELETE, kinds::PERSISTENT_VOLUME_CLAIM),
                on(DELETE, kinds::PERSISTENT_VOLUME),
                on(DELETE, kinds::POD),
                on(DELETE, kinds::REPLICATION_CONTROLLER),
                on(DELETE, kinds::SECRET),
                on(DELETE, kinds::SERVICE_ACCOUNT),
                on(DELETE, kinds::SERVICE),
                on(DELETE, kinds::ALB_CONFIG),
                on(DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
                on(DELETE, kinds::DAEMON_SET),
                on(DELETE, kinds::DEPLOYMENT),
                on(DELETE, kinds::REPLICA_SET),
                on(DELETE, kinds::STATEFUL_SET),
                on(DELETE, kinds::ANY_IN_KRUISE),
                on(DELETE, kinds::CRON_JOB),
                on(DELETE, kinds::JOB),
                on(DELETE, kinds::ANY_IN_GATEWAY),
                on(DELETE, kinds::INGRESS_CLASS),
                on(DELETE, kinds::INGRESS),
                on(DELETE, kinds::NETWORK_POLICY),
                on(DELETE, kinds::CLUSTER_ROLE_BINDING),
                on(DELETE, kinds::CLUSTER_ROLE),
                on(DELETE, kinds::ROLE_BINDING),
                on(DELETE, kinds::ROLE),
                on(DELETE, kinds::ANY_IN_ALIBABA_STORAGE),
                on(DELETE, kinds::STORAGE_CLASS),
            ],
        ),
        rows: &[rows::RB1],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, PartialObjectMetadata<'_>>, own: &Settings, out: &mut Findings) {
        let Some(meta) = req.meta() else { return };
        let label = meta.labels.iter().find(|(key, value)| {
            let known = LABELS.iter().any(|(label, wanted)| {
                **key == **label && if wanted.is_empty() { !is_off(value) } else { value.eq_ignore_ascii_case(wanted) }
            });
            known || own.labels.iter().any(|label| **key == **label && !is_off(value))
        });
        if let Some((key, _)) = label {
            let (kind, id) = (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()));
            let text = text!(
                "deletes {kind} `{id}`, which label `{key}` protects",
                "该请求将删除受标签 `{key}` 保护的 {kind} `{id}`"
            );
            out.push(Finding::deny(format!("metadata.labels[{key}]"), text));
        }
    }
}

/// Labels that protect an object, and the value that they need; empty for any value but `false`.
const LABELS: &[(&str, &str)] = &[
    ("policy.alibabacloud.com/delete-protection", "true"),
    ("policy.alibabacloud.com/node-delete-protection", "true"),
    ("policy.kruise.io/delete-protection", ""),
];

fn is_off(value: &str) -> bool {
    value.eq_ignore_ascii_case("false")
}
