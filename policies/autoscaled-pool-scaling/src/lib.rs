//! Manual changes to what an autoscaler manages: its configuration, its marks on nodes, its nodes.
#![no_std]

mod docs;

use redline_engine::alloc::collections::BinaryHeap;

use guards::node::{self, Part};
use guards::object::{self, ProtectedObjects, Stop, Whole};
use redline_engine::json::{List, read};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Nodes and settings that an autoscaler manages should not be changed by hand.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::CONFIG_MAP).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::NODE),
            // A write to `status` keeps the labels and annotations that the client sends.
            on(UPDATE, kinds::NODE).sub("status"),
            on(UPDATE_DELETE, kinds::DEPLOYMENT).of(Interest::KubeSystem),
            on(UPDATE, kinds::DEPLOYMENT).sub("scale").of(Interest::KubeSystem),
        ],
        rows: &[rows::R28],
        // The cluster autoscaler's account, and the one that older Deployments of ACK use.
        exempt_users: &[
            "system:serviceaccount:kube-system:admin",
            "system:serviceaccount:kube-system:cluster-autoscaler",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &NoSettings, out: &mut Findings) {
        if NODES.matches(req) {
            check_node(req, out);
        } else if AUTOSCALER.matches(req) {
            check_autoscaler(req, out);
        } else {
            check_config_map(req, out);
        }
    }
}

/// Labels of nodes that an autoscaler created, with the value `true` (ACK and Terraform documentation).
const MANAGED_LABELS: &[&str] = &["k8s.aliyun.com", "goatscaler.io/managed"];
/// The annotation that the cluster autoscaler reads from nodes, and the taints that it sets.
const ANNOTATION: &str = "cluster-autoscaler.kubernetes.io/scale-down-disabled";
const TAINTS: &[&str] = &["DeletionCandidateOfClusterAutoscaler", "ToBeDeletedByClusterAutoscaler"];
/// Flags with the node groups of the cluster autoscaler and their minimum and maximum.
const FLAGS: &[&str] = &["node-group-auto-discovery", "nodes"];

const AUTOSCALER: ProtectedObjects = ProtectedObjects {
    group: "apps",
    resource: "deployments",
    kind: "Deployment",
    namespace: "kube-system",
    names: &["cluster-autoscaler"],
};
const META: ProtectedObjects = ProtectedObjects {
    group: "",
    resource: "configmaps",
    kind: "ConfigMap",
    namespace: "kube-system",
    names: &["autoscaler-meta"],
};
const NODES: ProtectedObjects =
    ProtectedObjects { group: "", resource: "nodes", kind: "Node", namespace: "", names: &["*"] };

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

fn check_node(req: &Request<'_, Whole<'_>>, out: &mut Findings) {
    let name = req.object_name();
    if req.operation == Operation::Delete {
        let scaled = |key: &&str| {
            let labels = req.meta().map(|meta| &meta.labels);
            labels.and_then(|labels| labels.get(key)).is_some_and(|value| value == "true")
        };
        if MANAGED_LABELS.iter().any(scaled) {
            let name = truncate_for_display(name);
            let text = text!(
                "deletes node `{name}`, which an autoscaler manages",
                "该请求将删除由自动伸缩组件管理的节点 `{name}`"
            );
            out.push(Finding::warn("", text));
        }
        return;
    }
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
    let mut edits = node::metadata_edits(&old.metadata, &new.metadata);
    // On a write to `status`, the API server ignores the spec that the client sends.
    if req.sub_resource.is_empty() {
        edits.extend(node::taint_edits(&spec(old), &spec(new)));
    }
    for edit in edits {
        let key = &*edit.key;
        let is_mark = match edit.part {
            Part::Label => MANAGED_LABELS.contains(&key),
            Part::Annotation => key == ANNOTATION,
            Part::Taint => TAINTS.contains(&key),
        };
        if is_mark {
            out.push(Finding::warn(edit.path(), edit.text(name)));
        }
    }
}

/// The node's spec; empty where it cannot be read, because the API server rejects such a Node anyway.
fn spec<'a>(node: &Whole<'a>) -> node::Spec<'a> {
    node.fields.get("spec").and_then(|json| read(json.get()).ok()).unwrap_or_default()
}

fn check_autoscaler(req: &Request<'_, Whole<'_>>, out: &mut Findings) {
    let id = truncate_for_display(&req.object_id());
    if req.operation == Operation::Delete {
        out.push(Finding::warn(
            "",
            text!("deletes Deployment `{id}`, the node autoscaler", "该请求将删除节点自动伸缩组件的 Deployment `{id}`"),
        ));
        return;
    }
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
    if object::stops(req).contains(&Stop::ScaledToZero) {
        let text = text!(
            "scales Deployment `{id}`, the node autoscaler, to zero",
            "该请求将节点自动伸缩组件的 Deployment `{id}` 缩容到 0"
        );
        out.push(Finding::warn("spec.replicas", text));
    }
    // A Scale object has no containers.
    if req.sub_resource.is_empty() {
        let (before, after) = (node_groups(old), node_groups(new));
        if before != after {
            let (from, to) = (truncate_for_display(&before.join(" ")), truncate_for_display(&after.join(" ")));
            let text = text!(
                "changes the node groups of Deployment `{id}` from `{from}` to `{to}`",
                "该请求将 Deployment `{id}` 的节点组由 `{from}` 改为 `{to}`"
            );
            out.push(Finding::warn("spec.template.spec.containers", text).value(after.join(" ")));
        }
    }
}

/// The sorted values of [`FLAGS`], in any spelling of a flag, also within the command line of a shell.
fn node_groups(deployment: &Whole<'_>) -> Vec<String> {
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
    // A heap adds less code to the module than the standard sort.
    BinaryHeap::from(groups).into_sorted_vec()
}

fn check_config_map(req: &Request<'_, Whole<'_>>, out: &mut Findings) {
    let name = req.object_name();
    let meta = META.matches(req);
    // The community autoscaler keeps one status, ACK's own one for each pool.
    let status = req.object_namespace() == "kube-system"
        && (name == "cluster-autoscaler-status" || (name.starts_with("np") && name.ends_with("-inventory-status")));
    let id = truncate_for_display(&req.object_id());
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) if meta || status => {
            let text =
                text!("deletes ConfigMap `{id}` of an autoscaler", "该请求将删除自动伸缩组件的 ConfigMap `{id}`");
            out.push(Finding::warn("", text));
        }
        (Operation::Update, Some(old), Some(new)) if meta => {
            let changes = object::changes(old, new);
            if let Some(path) = changes.iter().find(|path| ["data", "binaryData"].contains(path)) {
                let text =
                    text!("changes ConfigMap `{id}` of an autoscaler", "该请求将修改自动伸缩组件的 ConfigMap `{id}`");
                out.push(Finding::warn(*path, text));
            }
        }
        _ => {}
    }
}
