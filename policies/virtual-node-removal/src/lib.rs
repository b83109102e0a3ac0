//! The virtual node component, its objects and its nodes.
#![no_std]

mod docs;

use guards::migration::MigrationSettings;
use guards::node;
use guards::object::{self, ProtectedObjects, Stop, Whole};
use redline_engine::json::{List, Slot, read};
use redline_engine::kubernetes::lookup::items;
use redline_engine::prelude::*;
use redline_engine::strings::{concat, truncate_for_display};

/// The virtual node component, its objects and its nodes must not be removed while pods depend on them.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = MigrationSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::CONFIG_MAP).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::NODE),
            on(UPDATE_DELETE, kinds::SERVICE_ACCOUNT).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::SERVICE).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::DEPLOYMENT).of(Interest::KubeSystem),
            on(UPDATE, kinds::DEPLOYMENT).sub("scale").of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::CLUSTER_ROLE_BINDING),
            on(UPDATE_DELETE, kinds::MUTATING_WEBHOOK_CONFIGURATION),
        ],
        rows: &[rows::R32],
        // The component itself deletes virtual nodes that it no longer serves.
        exempt_users: &["system:serviceaccount:kube-system:virtual-kubelet"],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Whole<'_>>, own: &MigrationSettings, out: &mut Findings) {
        let (old, new) = (req.old_object.as_ref(), req.object.as_ref());
        let Some(object) = old.or(new) else { return };
        let name = req.object_name();
        let deleted = req.operation == Operation::Delete;
        if NODES.matches(req) {
            if node::virtual_marks(name, &object.metadata, &member(object, "spec")) == 0 {
                return;
            }
            out.extend(object::added_owner(req).map(|finding| with_pod_count(ctx, Some(name), finding)));
            if deleted {
                let text = text!("deletes virtual node `{}`", "该请求将删除虚拟节点 `{}`", truncate_for_display(name));
                out.push(with_pod_count(ctx, Some(name), Finding::deny("", text)));
            }
            return;
        }
        let target = if PROFILE.matches(req) {
            &PROFILE
        } else if own.migrated_from_dedicated {
            return;
        } else if WEBHOOKS.matches(req) && refers_to_component(object) {
            &WEBHOOKS
        } else if let Some(target) = object::target(COMPONENT, req) {
            target
        } else {
            return;
        };
        let (kind, id) = (target.kind, truncate_for_display(&req.object_id()));
        if deleted {
            let text = text!(
                "deletes {kind} `{id}` of the virtual node component",
                "该请求将删除虚拟节点组件的 {kind} `{id}`"
            );
            out.push(with_pod_count(ctx, None, Finding::deny("", text)));
            return;
        }
        let (Some(old), Some(new)) = (old, new) else { return };
        out.extend(object::added_owner(req).map(|finding| with_pod_count(ctx, None, finding)));
        if refers_to_component(old) && !refers_to_component(new) {
            let text = text!(
                "removes the virtual node component from {kind} `{id}`",
                "该请求将从 {kind} `{id}` 中移除虚拟节点组件"
            );
            out.push(with_pod_count(ctx, None, Finding::deny("", text)));
        }
        for stop in object::stops(req) {
            out.push(match stop {
                Stop::ScaledToZero => {
                    let text = text!(
                        "scales {kind} `{id}` of the virtual node component to zero",
                        "该请求将虚拟节点组件的 {kind} `{id}` 缩容到 0"
                    );
                    with_pod_count(ctx, None, Finding::deny("spec.replicas", text))
                }
                Stop::Nodes(field) => Finding::warn(
                    concat(&["spec.template.spec.", field]),
                    text!(
                        "changes the {field} of {kind} `{id}` of the virtual node component",
                        "该请求将修改虚拟节点组件的 {kind} `{id}` 的 {field}"
                    ),
                ),
            });
        }
    }
}

const SYSTEM: &str = "kube-system";
const ACCOUNT: &str = "virtual-kubelet";
const WEBHOOK: &str = "vk-webhook";

