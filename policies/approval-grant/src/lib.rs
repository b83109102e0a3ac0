//! Annotations that approve an operation, and who may set them.
#![no_std]

mod docs;
mod settings;

use guards::annotations::{self, Annotated, Change};
use redline_engine::core::annotations::{APPROVE, APPROVE_REASON, APPROVED_UNTIL};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// Only approvers may set approvals, and only on objects that exist.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Annotated<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: REQUESTS,
        rows: &[rows::RB2],
        // Kubelets do not approve anything.
        exempt_kubelets: false,
        ignore_approval_edits: false,
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Annotated<'_>>, own: &Settings, out: &mut Findings) {
        let Some(new) = &req.object else { return };
        let old = req.old_object.as_ref().filter(|_| req.operation == Operation::Update);
        let (kind, id) = (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()));
        let approver = own.approvers.contain(&req.user.username, req.user.groups.iter().map(|group| &**group));
        for edit in annotations::edits(old, new) {
            if edit.change == Change::Removed || !KEYS.contains(&edit.key) {
                continue;
            }
            let key = edit.key;
            let text = if !edit.holder.is_empty() {
                text!(
                    "sets `{key}` in a template of {kind} `{id}`, which would approve every object created from it",
                    "该请求将在 {kind} `{id}` 的模板中设置 `{key}`，会批准由该模板创建的所有对象"
                )
            } else if old.is_none() {
                text!(
                    "creates {kind} `{id}` with its own approval, `{key}`",
                    "该请求将创建自带批准注解 `{key}` 的 {kind} `{id}`"
                )
            } else if !approver {
                let user = truncate_for_display(&req.user.username);
                text!(
                    "sets `{key}` on {kind} `{id}`, but user `{user}` is not among `approvers`",
                    "该请求将在 {kind} `{id}` 上设置 `{key}`，但用户 `{user}` 不在 `approvers` 中"
                )
            } else {
                continue;
            };
            let dot = if edit.holder.is_empty() { "" } else { "." };
            out.push(Finding::deny(format!("{}{dot}metadata.annotations[{key}]", edit.holder), text));
        }
    }
}

/// Every kind that another rule checks, because an approval can be set on any of them, and the sub-resources whose
/// writes keep the annotations that the client sends.
const REQUESTS: &[RequestMatch] = &of_interest(
    Interest::Approval,
    [
        on(CREATE_UPDATE, kinds::CONFIG_MAP),
        on(CREATE_UPDATE, kinds::NAMESPACE),
        on(CREATE_UPDATE, kinds::NAMESPACE).sub("finalize"),
        on(CREATE_UPDATE, kinds::NAMESPACE).sub("status"),
        on(CREATE_UPDATE, kinds::NODE),
        on(CREATE_UPDATE, kinds::NODE).sub("status"),
        on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME_CLAIM),
        on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME_CLAIM).sub("status"),
        on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME),
        on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME).sub("status"),
        on(CREATE_UPDATE, kinds::POD),
        on(CREATE_UPDATE, kinds::POD).sub("status"),
        on(CREATE_UPDATE, kinds::POD_TEMPLATE),
        on(CREATE_UPDATE, kinds::REPLICATION_CONTROLLER),
        on(CREATE_UPDATE, kinds::REPLICATION_CONTROLLER).sub("status"),
        on(CREATE_UPDATE, kinds::SECRET),
        on(CREATE_UPDATE, kinds::SERVICE_ACCOUNT),
        on(CREATE_UPDATE, kinds::SERVICE),
        on(CREATE_UPDATE, kinds::SERVICE).sub("status"),
        on(CREATE_UPDATE, kinds::MUTATING_WEBHOOK_CONFIGURATION),
        on(CREATE_UPDATE, kinds::VALIDATING_WEBHOOK_CONFIGURATION),
        on(CREATE_UPDATE, kinds::ALB_CONFIG),
        on(CREATE_UPDATE, kinds::CUSTOM_RESOURCE_DEFINITION),
        on(CREATE_UPDATE, kinds::CUSTOM_RESOURCE_DEFINITION).sub("status"),
        on(CREATE_UPDATE, kinds::API_SERVICE),
        on(CREATE_UPDATE, kinds::DAEMON_SET),
        on(CREATE_UPDATE, kinds::DAEMON_SET).sub("status"),
        on(CREATE_UPDATE, kinds::DEPLOYMENT),
        on(CREATE_UPDATE, kinds::DEPLOYMENT).sub("status"),
        on(CREATE_UPDATE, kinds::REPLICA_SET),
        on(CREATE_UPDATE, kinds::REPLICA_SET).sub("status"),
        on(CREATE_UPDATE, kinds::STATEFUL_SET),
        on(CREATE_UPDATE, kinds::STATEFUL_SET).sub("status"),
        on(CREATE_UPDATE, kinds::ANY_IN_KRUISE),
        on(CREATE_UPDATE, kinds::CRON_JOB),
        on(CREATE_UPDATE, kinds::CRON_JOB).sub("status"),
        on(CREATE_UPDATE, kinds::JOB),
        on(CREATE_UPDATE, kinds::JOB).sub("status"),
        on(CREATE_UPDATE, kinds::ANY_IN_CILIUM),
        on(CREATE_UPDATE, kinds::ANY_IN_CALICO),
        on(CREATE_UPDATE, kinds::ANY_IN_GATEWAY),
        on(CREATE_UPDATE, kinds::ALIYUN_LOG_CONFIG),
        on(CREATE_UPDATE, kinds::TERWAY_NETWORK_INTERFACE),
        on(CREATE_UPDATE, kinds::TERWAY_NODE_RUNTIME),
        on(CREATE_UPDATE, kinds::TERWAY_NODE),
        on(CREATE_UPDATE, kinds::TERWAY_POD_ENI),
        on(CREATE_UPDATE, kinds::INGRESS_CLASS),
        on(CREATE_UPDATE, kinds::INGRESS),
        on(CREATE_UPDATE, kinds::INGRESS).sub("status"),
        on(CREATE_UPDATE, kinds::NETWORK_POLICY),
        on(CREATE_UPDATE, kinds::ADMISSION_POLICY),
        on(CREATE_UPDATE, kinds::ADMISSION_POLICY_GROUP),
        on(CREATE_UPDATE, kinds::CLUSTER_ADMISSION_POLICY),
        on(CREATE_UPDATE, kinds::CLUSTER_ADMISSION_POLICY_GROUP),
        on(CREATE_UPDATE, kinds::POLICY_SERVER),
        on(CREATE_UPDATE, kinds::POD_SECURITY_POLICY),
        on(CREATE_UPDATE, kinds::CLUSTER_ROLE_BINDING),
        on(CREATE_UPDATE, kinds::CLUSTER_ROLE),
        on(CREATE_UPDATE, kinds::ROLE_BINDING),
        on(CREATE_UPDATE, kinds::ROLE),
        on(CREATE_UPDATE, kinds::RESOURCE_CLAIM),
        on(CREATE_UPDATE, kinds::RESOURCE_CLAIM_TEMPLATE),
        on(CREATE_UPDATE, kinds::ANY_IN_ALIBABA_STORAGE),
        on(CREATE_UPDATE, kinds::CSI_NODE),
        on(CREATE_UPDATE, kinds::STORAGE_CLASS),
        on(CREATE_UPDATE, kinds::VOLUME_ATTACHMENT),
        on(CREATE_UPDATE, kinds::CLUSTER_ALIYUN_PIPELINE_CONFIG),
    ],
);

const KEYS: &[&str] = &[APPROVE, APPROVED_UNTIL, APPROVE_REASON];
