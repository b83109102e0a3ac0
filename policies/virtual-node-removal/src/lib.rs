//! The virtual node component, its objects and its nodes.
#![no_std]

mod rows;

use guards::node;
use guards::object::{self, Stop, Target, Whole};
use guards::path::truncate_for_display;
use redline_engine::json::{List, Slot, read};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Taking the virtual node component `ack-virtual-node` apart: deleting its Deployment or scaling it to zero,
    /// deleting the Service `vk-webhook`, the ServiceAccount and ClusterRoleBinding `virtual-kubelet`, the
    /// MutatingWebhookConfiguration that calls `vk-webhook`, the ConfigMap `eci-profile`, or a virtual node; also
    /// taking the account out of the binding or the Service out of the webhook, and an owner with which the garbage
    /// collector would delete the Deployment or the binding. With the look-up of Pods granted it says how many ECI and
    /// ACS pods are left, and only warns when there are none.
    /// ## Why it is high-risk
    /// Pods on ECI and ACS live outside the cluster's nodes. Without the component they can be neither deleted nor
    /// created, while they run on and cost money.
    /// ## How to get it done anyway
    /// Delete the ECI and ACS pods, then uninstall the component on the Add-ons page, which clears away its virtual
    /// nodes. After a migration from a dedicated to a managed cluster ACK's guide asks you to delete what is left
    /// of the old component: set `migratedFromDedicated` for as long as it takes.
    docs: {
        title: Bilingual { en: "Removing the virtual node component or its objects", zh: "卸载虚拟节点组件或删除其相关对象" },
        text_zh: "拦截拆除虚拟节点组件 `ack-virtual-node`：删除其 Deployment 或缩容到 0，删除 Service `vk-webhook`、\
                  ServiceAccount 和 ClusterRoleBinding `virtual-kubelet`、调用 `vk-webhook` 的 MutatingWebhookConfiguration、\
                  ConfigMap `eci-profile` 或虚拟节点，以及从绑定中移除该账号、从 webhook 中移除该 Service、为 Deployment 或绑定设置会使其被垃圾回收的 owner。授予查询 Pod 的权限后，\
                  会提示剩余的 ECI、ACS Pod 数量，没有剩余时只告警。组件缺失后，ECI、ACS Pod 无法创建也无法删除，并继续计费。\
                  请先删除这些 Pod，再到组件管理页面卸载。由专有版迁移到托管版后清理旧组件时，可临时开启 `migratedFromDedicated`。",
        severity: Severity::High,
        context: &[("v1", "Pod")],
        background_audit: false,
    }
    declare: {
        on: &[
            On {
                operations: &[Operation::Delete],
                group: "",
                versions: &["v1"],
                resources: &[
                    ("configmaps", "ConfigMap"),
                    ("nodes", "Node"),
                    ("serviceaccounts", "ServiceAccount"),
                    ("services", "Service"),
                ],
            },
            On {
                operations: &[Operation::Update, Operation::Delete],
                group: "apps",
                versions: &["v1"],
                resources: &[("deployments", "Deployment")],
            },
            On {
                operations: &[Operation::Update],
                group: "apps",
                versions: &["v1"],
                resources: &[("deployments/scale", "Scale")],
            },
            On {
                operations: &[Operation::Update, Operation::Delete],
                group: "rbac.authorization.k8s.io",
                versions: &["v1"],
                resources: &[("clusterrolebindings", "ClusterRoleBinding")],
            },
            On {
                operations: &[Operation::Update, Operation::Delete],
                group: "admissionregistration.k8s.io",
                versions: &["v1"],
                resources: &[("mutatingwebhookconfigurations", "MutatingWebhookConfiguration")],
            },
        ],
        rows: rows::ROWS,
        // The component itself takes down virtual nodes that it no longer serves.
        exempt_users: &["system:serviceaccount:kube-system:virtual-kubelet"],
    }
    settings: {
        /// The cluster was migrated from a dedicated to a managed one, so that the objects of the old component may
        /// be deleted. Virtual nodes and `eci-profile`, which stay in use, are guarded as before.
        #[zh("集群已由专有版迁移为托管版，允许删除旧组件的对象；仍在使用的虚拟节点和 `eci-profile` 照常保护。")]
        migrated_from_dedicated = "migratedFromDedicated": bool = false;
    }
    check: check, of Whole
}

const SYSTEM: &str = "kube-system";
const ACCOUNT: &str = "virtual-kubelet";
const WEBHOOK: &str = "vk-webhook";

const fn target(
    group: &'static str,
    resource: &'static str,
    kind: &'static str,
    namespace: &'static str,
    names: &'static [&'static str],
) -> Target {
    Target { group, resource, kind, namespace, names }
}

