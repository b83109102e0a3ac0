//! Annotations that approve an operation, and who may set them.
#![no_std]

mod docs;
mod settings;

use guards::annotations::{self, Annotated};
use guards::members::MemberChange;
use redline_engine::core::annotations::{APPROVE, APPROVE_REASON, APPROVED_UNTIL};
use redline_engine::core::kinds::Kind;
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
            if edit.change == MemberChange::Removed || !KEYS.contains(&edit.key) {
                continue;
            }
            let key = edit.key;
            let text = if !edit.holder.is_empty() {
                text!(
                    "sets `{key}` in a template of {kind} `{id}`, which would approve every object created from it",
                    "该请求将在 {kind} `{id}` 的模板中设置 `{key}`，相当于审批了由该模板创建的所有对象"
                )
            } else if old.is_none() {
                text!(
                    "creates {kind} `{id}` with its own approval, `{key}`",
                    "该请求将创建自带审批注解 `{key}` 的 {kind} `{id}`"
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
/// writes keep the annotations that the client sends. A Binding has its annotations copied to the Pod.
const REQUESTS: &[RequestMatch] = &of_interest(Interest::Approval, with_sub_resources::<71>(CREATE_UPDATE, KINDS));

/// The kinds, with those sub-resources.
const KINDS: &[(&Kind, &[&str])] = &[
    (kinds::BINDING, &[]),
    (kinds::CONFIG_MAP, &[]),
    (kinds::NAMESPACE, &["finalize", "status"]),
    (kinds::NODE, &["status"]),
    (kinds::PERSISTENT_VOLUME_CLAIM, &["status"]),
    (kinds::PERSISTENT_VOLUME, &["status"]),
    (kinds::POD, &["binding", "status"]),
    (kinds::POD_TEMPLATE, &[]),
    (kinds::REPLICATION_CONTROLLER, &["status"]),
    (kinds::SECRET, &[]),
    (kinds::SERVICE_ACCOUNT, &[]),
    (kinds::SERVICE, &["status"]),
    (kinds::MUTATING_WEBHOOK_CONFIGURATION, &[]),
    (kinds::VALIDATING_WEBHOOK_CONFIGURATION, &[]),
    (kinds::ALB_CONFIG, &[]),
    (kinds::CUSTOM_RESOURCE_DEFINITION, &["status"]),
    (kinds::API_SERVICE, &[]),
    (kinds::DAEMON_SET, &["status"]),
    (kinds::DEPLOYMENT, &["status"]),
    (kinds::REPLICA_SET, &["status"]),
    (kinds::STATEFUL_SET, &["status"]),
    (kinds::ANY_IN_KRUISE, &[]),
    (kinds::HORIZONTAL_POD_AUTOSCALER, &["status"]),
    (kinds::CRON_JOB, &["status"]),
    (kinds::JOB, &["status"]),
    (kinds::ANY_IN_CILIUM, &[]),
    (kinds::ANY_IN_CALICO, &[]),
    (kinds::ANY_IN_GATEWAY, &[]),
    (kinds::ALIYUN_LOG_CONFIG, &[]),
    (kinds::TERWAY_NETWORK_INTERFACE, &[]),
    (kinds::TERWAY_NODE_RUNTIME, &[]),
    (kinds::TERWAY_NODE, &[]),
    (kinds::TERWAY_POD_ENI, &[]),
    (kinds::INGRESS_CLASS, &[]),
    (kinds::INGRESS, &["status"]),
    (kinds::NETWORK_POLICY, &[]),
    (kinds::ADMISSION_POLICY, &[]),
    (kinds::ADMISSION_POLICY_GROUP, &[]),
    (kinds::CLUSTER_ADMISSION_POLICY, &[]),
    (kinds::CLUSTER_ADMISSION_POLICY_GROUP, &[]),
    (kinds::POLICY_SERVER, &[]),
    (kinds::POD_SECURITY_POLICY, &[]),
    (kinds::CLUSTER_ROLE_BINDING, &[]),
    (kinds::CLUSTER_ROLE, &[]),
    (kinds::ROLE_BINDING, &[]),
    (kinds::ROLE, &[]),
    (kinds::RESOURCE_CLAIM, &[]),
    (kinds::RESOURCE_CLAIM_TEMPLATE, &[]),
    (kinds::ANY_IN_ALIBABA_STORAGE, &[]),
    (kinds::CSI_NODE, &[]),
    (kinds::STORAGE_CLASS, &[]),
    (kinds::VOLUME_ATTACHMENT, &[]),
    (kinds::CLUSTER_ALIYUN_PIPELINE_CONFIG, &[]),
];

const KEYS: &[&str] = &[APPROVE, APPROVED_UNTIL, APPROVE_REASON];
