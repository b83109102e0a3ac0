//! Nodes that join the cluster outside ACK's node pools, and the tokens and roles that let them.
#![no_std]

mod docs;
mod settings;

use guards::members::same_value;
use guards::node;
use redline_engine::json::{Fields, Raw};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// Nodes must join through ACK's node pools.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Joining<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(CREATE, kinds::NODE),
            on(CREATE_UPDATE, kinds::SECRET).of(Interest::KubeSystem),
            on(CREATE_UPDATE, kinds::CLUSTER_ROLE_BINDING),
        ],
        rows: &[rows::R12],
        // A node joins through its own kubelet.
        exempt_kubelets: false,
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Joining<'_>>, own: &Settings, out: &mut Findings) {
        let Some(new) = &req.object else { return };
        let old = req.old_object.as_ref();
        if new.kind == TOKEN && req.object_namespace() == "kube-system" {
            let id = truncate_for_display(&req.object_id());
            match old {
                None => out.push(Finding::warn(
                    "",
                    text!(
                        "creates bootstrap token `{id}`, with which any machine can join as a node",
                        "该请求将创建 bootstrap token `{id}`，持有者可将任意机器加入集群"
                    ),
                )),
                Some(old) if TOKEN_PARTS.iter().any(|key| !same_value(old.data.get(key), new.data.get(key))) => {
                    let text = text!(
                        "renews bootstrap token `{id}` or extends its rights",
                        "该请求将续期 bootstrap token `{id}` 或扩大其权限"
                    );
                    out.push(Finding::warn("data", text));
                }
                Some(_) => {}
            }
        } else if JOIN_ROLES.contains(&&*new.role.name) {
            let has_subjects = new.subjects.is_some_and(|subjects| subjects.get() != "[]");
            if has_subjects && old.is_none_or(|old| !same_value(old.subjects.as_ref(), new.subjects.as_ref())) {
                let (id, role) = (truncate_for_display(&req.object_id()), &new.role.name);
                let text = text!(
                    "lets the subjects of ClusterRoleBinding `{id}` join as nodes through `{role}`",
                    "该请求将允许 ClusterRoleBinding `{id}` 的主体通过 `{role}` 加入为节点"
                );
                out.push(Finding::warn("subjects", text));
            }
        } else if req.kind.kind == "Node" || ["nodes", "Node"].contains(&&*req.resource.resource) {
            let mut found = Findings::new();
            check_node(req.object_name(), new, own, &mut found);
            // A kubelet that starts tries to create its Node even if the Node exists.
            if !found.is_empty() && ctx.host.get("v1", "Node", "", req.object_name()).is_none() {
                out.append(&mut found);
            }
        }
    }
}

redline_engine::view! {
    /// A Node, a Secret or a ClusterRoleBinding.
    pub struct Joining<'a> {
        metadata: ObjectMeta<'a>,
        spec: node::Spec<'a>,
        kind = "type": Str<'a>,
        data: Fields<'a>,
        role = "roleRef": Role<'a>,
        subjects: Option<Raw<'a>>,
    }
    struct Role<'a> {
        name: Str<'a>,
    }
}
redline_engine::objects!(Joining);

/// Labels that ACK's scripts hand to the kubelet (ACK documentation, "Create a script to add cluster nodes").
const POOL: &str = "alibabacloud.com/nodepool-id";
const CLUSTER: &str = "ack.aliyun.com";
const TOKEN: &str = "bootstrap.kubernetes.io/token";
/// Fields of a token that decide who can join, and for how long.
const TOKEN_PARTS: &[&str] = &["auth-extra-groups", "expiration", "token-secret", "usage-bootstrap-authentication"];
/// Roles that let kubelets request a certificate, or get it approved automatically.
const JOIN_ROLES: &[&str] = &[
    "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
    "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    "system:node-bootstrapper",
];

fn check_node(name: &str, node: &Joining<'_>, own: &Settings, out: &mut Findings) {
    let Joining { metadata, spec, .. } = node;
    let provider = &*spec.provider_id;
    let label = |key: &str| metadata.labels.get(key).map_or("", |value| value);
    let karpenter = || {
        let mut keys = metadata.labels.iter().map(|(key, _)| key).chain(spec.taints.iter().map(|taint| &*taint.key));
        keys.any(|key| key.starts_with("karpenter.sh/"))
    };
    // A single mark may be a mistake, or a disguise.
    if node::virtual_marks(name, metadata, spec) > 1
        || provider.starts_with("ack-hybrid://")
        || (own.allow_karpenter && karpenter())
    {
        return;
    }
    let name = truncate_for_display(name);
    let (pool, cluster) = (label(POOL), label(CLUSTER));
    let missing: Vec<&str> =
        [(POOL, pool), (CLUSTER, cluster)].iter().filter(|(_, value)| value.is_empty()).map(|(key, _)| *key).collect();
    if !missing.is_empty() {
        let attached =
            label("alibabacloud.com/external") == "true" && !label("alibabacloud.com/instance-id").is_empty();
        let (labels, labels_zh) = (missing.join("`, `"), missing.join("`、`"));
        let text = text!(
            "registers node `{name}` without `{labels}`, which the nodes of ACK's node pools carry",
            "该请求将注册节点 `{name}`，但缺少节点池节点应有的标签 `{labels_zh}`",
        );
        let mut finding = Finding::deny("metadata.labels", text);
        if node::is_control_plane(metadata, spec) {
            finding.text.append(&text!("control-plane nodes belong to no node pool", "Master 节点不属于任何节点池"));
            finding.level = Level::Warn;
        } else if attached && !cluster.is_empty() {
            finding.text.append(&text!("ACK attached this instance", "该实例由 ACK 添加"));
            finding.level = Level::Warn;
        }
        out.push(finding);
    }
    if !cluster.is_empty() && !own.cluster_id.is_empty() && cluster != own.cluster_id {
        let text = text!(
            "registers node `{name}` with the label of another cluster, `{}`",
            "该请求将注册节点 `{name}`，其标签属于其他集群 `{}`",
            truncate_for_display(cluster),
        );
        out.push(Finding::deny("metadata.labels[ack.aliyun.com]", text).value(cluster));
    }
    if !provider.is_empty() && !is_ecs(provider) && label("alibabacloud.com/lingjun-worker") != "true" {
        let text = text!(
            "registers node `{name}` with provider ID `{}`, which is not an ECS instance",
            "该请求将注册节点 `{name}`，其实例 `{}` 不是 ECS 实例",
            truncate_for_display(provider),
        );
        out.push(Finding::deny("spec.providerID", text).value(provider));
    }
}

/// `<region>.i-...`, with or without the provider's name, as the cloud controller manager reads it.
fn is_ecs(provider: &str) -> bool {
    let id = provider.strip_prefix("alicloud://").unwrap_or(provider);
    id.split_once('.').is_some_and(|(region, id)| !region.is_empty() && id.starts_with("i-"))
}