/// What the component is made of (ACK documentation, migration from dedicated to managed clusters).
const COMPONENT: &[Target] = &[
    target("apps", "deployments", "Deployment", SYSTEM, &["ack-virtual-node-controller"]),
    target("", "services", "Service", SYSTEM, &[WEBHOOK]),
    target("", "serviceaccounts", "ServiceAccount", SYSTEM, &[ACCOUNT]),
    target("rbac.authorization.k8s.io", "clusterrolebindings", "ClusterRoleBinding", "", &[ACCOUNT]),
];
/// What ECI pods are made by; stays in managed clusters.
const PROFILE: Target = target("", "configmaps", "ConfigMap", SYSTEM, &["eci-profile"]);
/// Kinds of which any object may be meant.
const NODES: Target = target("", "nodes", "Node", "", &["*"]);
const WEBHOOKS: Target =
    target("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", "", &["*"]);

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
    struct Pods<'a> {
        items: List<Pod<'a>>,
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

/// Whether a binding or a webhook still serves the component.
fn serves(object: &Whole<'_>) -> bool {
    let subjects: List<Subject<'_>> = member(object, "subjects");
    let webhooks: List<Webhook<'_>> = member(object, "webhooks");
    subjects.iter().any(|s| s.kind == "ServiceAccount" && s.namespace == SYSTEM && s.name == ACCOUNT)
        || webhooks.iter().map(|w| &w.client.service).any(|s| s.namespace == SYSTEM && s.name == WEBHOOK)
}

fn check(ctx: &Context<'_>, req: &Request<'_, Whole<'_>>, own: &Settings, out: &mut Findings) {
    let (old, new) = (req.old_object.as_ref(), req.object.as_ref());
    let Some(object) = old.or(new) else { return };
    let name = req.object_name();
    let deleted = req.operation == Operation::Delete;
    if NODES.matches(req) {
        if node::virtual_marks(name, &object.metadata, &member(object, "spec")) > 0 {
            let text = text!("virtual node `{}` is deleted", "删除虚拟节点 `{}`", truncate_for_display(name));
            out.push(weighed(ctx, Some(name), Finding::deny("", text)));
        }
        return;
    }
    let target = if PROFILE.matches(req) {
        &PROFILE
    } else if own.migrated_from_dedicated {
        return;
    } else if WEBHOOKS.matches(req) && serves(object) {
        &WEBHOOKS
    } else if let Some(target) = object::target(COMPONENT, req) {
        target
    } else {
        return;
    };
    let (kind, id) = (target.kind, truncate_for_display(&req.object_id()));
    if deleted {
        let text = text!("{kind} `{id}` of the virtual node component is deleted", "删除虚拟节点组件的 {kind} `{id}`");
        out.push(weighed(ctx, None, Finding::deny("", text)));
        return;
    }
    let (Some(old), Some(new)) = (old, new) else { return };
    out.extend(object::owned(req).map(|finding| weighed(ctx, None, finding)));
    if serves(old) && !serves(new) {
        let text =
            text!("{kind} `{id}` no longer serves the virtual node component", "{kind} `{id}` 不再服务于虚拟节点组件");
        out.push(weighed(ctx, None, Finding::deny("", text)));
    }
    for stop in object::stops(old, new) {
        out.push(match stop {
            Stop::ScaledToZero => {
                let text = text!(
                    "{kind} `{id}` of the virtual node component is scaled to zero",
                    "虚拟节点组件的 {kind} `{id}` 被缩容到 0"
                );
                weighed(ctx, None, Finding::deny("spec.replicas", text))
            }
            Stop::Nodes(field) => Finding::warn(
                ["spec.template.spec.", field].concat(),
                text!(
                    "{kind} `{id}` of the virtual node component is given another {field}",
                    "虚拟节点组件的 {kind} `{id}` 的 {field} 被修改"
                ),
            ),
        });
    }
}

/// The finding, with what a look-up says about the pods that depend on the component or on one virtual node.
fn weighed(ctx: &Context<'_>, node: Option<&str>, mut finding: Finding) -> Finding {
    let list = ctx.host.list("v1", "Pod", "");
    let pods = list.as_deref().and_then(|json| core::str::from_utf8(json).ok());
    let Some(pods) = pods.and_then(|json| read::<Pods<'_>>(json).ok()) else { return finding };
    let left = pods.items.iter().filter(|pod| match node {
        Some(node) => pod.spec.node == node,
        None => serverless(pod),
    });
    match left.count() {
        0 => {
            finding.text.append(&text!("no ECI or ACS pods are left", "已没有 ECI、ACS Pod"));
            finding.level = Level::Warn;
        }
        left => finding.text.append(&text!("ECI or ACS pods left: {left}", "剩余 ECI、ACS Pod：{left} 个")),
    }
    finding
}

/// Whether a pod runs, or is to run, on ECI or ACS.
fn serverless(pod: &Pod<'_>) -> bool {
    let labels = ["alibabacloud.com/eci", "eci", "alibabacloud.com/acs"];
    pod.spec.node.starts_with("virtual-kubelet-")
        || labels.iter().any(|key| pod.metadata.labels.get(key).is_some_and(|value| value == "true"))
}
