//! Objects with a delete-protection label.
#![no_std]

mod content;
mod docs;
mod labels;
mod settings;

use labels::{KRUISE, Labelled, protection};
use redline_engine::json::read;
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// Objects with a delete-protection label must not be deleted.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Labelled<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &joined::<26>(&[&[on(DELETE, kinds::NAMESPACE)], DELETIONS, OWNERS]),
        rows: &[rows::RB1],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Labelled<'_>>, own: &Settings, out: &mut Findings) {
        let Some(object) = req.old_object.as_ref().or(req.object.as_ref()) else { return };
        let Some(key) = protection(object, own) else {
            if req.operation == Operation::Delete && is_namespace(req) {
                content::check(ctx, req, own, out);
            }
            return;
        };
        if req.operation == Operation::Update {
            out.extend(guards::object::added_owner(req));
            return;
        }
        if key == KRUISE
            && object.metadata.labels.get(KRUISE).is_some_and(|v| v == "Cascading")
            && is_empty(ctx, req, object)
        {
            return;
        }
        let (kind, id) = (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()));
        let text = text!(
            "deletes {kind} `{id}`, which label `{key}` protects",
            "该请求将删除受标签 `{key}` 保护的 {kind} `{id}`"
        );
        out.push(Finding::deny(format!("metadata.labels[{key}]"), text));
    }
}

/// Protection holds for every kind. The deletion of a namespace is of interest without a label, too.
const DELETIONS: &[RequestMatch] = &[on(DELETE, kinds::ANY).of(Interest::DeleteProtection)];

/// The kinds that people protect. An owner can be given to any object, but a webhook for every update of a cluster would cost
/// more than it saves.
const OWNERS: &[RequestMatch] = &of_interest(
    Interest::DeleteProtection,
    [
        on(UPDATE, kinds::CONFIG_MAP),
        on(UPDATE, kinds::NAMESPACE),
        on(UPDATE, kinds::NODE),
        on(UPDATE, kinds::PERSISTENT_VOLUME_CLAIM),
        on(UPDATE, kinds::PERSISTENT_VOLUME),
        on(UPDATE, kinds::POD),
        on(UPDATE, kinds::REPLICATION_CONTROLLER),
        on(UPDATE, kinds::SECRET),
        on(UPDATE, kinds::SERVICE_ACCOUNT),
        on(UPDATE, kinds::SERVICE),
        on(UPDATE, kinds::CUSTOM_RESOURCE_DEFINITION),
        on(UPDATE, kinds::DAEMON_SET),
        on(UPDATE, kinds::DEPLOYMENT),
        on(UPDATE, kinds::REPLICA_SET),
        on(UPDATE, kinds::STATEFUL_SET),
        on(UPDATE, kinds::ANY_IN_KRUISE),
        on(UPDATE, kinds::CRON_JOB),
        on(UPDATE, kinds::JOB),
        on(UPDATE, kinds::ANY_IN_GATEWAY),
        on(UPDATE, kinds::INGRESS_CLASS),
        on(UPDATE, kinds::INGRESS),
        on(UPDATE, kinds::NETWORK_POLICY),
        on(UPDATE, kinds::ANY_IN_ALIBABA_STORAGE),
        on(UPDATE, kinds::STORAGE_CLASS),
    ],
);

redline_engine::view! {
    struct Workload<'a> {
        replicas: Option<i64>,
    }
}

fn is_namespace(req: &Request<'_, Labelled<'_>>) -> bool {
    let (kind, resource) = (&*req.kind.kind, &*req.resource.resource);
    req.kind.group.is_empty() && req.resource.group.is_empty() && (kind == "Namespace" || resource == "namespaces")
}

/// Whether `Cascading` of OpenKruise lets an object go because nothing depends on it: a workload without replicas, or a
/// namespace in which look-ups show neither pods nor claims.
fn is_empty(ctx: &Context<'_>, req: &Request<'_, Labelled<'_>>, object: &Labelled<'_>) -> bool {
    if is_namespace(req) {
        let none = |kind| ctx.host.count("v1", kind, req.object_name()) == Some(0);
        return none("Pod") && none("PersistentVolumeClaim");
    }
    let workload = object.spec.and_then(|spec| read::<Workload<'_>>(spec.get()).ok());
    workload.is_some_and(|workload| workload.replicas == Some(0))
}
