//! Attachments of cloud disks.
#![no_std]

mod rows;

use redline_engine::json::{List, Str, read};
use redline_engine::meta::ObjectMeta;
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting a VolumeAttachment of the cloud disk driver, or giving it an owner with which the garbage collector would
    /// delete it, stripping its finalizer or those that protect
    /// PersistentVolumes and claims in use, and putting the taint `node.kubernetes.io/out-of-service` on a node,
    /// which detaches its volumes by force (a warning). Once the look-ups of Nodes and Pods are granted, what is left of
    /// a node that is gone, and a claim that no pod uses, only warn.
    /// ## Why it is high-risk
    /// The disk is detached under the pods that write to it. They get input and output errors, and what was not
    /// written yet is lost.
    /// ## How to get it done anyway
    /// Delete the pod or scale it down: the controllers detach the disk once nobody uses it. Use the taint only for
    /// a node that is shut down.
    docs: {
        title: Bilingual { en: "Detaching cloud disks in use", zh: "卸载使用中的云盘" },
        text_zh: "拦截删除云盘驱动的 VolumeAttachment（包括设置会使其被垃圾回收的 owner）、移除其 finalizer，以及移除使用中 PV、PVC 的保护 finalizer；为节点添加 `node.kubernetes.io/out-of-service` 污点（会强制卸载存储卷）时警告。授予查询 Node、Pod 的权限后，节点已不存在的挂载、没有 Pod 使用的 PVC 只告警。云盘在使用中被卸载，Pod 会出现 IO 错误，未落盘的数据丢失。请删除 Pod 或缩容，由控制器卸载云盘。",
        severity: Severity::High,
        context: &[("v1", "Node"), ("v1", "Pod")],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Update, Operation::Delete],
            group: "storage.k8s.io",
            versions: &["v1"],
            resources: &[("volumeattachments", "VolumeAttachment")],
        }, On {
            operations: &[Operation::Update],
            group: "",
            versions: &["v1"],
            // A write to `status` of a volume or a claim keeps the finalizers that the client sends.
            resources: &[
                ("nodes", "Node"),
                ("persistentvolumeclaims", "PersistentVolumeClaim"),
                ("persistentvolumeclaims/status", "PersistentVolumeClaim"),
                ("persistentvolumes", "PersistentVolume"),
                ("persistentvolumes/status", "PersistentVolume"),
            ],
        }],
        rows: rows::ROWS,
        // kubernetes-sigs/alibaba-cloud-csi-driver: the controller with external-attacher and external-provisioner.
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:csi-admin",
        ],
    }
    settings: {}
    check: check, of Stored
}

const DRIVER: &str = "diskplugin.csi.alibabacloud.com";
/// Who holds an object back while it is in use (kubernetes.io, "Storage Object in Use Protection"; kubernetes-csi,
/// external-attacher).
const PROTECTIONS: &[&str] = &[
    "external-attacher/diskplugin-csi-alibabacloud-com",
    "kubernetes.io/pv-protection",
    "kubernetes.io/pvc-protection",
];
const CLAIM_PROTECTION: &str = "kubernetes.io/pvc-protection";
const OUT_OF_SERVICE: &str = "node.kubernetes.io/out-of-service";

redline_engine::view! {
    /// What the rule reads of attachments, volumes, claims and nodes.
    struct Stored<'a> {
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
    struct Listed<'a> {
        items: List<Stored<'a>>,
    }
    struct Taint<'a> {
        key: Str<'a>,
    }
}
redline_engine::objects!(Stored);

fn check(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>, _: &Settings, out: &mut Findings) {
    let (kind, id) = (guards::path::truncate_for_display(req.kind_name()), guards::path::truncate_for_display(&req.object_id()));
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, Some(old), _) if old.spec.attacher == DRIVER => {
            let node = guards::path::truncate_for_display(&old.spec.node_name);
            let text = text!(
                "{kind} `{id}` is deleted, which detaches its disk from node `{node}`",
                "删除 {kind} `{id}` 会将云盘从节点 `{node}` 卸载"
            );
            let mut finding = Finding::deny("", text);
            if gone(ctx, &old.spec.node_name) {
                finding.level = Level::Warn;
                finding.text.append(&text!("the node is gone", "该节点已不存在"));
            }
            out.push(finding);
        }
        (Operation::Update, Some(old), Some(new)) => {
            if old.spec.attacher == DRIVER {
                out.extend(guards::object::owned(req));
            }
            let lost = guards::object::lost_finalizers(&old.metadata, &new.metadata);
            for finalizer in lost.into_iter().filter(|f| PROTECTIONS.contains(f)) {
                let text = text!(
                    "finalizer `{finalizer}` of {kind} `{id}` is removed by hand",
                    "手工移除 {kind} `{id}` 的 finalizer `{finalizer}`"
                );
                let mut finding = Finding::deny("metadata.finalizers", text);
                if finalizer == CLAIM_PROTECTION {
                    match user(ctx, req) {
                        None => {}
                        Some(None) => {
                            finding.level = Level::Warn;
                            finding.text.append(&text!("no pod uses it", "没有 Pod 使用"));
                        }
                        Some(Some(pod)) => {
                            let pod = guards::path::truncate_for_display(&pod);
                            finding.text.append(&text!("pod `{pod}` uses it", "Pod `{pod}` 正在使用"));
                        }
                    }
                }
                out.push(finding);
            }
            let tainted = |node: &Stored<'_>| node.spec.taints.iter().any(|taint| taint.key == OUT_OF_SERVICE);
            if !tainted(old) && tainted(new) {
                let text = text!(
                    "node `{id}` is marked out of service, which detaches its volumes by force",
                    "节点 `{id}` 被标记为停止服务，其存储卷会被强制卸载"
                );
                out.push(Finding::warn("spec.taints", text));
            }
        }
        _ => {}
    }
}

fn listed<T>(json: Option<Vec<u8>>, look: impl Fn(&Listed<'_>) -> T) -> Option<T> {
    let json = json?;
    let objects: Listed<'_> = read(core::str::from_utf8(&json).ok()?).ok()?;
    Some(look(&objects))
}

/// Whether a look-up shows that there is no such node.
fn gone(ctx: &Context<'_>, node: &str) -> bool {
    let there = |nodes: &Listed<'_>| nodes.items.iter().any(|item| item.metadata.name == node);
    listed(ctx.host.list("v1", "Node", ""), there) == Some(false)
}

/// The pod that uses the claim of a request, or that none does; `None` where nothing could be looked up.
fn user(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>) -> Option<Option<String>> {
    let claim = req.object_name();
    let uses = |pod: &&Stored<'_>| pod.spec.volumes.iter().any(|volume| volume.claim.name == claim);
    listed(ctx.host.list("v1", "Pod", req.object_namespace()), |pods| {
        pods.items.iter().find(uses).map(|pod| (*pod.metadata.name).to_owned())
    })
}