/// Objects of the component (ACK documentation, migration from dedicated to managed clusters).
const COMPONENT: &[ProtectedObjects] = &[
    ProtectedObjects::new("apps", "deployments", "Deployment", SYSTEM, &["ack-virtual-node-controller"]),
    ProtectedObjects::new("", "services", "Service", SYSTEM, &[WEBHOOK]),
    ProtectedObjects::new("", "serviceaccounts", "ServiceAccount", SYSTEM, &[ACCOUNT]),
    ProtectedObjects::new("rbac.authorization.k8s.io", "clusterrolebindings", "ClusterRoleBinding", "", &[ACCOUNT]),
];
/// Configuration of ECI pods, which managed clusters keep after a migration.
const PROFILE: ProtectedObjects = ProtectedObjects::new("", "configmaps", "ConfigMap", SYSTEM, &["eci-profile"]);
/// Kinds of which any object can belong to the component.
const NODES: ProtectedObjects = ProtectedObjects::new("", "nodes", "Node", "", &["*"]);
const WEBHOOKS: ProtectedObjects = ProtectedObjects::new(
    "admissionregistration.k8s.io",
    "mutatingwebhookconfigurations",
    "MutatingWebhookConfiguration",
    "",
    &["*"],
);

redline_engine::view! {
    struct Subject<'a> {
        kind: Str<'a>,
        name: Str<'a>,
        namespace: Str<'a>,
    }
    struct Webhook<'a> {
        client = "clientConfig": Client<'a>,
    }
    struct Client<'a> {
        service: Service<'a>,
    }
    struct Service<'a> {
        name: Str<'a>,
        namespace: Str<'a>,
    }
    struct Pod<'a> {
        metadata: ObjectMeta<'a>,
        spec: PodSpec<'a>,
    }
    struct PodSpec<'a> {
        node = "nodeName": Str<'a>,
    }
}

/// A member of an object; empty where it is missing or of another shape.
fn member<'a, T: Slot<'a>>(object: &Whole<'a>, key: &str) -> T {
    object.fields.get(key).and_then(|json| read(json.get()).ok()).unwrap_or_else(T::empty)
}

/// Whether a binding names the account of the component, or a webhook its Service.
fn refers_to_component(object: &Whole<'_>) -> bool {
    let subjects: List<Subject<'_>> = member(object, "subjects");
    let webhooks: List<Webhook<'_>> = member(object, "webhooks");
    subjects.iter().any(|s| s.kind == "ServiceAccount" && s.namespace == SYSTEM && s.name == ACCOUNT)
        || webhooks.iter().map(|w| &w.client.service).any(|s| s.namespace == SYSTEM && s.name == WEBHOOK)
}

/// Adds to a finding how many pods depend on the component or on one virtual node, where a look-up shows it.
fn with_pod_count(ctx: &Context<'_>, node: Option<&str>, mut finding: Finding) -> Finding {
    let json = ctx.host.list("v1", "Pod", "");
    let Some(pods) = items::<Pod<'_>>(json.as_deref()) else { return finding };
    let left = pods.iter().filter(|pod| match node {
        Some(node) => pod.spec.node == node,
        None => is_serverless(pod),
    });
    match left.count() {
        0 => {
            finding.text.append(&text!("no ECI or ACS pods remain", "没有剩余的 ECI、ACS Pod"));
            finding.level = Level::Warn;
        }
        left => finding.text.append(&text!("remaining ECI or ACS pods: {left}", "剩余 {left} 个 ECI、ACS Pod")),
    }
    finding
}

/// Whether a pod runs, or will run, on ECI or ACS.
fn is_serverless(pod: &Pod<'_>) -> bool {
    let labels = ["alibabacloud.com/eci", "eci", "alibabacloud.com/acs"];
    pod.spec.node.starts_with("virtual-kubelet-")
        || labels.iter().any(|key| pod.metadata.labels.get(key).is_some_and(|value| value == "true"))
}
