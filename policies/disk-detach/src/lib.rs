//! Attachments of cloud disks.
#![no_std]

mod docs;

use redline_engine::json::{List, Str, read};
use redline_engine::kubernetes::object_meta::ObjectMeta;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Stored<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::VOLUME_ATTACHMENT), // A write to `status` of a volume or a claim keeps the finalizers that the client sends.
            on(UPDATE, kinds::NODE),
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
        let (kind, id) = (
            redline_engine::strings::truncate_for_display(req.kind_name()),
            redline_engine::strings::truncate_for_display(&req.object_id()),
        );
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, Some(old), _) if old.spec.attacher == DRIVER => {
                let node = redline_engine::strings::truncate_for_display(&old.spec.node_name);
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
                    out.extend(guards::object::added_owner(req));
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
                                let pod = redline_engine::strings::truncate_for_display(&pod);
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
    struct Listed<'a> {
        items: List<Stored<'a>>,
    }
    struct Taint<'a> {
        key: Str<'a>,
    }
}
redline_engine::objects!(Stored);

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
