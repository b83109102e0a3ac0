//! Annotations under `kubernetes.io/` and `k8s.io/` that only components write.

mod keys;
mod rows;

use guards::annotations::{Annotated, Change, edits};
use keys::Owner;
use redline_engine::identity::{matches, service_account};
use redline_engine::prelude::*;

const WRITES: &[Operation] = &[Operation::Create, Operation::Update];

redline_engine::rule! {
    /// ## What it stops
    /// Adding or changing, by hand, an annotation that belongs to a component of Kubernetes, such as
    /// `pv.kubernetes.io/bind-completed`, on an object or in its pod and claim templates. Keys that users, tools
    /// and the API server's own plugins set are let through, keys under the reserved domains that nobody knows
    /// warn, and so do `deployment.kubernetes.io/` and `autoscaling.alpha.kubernetes.io/`, which exported
    /// manifests carry. Removing an annotation is not setting it.
    /// ## Why it is high-risk
    /// Components take these annotations for their own notes: a claim that says it is bound is never bound, a
    /// volume that names another provisioner is never deleted. Most work by presence, whatever the value.
    /// ## How to get it done anyway
    /// Use a key under a domain of your own. Backup tools that restore bound claims with their volumes want an
    /// exemption. Endpoints, EndpointSlices, ConfigMaps and Leases are left alone: controllers write them all day.
    docs: {
        title: Bilingual { en: "Setting an annotation reserved for components", zh: "手工设置系统组件保留的注解" },
        text_zh: "拦截手工新增或修改 `kubernetes.io/`、`k8s.io/` 域下由系统组件维护的注解，例如 \
                  `pv.kubernetes.io/bind-completed`，包括 Pod 模板和存储声明模板中的注解。用户、工具和 API Server \
                  准入插件会设置的键直接放行，保留域下无人认识的键只告警，删除注解不算设置。这些注解大多只看是否存在，\
                  与取值无关，误设后存储卷可能永远无法绑定或释放。请改用自己域名下的键。",
        severity: Severity::Medium,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[
            On {
                operations: WRITES,
                group: "",
                versions: &["v1"],
                resources: &[
                    ("namespaces", "Namespace"),
                    ("nodes", "Node"),
                    ("persistentvolumeclaims", "PersistentVolumeClaim"),
                    ("persistentvolumes", "PersistentVolume"),
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
            On {
                operations: WRITES,
                group: "autoscaling",
                versions: &["v1", "v2"],
                resources: &[("horizontalpodautoscalers", "HorizontalPodAutoscaler")],
            },
            On {
                operations: WRITES,
                group: "networking.k8s.io",
                versions: &["v1"],
                resources: &[("ingresses", "Ingress")],
            },
            On {
                operations: WRITES,
                group: "storage.k8s.io",
                versions: &["v1"],
                resources: &[("csinodes", "CSINode"), ("storageclasses", "StorageClass")],
            },
        ],
        rows: rows::ROWS,
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-node",
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
        ],
    }
    settings: {
        /// Reserved keys that are fine here; exact, or with one trailing `*`.
        #[zh("额外允许的保留键，可精确匹配，或以一个 `*` 结尾")]
        allowed_keys = "allowedKeys": Vec<String> = Vec::new();
        /// Keys that are denied whatever the tables say; exact, or with one trailing `*`.
        #[zh("无论内置表格如何规定都拒绝的键，可精确匹配，或以一个 `*` 结尾")]
        denied_keys = "deniedKeys": Vec<String> = Vec::new();
    }
    check: check, of Annotated
}

fn check(_: &Context<'_>, req: &Request<'_, Annotated<'_>>, cfg: &Settings, out: &mut Findings) {
    let Some(new) = &req.object else { return };
    let user = &*req.user.username;
    let controller = service_account(user).is_some();
    let kubelet = user.starts_with("system:node:") && req.kind_name() == "Pod";
    let (kind, object) = (req.kind_name(), req.object_id());
    for edit in edits(req.old_object.as_ref(), new) {
        let key = edit.key;
        let denied = cfg.denied_keys.iter().any(|pattern| matches(pattern, key));
        if edit.change == Change::Removed || (!denied && cfg.allowed_keys.iter().any(|p| matches(p, key))) {
            continue;
        }
        let path = match &*edit.holder {
            "" => format!("metadata.annotations[{key}]"),
            holder => format!("{holder}.metadata.annotations[{key}]"),
        };
        let owner = if denied { Owner::Component } else { keys::owner(key) };
        let level = match owner {
            Owner::Free | Owner::User => continue,
            // Mirror pods: the kubelet tells where the static pod came from.
            Owner::Component if kubelet && key.starts_with("kubernetes.io/config.") => continue,
            // Whoever holds a leader lock writes it, and that is a controller.
            Owner::Component if key == keys::LEADER && controller && !denied => continue,
            Owner::Component if key == keys::LEADER && !denied => Level::Warn,
            Owner::Component => Level::Deny,
            Owner::Exported | Owner::Unknown => Level::Warn,
        };
        let text = if owner == Owner::Unknown {
            text!(
                "annotation `{key}` on {kind} `{object}` is under a domain reserved for Kubernetes",
                "{kind} `{object}` 的注解 `{key}` 位于 Kubernetes 保留的域"
            )
        } else {
            text!(
                "annotation `{key}` on {kind} `{object}` is set by hand, but belongs to a component",
                "手工设置了 {kind} `{object}` 上由系统组件维护的注解 `{key}`"
            )
        };
        out.push(Finding::deny(path, text).at(level));
    }
}
