//! Objects that somebody marked as protected.
#![no_std]

mod rows;

use guards::path::truncate_for_display;
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting an object with a delete-protection label: `policy.alibabacloud.com/delete-protection` or
    /// `policy.alibabacloud.com/node-delete-protection` with the value `true`, which ACK's policy governance knows
    /// too, `policy.kruise.io/delete-protection` of OpenKruise with any value, and the labels of the setting
    /// `labels`. Namespaces, nodes, Services, Ingresses, workloads, ConfigMaps, Secrets, claims, volumes, RBAC,
    /// definitions, and the kinds of OpenKruise, Gateway API and CNFS are watched. Whoever may change the object
    /// may take the label off first: that is the intended second step.
    /// ## Why it is high-risk
    /// Somebody marked the object because losing it hurts. Deleting a namespace or a definition takes everything in
    /// it along.
    /// ## How to get it done anyway
    /// Ask who set the label, take it off with `kubectl label`, then delete.
    docs: {
        title: Bilingual { en: "Deleting objects with a delete-protection label", zh: "删除带有删除保护标签的对象" },
        text_zh: "拦截删除带有删除保护标签的对象：`policy.alibabacloud.com/delete-protection`、`policy.alibabacloud.com/node-delete-protection` 值为 `true`（与 ACK 策略治理一致），OpenKruise 的 `policy.kruise.io/delete-protection`（任意值），以及设置项 `labels` 中的标签。覆盖 Namespace、Node、Service、Ingress、工作负载、ConfigMap、Secret、PVC、PV、RBAC、CRD，以及 OpenKruise、Gateway API、CNFS 的资源。请与设置标签的人确认，用 `kubectl label` 移除标签后再删除。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("configmaps", "ConfigMap"), ("namespaces", "Namespace"), ("nodes", "Node"), ("persistentvolumeclaims", "PersistentVolumeClaim"), ("persistentvolumes", "PersistentVolume"), ("pods", "Pod"), ("replicationcontrollers", "ReplicationController"), ("secrets", "Secret"), ("serviceaccounts", "ServiceAccount"), ("services", "Service")],
        }, On {
            operations: &[Operation::Delete],
            group: "alibabacloud.com",
            versions: &["v1"],
            resources: &[("albconfigs", "AlbConfig")],
        }, On {
            operations: &[Operation::Delete],
            group: "apiextensions.k8s.io",
            versions: &["v1"],
            resources: &[("customresourcedefinitions", "CustomResourceDefinition")],
        }, On {
            operations: &[Operation::Delete],
            group: "apps",
            versions: &["v1"],
            resources: &[("daemonsets", "DaemonSet"), ("deployments", "Deployment"), ("replicasets", "ReplicaSet"), ("statefulsets", "StatefulSet")],
        }, On {
            operations: &[Operation::Delete],
            group: "apps.kruise.io",
            versions: &["*"],
            resources: &[("*", "")],
        }, On {
            operations: &[Operation::Delete],
            group: "batch",
            versions: &["v1"],
            resources: &[("cronjobs", "CronJob"), ("jobs", "Job")],
        }, On {
            operations: &[Operation::Delete],
            group: "gateway.networking.k8s.io",
            versions: &["*"],
            resources: &[("*", "")],
        }, On {
            operations: &[Operation::Delete],
            group: "networking.k8s.io",
            versions: &["v1"],
            resources: &[("ingressclasses", "IngressClass"), ("ingresses", "Ingress"), ("networkpolicies", "NetworkPolicy")],
        }, On {
            operations: &[Operation::Delete],
            group: "rbac.authorization.k8s.io",
            versions: &["v1"],
            resources: &[("clusterrolebindings", "ClusterRoleBinding"), ("clusterroles", "ClusterRole"), ("rolebindings", "RoleBinding"), ("roles", "Role")],
        }, On {
            operations: &[Operation::Delete],
            group: "storage.alibabacloud.com",
            versions: &["*"],
            resources: &[("*", "")],
        }, On {
            operations: &[Operation::Delete],
            group: "storage.k8s.io",
            versions: &["v1"],
            resources: &[("storageclasses", "StorageClass")],
        }],
        rows: rows::ROWS,
    }
    settings: {
        /// More labels that protect an object, with any value but `false`.
        #[zh("额外的删除保护标签，值不为 `false` 即生效。")]
        labels = "labels": Vec<String> = Vec::new();
    }
    check: check, of PartialObjectMetadata
}

/// Labels that protect, and the value that they need; empty for any value but `false`.
const LABELS: &[(&str, &str)] = &[
    ("policy.alibabacloud.com/delete-protection", "true"),
    ("policy.alibabacloud.com/node-delete-protection", "true"),
    ("policy.kruise.io/delete-protection", ""),
];

fn check(_: &Context<'_>, req: &Request<'_, PartialObjectMetadata<'_>>, own: &Settings, out: &mut Findings) {
    let Some(meta) = req.meta() else { return };
    let label = meta.labels.iter().find(|(key, value)| {
        let known = LABELS.iter().any(|(label, wanted)| {
            **key == **label && if wanted.is_empty() { !off(value) } else { value.eq_ignore_ascii_case(wanted) }
        });
        known || own.labels.iter().any(|label| **key == **label && !off(value))
    });
    if let Some((key, _)) = label {
        let (kind, id) = (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()));
        let text =
            text!("{kind} `{id}` is deleted, which label `{key}` protects", "删除受标签 `{key}` 保护的 {kind} `{id}`");
        out.push(Finding::deny(format!("metadata.labels[{key}]"), text));
    }
}

fn off(value: &str) -> bool {
    value.eq_ignore_ascii_case("false")
}
