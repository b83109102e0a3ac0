//! Annotations that only Kubernetes' own components may write.
#![no_std]

mod keys;
mod rows;

use guards::annotations::{self, Annotated, Change, Edit};
use guards::path::truncate_for_display;
use keys::{Known, Writer};
use redline_engine::identity::{matches, service_account};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Adding or changing, by hand, annotations under `kubernetes.io/` and `k8s.io/` (and names that end in them)
    /// that only Kubernetes' components write, such as `pv.kubernetes.io/bind-completed`, whatever the value; on
    /// objects, pod templates, job templates and claim templates. Keys meant for users pass, such as
    /// `kubectl.kubernetes.io/restartedAt` and everything under `service.beta.kubernetes.io/`; keys that nobody
    /// documents only warn, and so do those that exported manifests carry along. Removing a key is not setting it.
    /// ## Why it is high-risk
    /// Components keep their state in these annotations. A claim that says its binding is complete is never bound,
    /// a volume that names another provisioner is never deleted or deleted by the wrong one.
    /// ## How to get it done anyway
    /// Put annotations of your own under a domain of your own. For a tool that restores bound pairs of volumes and
    /// claims, or a component of your own, exempt its account in `exempt`, or name single keys in `allowedKeys`.
    docs: {
        title: Bilingual { en: "Setting annotations reserved for Kubernetes", zh: "手工设置 Kubernetes 保留的注解" },
        text_zh: "拦截手工新增或修改 `kubernetes.io/`、`k8s.io/`（及以其结尾的域名）下只应由 Kubernetes 组件写入的注解，\
                  例如 `pv.kubernetes.io/bind-completed`（无论取值），Pod 模板、Job 模板和 PVC 模板同样检查。\
                  面向用户的注解不受影响；文档未列出的保留注解，以及导出再创建的清单常带的注解只告警；删除注解不算设置。\
                  组件把自身状态保存在这些注解中，手工设置会导致 PVC 无法绑定、存储卷无法回收等问题。\
                  自有注解请使用自有域名；恢复 PV/PVC 的工具请在 `exempt` 中豁免，或在 `allowedKeys` 中放行个别注解。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: ON,
        rows: rows::ROWS,
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-node",
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
        ],
    }
    settings: {
        /// Reserved keys that may be set all the same; exact, or with one `*` at the end.
        #[zh("额外允许设置的注解；精确匹配，或以一个 `*` 结尾")]
        allowed_keys = "allowedKeys": Vec<String> = Vec::new();
        /// Keys that may not be set by anybody who is not exempt, reserved or not; exact, or with one `*` at the
        /// end. They win over `allowedKeys`.
        #[zh("额外禁止设置的注解（不限于保留前缀）；精确匹配，或以一个 `*` 结尾；优先于 `allowedKeys`")]
        denied_keys = "deniedKeys": Vec<String> = Vec::new();
    }
    check: check, of Annotated
}

const WRITES: &[Operation] = &[Operation::Create, Operation::Update];

