//! Detachment of cloud disks in use.
#![no_std]

mod docs;

use redline_engine::json::{List, Str};
use redline_engine::kubernetes::lookup::items;
use redline_engine::kubernetes::object_meta::ObjectMeta;
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Cloud disks in use must not be detached.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Stored<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::VOLUME_ATTACHMENT),
            on(UPDATE, kinds::NODE),
            // A write to `status` of a volume or a claim keeps the finalizers that the client sends.
            on(UPDATE, kinds::PERSISTENT_VOLUME_CLAIM),
            on(UPDATE, kinds::PERSISTENT_VOLUME_CLAIM).sub("status"),
            on(UPDATE, kinds::PERSISTENT_VOLUME),
            on(UPDATE, kinds::PERSISTENT_VOLUME).sub("status"),
        ],
        rows: &[rows::R50],
        // kubernetes-sigs/alibaba-cloud-csi-driver: the controller with external-attacher and external-provisioner.
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:csi-admin",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>, _: &NoSettings, out: &mut Findings) {
        let (kind, id) = (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()));
        match (req.operation, &req.old_object, &req.object) {
            // An audit log may hold no more than the name. Every attachment has a driver, and on ACK nearly always this one.
            (Operation::Delete, Some(old), _) if old.spec.attacher == DRIVER || old.spec.attacher.is_empty() => {
                let node = truncate_for_display(&old.spec.node_name);
                let text = if node.is_empty() {
                    text!(
                        "deletes {kind} `{id}`, which detaches its cloud disk",
                        "该请求将删除 {kind} `{id}`，云盘会从节点卸载"
                    )
                } else {
                    text!(
                        "deletes {kind} `{id}`, which detaches its cloud disk from node `{node}`",
                        "该请求将删除 {kind} `{id}`，云盘会从节点 `{node}` 卸载"
                    )
                };
                let mut finding = Finding::deny("", text);
                if !node.is_empty() && node_is_gone(ctx, &old.spec.node_name) {
                    finding.level = Level::Warn;
                    finding.text.append(&text!("the node no longer exists", "该节点已不存在"));
                }
                out.push(finding);
            }
            (Operation::Update, Some(old), Some(new)) => {
                if old.spec.attacher == DRIVER {
                    out.extend(guards::object::added_owner(req));
                }
                let lost = guards::object::lost_finalizers(&old.metadata, &new.metadata);
                for finalizer in lost.into_iter().filter(|f| PROTECTIONS.contains(f)) {
                    let text = text!(
                        "removes finalizer `{finalizer}` from {kind} `{id}`",
                        "该请求将移除 {kind} `{id}` 的 finalizer `{finalizer}`"
                    );
                    let mut finding = Finding::deny("metadata.finalizers", text);
                    if finalizer == CLAIM_PROTECTION {
                        match claim_user(ctx, req) {
                            None => {}
                            Some(None) => {
                                finding.level = Level::Warn;
                                finding.text.append(&text!("no pod uses the claim", "没有 Pod 使用该 PVC"));
                            }
                            Some(Some(pod)) => {
                                let pod = truncate_for_display(&pod);
                                finding.text.append(&text!("pod `{pod}` uses the claim", "Pod `{pod}` 正在使用该 PVC"));
                            }
                        }
                    }
                    out.push(finding);
                }
                let tainted = |node: &Stored<'_>| node.spec.taints.iter().any(|taint| taint.key == OUT_OF_SERVICE);
                if !tainted(old) && tainted(new) {
                    let text = text!(
                        "marks node `{id}` as out of service, which force-detaches its volumes",
                        "该请求将节点 `{id}` 标记为停止服务，其存储卷会被强制卸载"
                    );
                    out.push(Finding::warn("spec.taints", text));
                }
            }
            _ => {}
        }
    }
}

const DRIVER: &str = "diskplugin.csi.alibabacloud.com";
/// Finalizers that keep an object from being deleted while it is in use (kubernetes.io, "Storage Object in Use
/// Protection"; kubernetes-csi, external-attacher).
const PROTECTIONS: &[&str] = &[
    "external-attacher/diskplugin-csi-alibabacloud-com",
    "kubernetes.io/pv-protection",
    "kubernetes.io/pvc-protection",
];
const CLAIM_PROTECTION: &str = "kubernetes.io/pvc-protection";
const OUT_OF_SERVICE: &str = "node.kubernetes.io/out-of-service";

redline_engine::view! {
    /// What the rule reads of attachments, volumes, claims and nodes.
    pub struct Stored<'a> {
        metadata: ObjectMeta<'a>,
        spec: Spec<'a>,
    }
    struct Spec<'a> {
        attacher: Str<'a>,
        node_name = "nodeName": Str<'a>,
        taints: List<Taint<'a>>,
        volumes: List<Volume<'a>>,
    }
    /// A volume of a pod.
    struct Volume<'a> {
        claim = "persistentVolumeClaim": Claim<'a>,
    }
    struct Claim<'a> {
        name = "claimName": Str<'a>,
    }
    struct Taint<'a> {
        key: Str<'a>,
    }
}
redline_engine::objects!(Stored);

/// Whether a look-up shows that the node does not exist.
fn node_is_gone(ctx: &Context<'_>, node: &str) -> bool {
    let json = ctx.host.list("v1", "Node", "");
    let nodes = items::<Stored<'_>>(json.as_deref());
    nodes.is_some_and(|nodes| !nodes.iter().any(|item| item.metadata.name == node))
}

/// The pod that uses the claim of a request, or `Some(None)` if no pod does; `None` where pods cannot be looked up.
fn claim_user(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>) -> Option<Option<String>> {
    let claim = req.object_name();
    let uses = |pod: &&Stored<'_>| pod.spec.volumes.iter().any(|volume| volume.claim.name == claim);
    let json = ctx.host.list("v1", "Pod", req.object_namespace());
    let pods = items(json.as_deref())?;
    Some(pods.iter().find(uses).map(|pod| (*pod.metadata.name).to_owned()))
}
