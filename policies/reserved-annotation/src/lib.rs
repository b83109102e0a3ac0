//! Annotations that only Kubernetes' own components may write.
#![no_std]

mod docs;
mod keys;

use guards::annotations::{self, Annotated, Change, Edit};
use keys::{Known, Writer};
use redline_engine::core::pattern::{matches, service_account};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// The rule.
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
            if edit.change != Change::Removed {
                out.extend(judge(req, settings, &edit));
            }
        }
    }
}

/// The rule's own settings.
#[derive(Debug)]
pub struct Settings {
    /// Reserved keys that may be set all the same; exact, or with one `*` at the end.
    pub allowed_keys: Vec<String>,
    /// Keys that may not be set by anybody who is not exempt, reserved or not; exact, or with one `*` at the
    /// end. They win over `allowedKeys`.
    pub denied_keys: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { allowed_keys: Vec::new(), denied_keys: Vec::new() }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["allowedKeys", "deniedKeys"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "allowedKeys" => Some(self.allowed_keys.assign(json)),
            "deniedKeys" => Some(self.denied_keys.assign(json)),
            _ => None,
        }
    }
}

/// Where components keep annotations that matter, and where users set some. Left out on purpose: Endpoints,
/// EndpointSlices, Leases and ConfigMaps, which leader elections and traffic depend on every second, so that a
/// webhook in their way does more harm than any annotation.
const REQUESTS: &[RequestMatch] = &[
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
];

fn judge(req: &Request<'_, Annotated<'_>>, settings: &Settings, edit: &Edit<'_>) -> Option<Finding> {
    let listed = |list: &[String]| list.iter().any(|pattern| matches(pattern, edit.key));
    let (level, en, zh) = if listed(&settings.denied_keys) {
        (Level::Deny, "is denied by `deniedKeys`", "被 `deniedKeys` 禁止")
    } else if listed(&settings.allowed_keys) {
        return None;
    } else {
        match keys::look_up(edit.key) {
            Known::Free => return None,
            Known::Component(_, writer) if writes(writer, req, edit) => return None,
            Known::Component(level, _) => {
                (level, "is written by Kubernetes components only", "只能由 Kubernetes 组件写入")
            }
            Known::Unknown => (Level::Warn, "is in a name reserved for Kubernetes", "使用了 Kubernetes 保留的域名前缀"),
        }
    };
    let (kind, id, key) =
        (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()), truncate_for_display(edit.key));
    if edit.holder.is_empty() {
        let text = text!("annotation `{key}` of {kind} `{id}` {en}", "{kind} `{id}` 的注解 `{key}` {zh}");
        return Some(Finding::deny(["metadata.annotations[", edit.key, "]"].concat(), text).at(level));
    }
    let holder = truncate_for_display(&edit.holder);
    let text = text!(
        "annotation `{key}` in `{holder}` of {kind} `{id}` {en}",
        "{kind} `{id}` 中 `{holder}` 的注解 `{key}` {zh}"
    );
    Some(Finding::deny([&*edit.holder, ".metadata.annotations[", edit.key, "]"].concat(), text).at(level))
}

/// Whether this is the component that the key belongs to.
fn writes(writer: Writer, req: &Request<'_, Annotated<'_>>, edit: &Edit<'_>) -> bool {
    let user = &*req.user.username;
    let on = |kind: &str| edit.holder.is_empty() && req.kind_name() == kind;
    match writer {
        Writer::Exempt => false,
        Writer::ServiceAccount => service_account(user).is_some(),
        Writer::ServiceAccountOn(kind) => on(kind) && service_account(user).is_some(),
        Writer::Kubelet => user.starts_with("system:node:") && (on("Pod") || on("CSINode")),
        Writer::ApiServer(kind) => on(kind),
    }
}