/// Where components keep annotations that matter, and where users set some. Left out on purpose: Endpoints,
/// EndpointSlices, Leases and ConfigMaps, which leader elections and traffic depend on every second, so that a
/// webhook in their way does more harm than any annotation.
const ON: &[On] = &[
    On {
        operations: WRITES,
        group: "",
        versions: &["v1"],
        resources: &[
            ("namespaces", "Namespace"),
            ("nodes", "Node"),
            // A write to `status` keeps the annotations that the client sends. These two are rare enough to watch.
            ("persistentvolumeclaims", "PersistentVolumeClaim"),
            ("persistentvolumeclaims/status", "PersistentVolumeClaim"),
            ("persistentvolumes", "PersistentVolume"),
            ("persistentvolumes/status", "PersistentVolume"),
            ("pods", "Pod"),
            ("podtemplates", "PodTemplate"),
            ("replicationcontrollers", "ReplicationController"),
            ("secrets", "Secret"),
            ("serviceaccounts", "ServiceAccount"),
            ("services", "Service"),
        ],
    },
    On {
        operations: WRITES,
        group: "apps",
        versions: &["v1"],
        resources: &[
            ("daemonsets", "DaemonSet"),
            ("deployments", "Deployment"),
            ("replicasets", "ReplicaSet"),
            ("statefulsets", "StatefulSet"),
        ],
    },
    On {
        operations: WRITES,
        group: "batch",
        versions: &["v1"],
        resources: &[("cronjobs", "CronJob"), ("jobs", "Job")],
    },
    On { operations: WRITES, group: "networking.k8s.io", versions: &["v1"], resources: &[("ingresses", "Ingress")] },
    On {
        operations: WRITES,
        group: "resource.k8s.io",
        versions: &["v1", "v1beta1", "v1beta2"],
        resources: &[("resourceclaims", "ResourceClaim"), ("resourceclaimtemplates", "ResourceClaimTemplate")],
    },
    On {
        operations: WRITES,
        group: "storage.k8s.io",
        versions: &["v1"],
        resources: &[("csinodes", "CSINode"), ("storageclasses", "StorageClass")],
    },
];

fn check(_: &Context<'_>, req: &Request<'_, Annotated<'_>>, settings: &Settings, out: &mut Findings) {
    let Some(new) = &req.object else { return };
    let old = req.old_object.as_ref();
    if req.operation == Operation::Update && old.is_none() {
        return;
    }
    for edit in annotations::edits(old, new) {
        if edit.change != Change::Removed {
            out.extend(judge(req, settings, &edit));
        }
    }
}

fn judge(req: &Request<'_, Annotated<'_>>, settings: &Settings, edit: &Edit<'_>) -> Option<Finding> {
    let listed = |list: &[String]| list.iter().any(|pattern| matches(pattern, edit.key));
    let (level, en, zh) = if listed(&settings.denied_keys) {
        (Level::Deny, "is denied by `deniedKeys`", "被 `deniedKeys` 禁止")
    } else if listed(&settings.allowed_keys) {
        return None;
    } else {
        match keys::look_up(edit.key) {
            Known::Free => return None,
            Known::Component(_, writer) if writes(writer, req, edit) => return None,
            Known::Component(level, _) => {
                (level, "is written by Kubernetes components only", "只能由 Kubernetes 组件写入")
            }
            Known::Unknown => (Level::Warn, "is in a name reserved for Kubernetes", "使用了 Kubernetes 保留的域名前缀"),
        }
    };
    let (kind, id, key) = (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()), truncate_for_display(edit.key));
    if edit.holder.is_empty() {
        let text = text!("annotation `{key}` of {kind} `{id}` {en}", "{kind} `{id}` 的注解 `{key}` {zh}");
        return Some(Finding::deny(["metadata.annotations[", edit.key, "]"].concat(), text).at(level));
    }
    let holder = truncate_for_display(&edit.holder);
    let text = text!(
        "annotation `{key}` in `{holder}` of {kind} `{id}` {en}",
        "{kind} `{id}` 中 `{holder}` 的注解 `{key}` {zh}"
    );
    Some(Finding::deny([&*edit.holder, ".metadata.annotations[", edit.key, "]"].concat(), text).at(level))
}

/// Whether this is the component that the key belongs to.
fn writes(writer: Writer, req: &Request<'_, Annotated<'_>>, edit: &Edit<'_>) -> bool {
    let user = &*req.user.username;
    let on = |kind: &str| edit.holder.is_empty() && req.kind_name() == kind;
    match writer {
        Writer::Exempt => false,
        Writer::ServiceAccount => service_account(user).is_some(),
        Writer::ServiceAccountOn(kind) => on(kind) && service_account(user).is_some(),
        Writer::Kubelet => user.starts_with("system:node:") && (on("Pod") || on("CSINode")),
        Writer::ApiServer(kind) => on(kind),
    }
}
