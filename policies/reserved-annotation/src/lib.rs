//! Annotations that only Kubernetes' own components may write.
#![no_std]

mod docs;
mod keys;
mod settings;

use guards::annotations::{self, Annotated, Edit};
use guards::members::MemberChange;
use keys::{Known, Writer};
use redline_engine::core::pattern::{matches, service_account};
use redline_engine::prelude::*;
use redline_engine::strings::{concat, truncate_for_display};
use settings::Settings;

/// Annotations that only Kubernetes components write must not be set by hand.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Annotated<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: REQUESTS,
        rows: &[rows::RN5],
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-node",
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Annotated<'_>>, settings: &Settings, out: &mut Findings) {
        let Some(new) = &req.object else { return };
        let old = req.old_object.as_ref();
        if req.operation == Operation::Update && old.is_none() {
            return;
        }
        for edit in annotations::edits(old, new) {
            if edit.change != MemberChange::Removed {
                out.extend(check_edit(req, settings, &edit));
            }
        }
    }
}

/// Kinds on which components keep important annotations, and on which users set some. Endpoints, EndpointSlices, Leases
/// and ConfigMaps are left out on purpose: leader elections and traffic depend on them every second, so a webhook in
/// their way would do more harm than any annotation.
const REQUESTS: &[RequestMatch] = &of_interest(
    Interest::ReservedAnnotation,
    [
        on(CREATE_UPDATE, kinds::NAMESPACE),
        on(CREATE_UPDATE, kinds::NODE),
        // A write to `status` keeps the annotations that the client sends. These two are rare enough to watch.
        on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME_CLAIM),
        on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME_CLAIM).sub("status"),
        on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME),
        on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME).sub("status"),
        on(CREATE_UPDATE, kinds::POD),
        on(CREATE_UPDATE, kinds::POD_TEMPLATE),
        on(CREATE_UPDATE, kinds::REPLICATION_CONTROLLER),
        on(CREATE_UPDATE, kinds::SECRET),
        on(CREATE_UPDATE, kinds::SERVICE_ACCOUNT),
        on(CREATE_UPDATE, kinds::SERVICE),
        on(CREATE_UPDATE, kinds::DAEMON_SET),
        on(CREATE_UPDATE, kinds::DEPLOYMENT),
        on(CREATE_UPDATE, kinds::REPLICA_SET),
        on(CREATE_UPDATE, kinds::STATEFUL_SET),
        on(CREATE_UPDATE, kinds::CRON_JOB),
        on(CREATE_UPDATE, kinds::JOB),
        on(CREATE_UPDATE, kinds::INGRESS),
        on(CREATE_UPDATE, kinds::RESOURCE_CLAIM),
        on(CREATE_UPDATE, kinds::RESOURCE_CLAIM_TEMPLATE),
        on(CREATE_UPDATE, kinds::CSI_NODE),
        on(CREATE_UPDATE, kinds::STORAGE_CLASS),
    ],
);

fn check_edit(req: &Request<'_, Annotated<'_>>, settings: &Settings, edit: &Edit<'_>) -> Option<Finding> {
    let listed = |list: &[String]| list.iter().any(|pattern| matches(pattern, edit.key));
    let (level, en, zh) = if listed(&settings.denied_keys) {
        (Level::Deny, "which `deniedKeys` forbids", "该注解被 `deniedKeys` 禁止")
    } else if listed(&settings.allowed_keys) {
        return None;
    } else {
        match keys::look_up(edit.key) {
            Known::Free => return None,
            Known::Component(_, writer) if is_component_write(writer, req, edit) => return None,
            Known::Component(level, _) => {
                (level, "which only Kubernetes components may write", "该注解只能由 Kubernetes 组件写入")
            }
            Known::Unknown => {
                (Level::Warn, "whose domain is reserved for Kubernetes", "该注解的域名由 Kubernetes 保留")
            }
        }
    };
    let (kind, id, key) =
        (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()), truncate_for_display(edit.key));
    if edit.holder.is_empty() {
        let text = text!(
            "sets annotation `{key}` on {kind} `{id}`, {en}",
            "该请求将在 {kind} `{id}` 上设置注解 `{key}`，{zh}"
        );
        return Some(Finding::deny(concat(&["metadata.annotations[", edit.key, "]"]), text).at(level));
    }
    let holder = truncate_for_display(&edit.holder);
    let text = text!(
        "sets annotation `{key}` in `{holder}` of {kind} `{id}`, {en}",
        "该请求将在 {kind} `{id}` 的 `{holder}` 中设置注解 `{key}`，{zh}"
    );
    Some(Finding::deny(concat(&[&*edit.holder, ".metadata.annotations[", edit.key, "]"]), text).at(level))
}

/// Whether the user of the request is the component that the key belongs to.
fn is_component_write(writer: Writer, req: &Request<'_, Annotated<'_>>, edit: &Edit<'_>) -> bool {
    let user = &*req.user.username;
    let on = |kind: &str| edit.holder.is_empty() && req.kind_name() == kind;
    match writer {
        Writer::Exempt => false,
        Writer::ServiceAccount => service_account(user).is_some(),
        Writer::ServiceAccountOn(kind) => on(kind) && service_account(user).is_some(),
        Writer::Kubelet => user.starts_with("system:node:") && (on("Pod") || on("CSINode")),
        Writer::ApiServer(kind) => on(kind),
        Writer::Overwritten(kind) => on(kind) || service_account(user).is_some(),
    }
}
