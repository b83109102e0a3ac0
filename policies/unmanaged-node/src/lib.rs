//! Nodes that join the cluster around ACK's node pools, and what lets them.
#![no_std]

mod rows;

use guards::members::same_value;
use guards::node;
use guards::path::truncate_for_display;
use redline_engine::json::{Fields, Raw};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Creating a Node, also by its kubelet, that lacks the labels `alibabacloud.com/nodepool-id` and
    /// `ack.aliyun.com` which ACK gives the nodes of its pools, that names another cluster than `clusterId`, or
    /// whose `providerID` is no ECS instance. Virtual nodes, hybrid nodes and Lingjun nodes pass; an instance
    /// attached without a pool and a master that registers again only warn. Bootstrap tokens, and
    /// ClusterRoleBindings that approve the certificates of new kubelets, warn: ACK makes tokens too when it adds
    /// nodes, and the request does not show for whom.
    /// ## Why it is high-risk
    /// ACK does not know such a node: it is not upgraded, repaired or scaled with a pool, and add-ons that ask ECS
    /// about the instance behind their node may fail on it.
    /// ## How to get it done anyway
    /// Add nodes in a node pool, in the console, with the API or with the script that ACK generates. A kubelet
    /// that restarts sends the same request again: grant the look-up of Nodes, so that nodes which are in the
    /// cluster already are left alone, or name them in `exempt.objects`. Leave this rule out of registered clusters.
    docs: {
        title: Bilingual { en: "Nodes that join outside ACK's node pools", zh: "绕过 ACK 节点池加入的节点" },
        text_zh: "拦截创建（包括 kubelet 自行注册）以下 Node：缺少节点池节点应有的标签 `alibabacloud.com/nodepool-id`、\
                  `ack.aliyun.com`，标签中的集群与 `clusterId` 不符，或 `providerID` 不是 ECS 实例。虚拟节点、混合云节点和\
                  灵骏节点放行；未加入节点池的已有实例、重新注册的 Master 只告警。创建 bootstrap token，以及自动批准新 kubelet \
                  证书的 ClusterRoleBinding 也告警，因为 ACK 扩容时同样会创建 token，请求中无法区分。ACK 不认识这样的节点，\
                  无法升级、修复、伸缩。请通过节点池添加节点。kubelet 重启时会重新发送创建请求，请授予查询 Node 的权限，\
                  使集群中已有的节点不受影响，或在 `exempt.objects` 中列出。注册集群不适用本规则。",
        severity: Severity::High,
        context: &[("v1", "Node")],
        background_audit: false,
    }
    declare: {
        on: &[
            On { operations: &[Operation::Create], group: "", versions: &["v1"], resources: &[("nodes", "Node")] },
            On {
                operations: &[Operation::Create, Operation::Update],
                group: "",
                versions: &["v1"],
                resources: &[("secrets", "Secret")],
            },
            On {
                operations: &[Operation::Create, Operation::Update],
                group: "rbac.authorization.k8s.io",
                versions: &["v1"],
                resources: &[("clusterrolebindings", "ClusterRoleBinding")],
            },
        ],
        rows: rows::ROWS,
        // A node joins by its own kubelet.
        exempt_kubelets: false,
    }
    settings: {
        /// Id of this cluster. When set, a Node whose label `ack.aliyun.com` names another cluster is refused.
        #[zh("本集群的 ID。设置后，拒绝标签 `ack.aliyun.com` 属于其他集群的 Node。")]
        cluster_id = "clusterId": String = "";
        /// Let nodes that carry a label or taint under `karpenter.sh/` join: they belong to no ACK node pool.
        #[zh("允许带有 `karpenter.sh/` 标签或污点的节点加入，这类节点不属于 ACK 节点池。")]
        allow_karpenter = "allowKarpenter": bool = false;
    }
    check: check, of Joining
}

redline_engine::view! {
    /// A Node, a Secret or a ClusterRoleBinding.
    struct Joining<'a> {
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
                let text = text!("bootstrap token `{id}` is renewed or widened", "bootstrap token `{id}` 被续期或放宽");
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
