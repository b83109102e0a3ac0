//! Nodes that join the cluster around ACK's node pools, and what lets them.
#![no_std]

mod docs;

use guards::members::same_value;
use guards::node;
use redline_engine::json::{Fields, Raw};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Joining<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(CREATE, kinds::NODE),
            on(CREATE_UPDATE, kinds::SECRET),
            on(CREATE_UPDATE, kinds::CLUSTER_ROLE_BINDING),
        ],
        rows: &[rows::R12],
        // A node joins by its own kubelet.
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
                        "bootstrap token `{id}` is created, with which anything can join as a node",
                        "创建了 bootstrap token `{id}`，持有者可将任意机器加入集群"
                    ),
                )),
                Some(old) if TOKEN_PARTS.iter().any(|key| !same_value(old.data.get(key), new.data.get(key))) => {
                    let text =
                        text!("bootstrap token `{id}` is renewed or widened", "bootstrap token `{id}` 被续期或放宽");
                    out.push(Finding::warn("data", text));
                }
                Some(_) => {}
            }
        } else if ADMITTING.contains(&&*new.role.name) {
            let anybody = new.subjects.is_some_and(|subjects| subjects.get() != "[]");
            if anybody && old.is_none_or(|old| !same_value(old.subjects.as_ref(), new.subjects.as_ref())) {
                let (id, role) = (truncate_for_display(&req.object_id()), &new.role.name);
                let text = text!(
                    "ClusterRoleBinding `{id}` lets its subjects join as nodes, through `{role}`",
                    "ClusterRoleBinding `{id}` 通过 `{role}` 允许其主体加入为节点"
                );
                out.push(Finding::warn("subjects", text));
            }
        } else if req.kind.kind == "Node" || ["nodes", "Node"].contains(&&*req.resource.resource) {
            let mut found = Findings::new();
            joins(req.object_name(), new, own, &mut found);
            // A kubelet that starts asks to create its Node even where there is one.
            if !found.is_empty() && ctx.host.get("v1", "Node", "", req.object_name()).is_none() {
                out.append(&mut found);
            }
        }
    }
}

/// The rule's own settings.
#[derive(Debug)]
pub struct Settings {
    /// Id of this cluster. When set, a Node whose label `ack.aliyun.com` names another cluster is refused.
    pub cluster_id: String,
    /// Let nodes that carry a label or taint under `karpenter.sh/` join: they belong to no ACK node pool.
    pub allow_karpenter: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { cluster_id: String::new(), allow_karpenter: false }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["clusterId", "allowKarpenter"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "clusterId" => Some(self.cluster_id.assign(json)),
            "allowKarpenter" => Some(self.allow_karpenter.assign(json)),
            _ => None,
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
/// What in a token lets nodes in, or lets them in for longer.
const TOKEN_PARTS: &[&str] = &["auth-extra-groups", "expiration", "token-secret", "usage-bootstrap-authentication"];
/// Roles that let kubelets ask for a certificate or get it without being asked.
const ADMITTING: &[&str] = &[
    "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
    "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    "system:node-bootstrapper",
];

fn joins(name: &str, node: &Joining<'_>, own: &Settings, out: &mut Findings) {
    let Joining { metadata, spec, .. } = node;
    let provider = &*spec.provider_id;
    let label = |key: &str| metadata.labels.get(key).map_or("", |value| value);
    let karpenter = || {
        let mut keys = metadata.labels.iter().map(|(key, _)| key).chain(spec.taints.iter().map(|taint| &*taint.key));
        keys.any(|key| key.starts_with("karpenter.sh/"))
    };
    // One mark may be a slip, or a disguise.
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
        let text = text!(
            "node `{name}` joins without `{}`, which the nodes of ACK's pools carry",
            "节点 `{name}` 加入集群，但缺少节点池节点应有的标签 `{}`",
            missing.join("`, `"),
        );
        let mut finding = Finding::deny("metadata.labels", text);
        if node::is_control_plane(metadata, spec) {
            finding.text.append(&text!("a master belongs to no pool", "Master 不属于任何节点池"));
            finding.level = Level::Warn;
        } else if attached && !cluster.is_empty() {
            finding.text.append(&text!("it is an instance that ACK attached", "该实例由 ACK 添加"));
            finding.level = Level::Warn;
        }
        out.push(finding);
    }
    if !cluster.is_empty() && !own.cluster_id.is_empty() && cluster != own.cluster_id {
        let text = text!(
            "node `{name}` carries the label of another cluster, `{}`",
            "节点 `{name}` 的标签属于其他集群 `{}`",
            truncate_for_display(cluster),
        );
        out.push(Finding::deny("metadata.labels[ack.aliyun.com]", text).value(cluster));
    }
    if !provider.is_empty() && !is_ecs(provider) && label("alibabacloud.com/lingjun-worker") != "true" {
        let text = text!(
            "`{}`, the instance behind node `{name}`, is not one of ECS",
            "节点 `{name}` 的实例 `{}` 不是 ECS 实例",
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
