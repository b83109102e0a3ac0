//! Scaling by hand what an autoscaler scales: its configuration, its marks on nodes, its nodes.
#![no_std]

mod rows;

use redline_engine::alloc::collections::BinaryHeap;

use guards::node::{self, Part};
use guards::object::{self, Stop, Target, Whole};
use guards::path::truncate_for_display;
use redline_engine::json::{List, read};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Warns when somebody works against node autoscaling through the cluster: deletes a node that the autoscaler
    /// brought up, sets or clears its marks on nodes (the labels `k8s.aliyun.com` and `goatscaler.io/managed`, the
    /// annotation `cluster-autoscaler.kubernetes.io/scale-down-disabled`, the taints
    /// `ToBeDeletedByClusterAutoscaler` and `DeletionCandidateOfClusterAutoscaler`), edits `--nodes` of the
    /// Deployment `cluster-autoscaler`, stops or deletes it, edits or deletes the ConfigMap `autoscaler-meta`, or
    /// deletes an autoscaler's status. Use `enforcement: strict` to deny.
    /// ## Why it is high-risk
    /// The autoscaler compares the pool with its own policy every few seconds and undoes what it did not do
    /// itself: it brings up another node, or takes one down with the pods on it.
    /// ## How to get it done anyway
    /// Change the minimum and maximum of the node pool in the ACK console or with the API, or switch its
    /// autoscaling off first. Where an autoscaler uses an account of its own, name it in `exempt`.
    docs: {
        title: Bilingual {
            en: "Scaling an autoscaled node pool by hand",
            zh: "对已开启自动伸缩的节点池手动扩缩容",
        },
        text_zh: "对在集群内绕过节点自动伸缩的操作告警：删除由自动伸缩组件创建的节点；添加或清除其节点标记（标签 `k8s.aliyun.com`、\
                  `goatscaler.io/managed`，注解 `cluster-autoscaler.kubernetes.io/scale-down-disabled`，污点 \
                  `ToBeDeletedByClusterAutoscaler`、`DeletionCandidateOfClusterAutoscaler`）；修改 Deployment \
                  `cluster-autoscaler` 的 `--nodes`，或将其停止、删除；修改或删除 ConfigMap `autoscaler-meta`，删除自动伸缩的\
                  状态 ConfigMap。自动伸缩组件会按自己的策略重新扩容或缩容，手动改动随即被覆盖。请在 ACK 控制台调整节点池的\
                  最小、最大节点数，或先关闭自动伸缩。需要拒绝时设置 `enforcement: strict`。",
        severity: Severity::Medium,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[
            On {
                operations: &[Operation::Update, Operation::Delete],
                group: "",
                versions: &["v1"],
                resources: &[("configmaps", "ConfigMap"), ("nodes", "Node")],
            },
            // A write to `status` keeps the labels and annotations that the client sends.
            On {
                operations: &[Operation::Update],
                group: "",
                versions: &["v1"],
                resources: &[("nodes/status", "Node")],
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
        ],
        rows: rows::ROWS,
        // The cluster autoscaler's account, and that of the Deployments that ACK made formerly.
        exempt_users: &[
            "system:serviceaccount:kube-system:admin",
            "system:serviceaccount:kube-system:cluster-autoscaler",
        ],
    }
    settings: {}
    check: check, of Whole
}

/// Marks of nodes that an autoscaler brought up, with the value `true` (ACK and Terraform documentation).
const SCALED: &[&str] = &["k8s.aliyun.com", "goatscaler.io/managed"];
/// What the cluster autoscaler reads from nodes, and writes on them.
const ANNOTATION: &str = "cluster-autoscaler.kubernetes.io/scale-down-disabled";
const TAINTS: &[&str] = &["DeletionCandidateOfClusterAutoscaler", "ToBeDeletedByClusterAutoscaler"];
/// Flags that say what the cluster autoscaler scales, and between which bounds.
const FLAGS: &[&str] = &["node-group-auto-discovery", "nodes"];

const AUTOSCALER: Target = Target {
    group: "apps",
    resource: "deployments",
    kind: "Deployment",
    namespace: "kube-system",
    names: &["cluster-autoscaler"],
};
const META: Target = Target {
    group: "",
    resource: "configmaps",
    kind: "ConfigMap",
    namespace: "kube-system",
    names: &["autoscaler-meta"],
};
const NODES: Target = Target { group: "", resource: "nodes", kind: "Node", namespace: "", names: &["*"] };

redline_engine::view! {
    struct Deployment<'a> {
        template: Template<'a>,
    }
    struct Template<'a> {
        spec: PodSpec<'a>,
    }
    struct PodSpec<'a> {
        containers: List<Container<'a>>,
    }
    struct Container<'a> {
        command: List<Str<'a>>,
        args: List<Str<'a>>,
    }
}

fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &Settings, out: &mut Findings) {
    if NODES.matches(req) {
        nodes(req, out);
    } else if AUTOSCALER.matches(req) {
        autoscaler(req, out);
    } else {
        config_map(req, out);
    }
}

fn nodes(req: &Request<'_, Whole<'_>>, out: &mut Findings) {
    let name = req.object_name();
    if req.operation == Operation::Delete {
        let scaled = |key: &&str| {
            let labels = req.meta().map(|meta| &meta.labels);
            labels.and_then(|labels| labels.get(key)).is_some_and(|value| value == "true")
        };
        if SCALED.iter().any(scaled) {
            let name = truncate_for_display(name);
            let text = text!(
                "node `{name}`, which an autoscaler manages, is deleted by hand",
                "手动删除由自动伸缩组件管理的节点 `{name}`"
            );
            out.push(Finding::warn("", text));
        }
        return;
    }
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
    let mut edits = node::metadata_edits(&old.metadata, &new.metadata);
    // The API server throws away what a write to the status says about the rest.
    if req.sub_resource.is_empty() {
        edits.extend(node::taint_edits(&spec(old), &spec(new)));
    }
    for edit in edits {
        let key = &*edit.key;
        let ours = match edit.part {
            Part::Label => SCALED.contains(&key),
            Part::Annotation => key == ANNOTATION,
            Part::Taint => TAINTS.contains(&key),
        };
        if ours {
            out.push(Finding::warn(edit.path(), edit.text(name)));
        }
    }
}

/// The node's spec; nothing where it cannot be read, which the API server refuses anyway.
fn spec<'a>(node: &Whole<'a>) -> node::Spec<'a> {
    node.fields.get("spec").and_then(|json| read(json.get()).ok()).unwrap_or_default()
}

fn autoscaler(req: &Request<'_, Whole<'_>>, out: &mut Findings) {
    let id = truncate_for_display(&req.object_id());
    if req.operation == Operation::Delete {
        out.push(Finding::warn("", text!("Deployment `{id}` is deleted by hand", "手动删除 Deployment `{id}`")));
        return;
    }
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
    if object::stops(old, new).contains(&Stop::ScaledToZero) {
        let text = text!("Deployment `{id}` is scaled to zero by hand", "手动将 Deployment `{id}` 缩容到 0");
        out.push(Finding::warn("spec.replicas", text));
    }
    // A Scale says nothing about containers.
    if req.sub_resource.is_empty() {
        let (before, after) = (groups(old), groups(new));
        if before != after {
            let (from, to) = (truncate_for_display(&before.join(" ")), truncate_for_display(&after.join(" ")));
            let text = text!(
                "the node groups of Deployment `{id}` are changed by hand from `{from}` to `{to}`",
                "手动将 Deployment `{id}` 的节点组由 `{from}` 改为 `{to}`"
            );
            out.push(Finding::warn("spec.template.spec.containers", text).value(after.join(" ")));
        }
    }
}

/// The values of `--nodes` and its like in order, in any spelling that flags have, also within a shell's command
/// line.
fn groups(deployment: &Whole<'_>) -> Vec<String> {
    let spec = deployment.fields.get("spec").and_then(|json| read::<Deployment<'_>>(json.get()).ok());
    let mut groups = Vec::new();
    for container in spec.iter().flat_map(|spec| &spec.template.spec.containers) {
        let mut words = container.command.iter().chain(&container.args).flat_map(|arg| arg.split_whitespace());
        while let Some(word) = words.next() {
            let Some(flag) = word.strip_prefix("--").or_else(|| word.strip_prefix('-')) else { continue };
            match flag.split_once('=') {
                Some((flag, value)) if FLAGS.contains(&flag) => groups.push(value.to_owned()),
                None if FLAGS.contains(&flag) => groups.extend(words.next().map(str::to_owned)),
                _ => {}
            }
        }
    }
    // Sorted with a heap, which takes less of a module than the standard sort.
    BinaryHeap::from(groups).into_sorted_vec()
}

fn config_map(req: &Request<'_, Whole<'_>>, out: &mut Findings) {
    let name = req.object_name();
    let meta = META.matches(req);
    // The community autoscaler keeps one status, ACK's own one for each pool.
    let status = req.object_namespace() == "kube-system"
        && (name == "cluster-autoscaler-status" || (name.starts_with("np") && name.ends_with("-inventory-status")));
    let id = truncate_for_display(&req.object_id());
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) if meta || status => {
            let text = text!("ConfigMap `{id}` of an autoscaler is deleted", "删除自动伸缩组件的 ConfigMap `{id}`");
            out.push(Finding::warn("", text));
        }
        (Operation::Update, Some(old), Some(new)) if meta => {
            let changes = object::changes(old, new);
            if let Some(path) = changes.iter().find(|path| ["data", "binaryData"].contains(path)) {
                let text = text!(
                    "ConfigMap `{id}` of an autoscaler is changed by hand",
                    "手动修改自动伸缩组件的 ConfigMap `{id}`"
                );
                out.push(Finding::warn(*path, text));
            }
        }
        _ => {}
    }
}
