//! Who may approve.
#![no_std]

mod rows;

use guards::annotations::{self, Annotated, Change};
use guards::path::truncate_for_display;
use redline_engine::prelude::*;
use redline_engine::settings::Identities;

redline_engine::rule! {
    /// ## What it stops
    /// Setting or changing an approval, the annotations `redline.dev/approve`, `redline.dev/reason` and
    /// `redline.dev/approved-until`, by anybody who is not among `approvers`. Approvals on new objects and in pod
    /// templates are refused to approvers too: they would approve their own act in the same request, or every pod
    /// to come. Writes through `status` count. Taking an approval away is free.
    /// ## Why it is high-risk
    /// An approval lets a high-risk operation through. If whoever does the operation can also approve it, the
    /// second pair of eyes is missing.
    /// ## How to get it done anyway
    /// Ask somebody among `approvers` to annotate the object, then send the operation as a request of its own. For
    /// objects that do not exist yet, let the settings of the rule exempt the workload or the user.
    docs: {
        title: Bilingual { en: "Approvals set by people who may not approve", zh: "由无权批准的人设置批准注解" },
        text_zh: "拦截不在 `approvers` 中的用户设置或修改批准注解（`redline.dev/approve`、`redline.dev/reason`、`redline.dev/approved-until`）。新建对象和 Pod 模板上的批准对审批人同样拒绝，否则会在同一请求中批准自己的操作，或批准之后的所有 Pod。通过 `status` 写入同样计入，移除批准不受限。请由 `approvers` 中的人先为对象添加注解，再单独发起操作；尚不存在的对象请在规则设置中豁免工作负载或用户。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: ON,
        rows: rows::ROWS,
        // A kubelet has no approvals to give.
        exempt_kubelets: false,
        ignore_approval_edits: false,
    }
    settings: {
        /// Who may approve: `users`, `groups` and `serviceAccounts`. What is given here replaces the default as a whole.
        #[zh("可以批准的用户、组和服务账号（`users`、`groups`、`serviceAccounts`）；设置后整体替换默认值。")]
        approvers = "approvers": Identities =
            Identities { groups: vec!["redline:approvers".to_owned()], ..Identities::default() };
    }
    check: check, of Annotated
}

const WRITES: &[Operation] = &[Operation::Create, Operation::Update];

/// Everything that another rule judges, since an approval can stand on any of it, and the sub-resources whose writes keep
/// the annotations that the client sends.
const ON: &[On] = &[
    On {
        operations: WRITES,
        group: "",
        versions: &["v1"],
        resources: &[
            ("configmaps", "ConfigMap"),
            ("namespaces", "Namespace"),
            ("namespaces/finalize", "Namespace"),
            ("namespaces/status", "Namespace"),
            ("nodes", "Node"),
            ("nodes/status", "Node"),
            ("persistentvolumeclaims", "PersistentVolumeClaim"),
            ("persistentvolumeclaims/status", "PersistentVolumeClaim"),
            ("persistentvolumes", "PersistentVolume"),
            ("persistentvolumes/status", "PersistentVolume"),
            ("pods", "Pod"),
            ("pods/status", "Pod"),
            ("podtemplates", "PodTemplate"),
            ("replicationcontrollers", "ReplicationController"),
            ("replicationcontrollers/status", "ReplicationController"),
            ("secrets", "Secret"),
            ("serviceaccounts", "ServiceAccount"),
            ("services", "Service"),
            ("services/status", "Service"),
        ],
    },
    On {
        operations: WRITES,
        group: "admissionregistration.k8s.io",
        versions: &["v1"],
        resources: &[("mutatingwebhookconfigurations", "MutatingWebhookConfiguration")],
    },
    On { operations: WRITES, group: "alibabacloud.com", versions: &["v1"], resources: &[("albconfigs", "AlbConfig")] },
    On {
        operations: WRITES,
        group: "apiextensions.k8s.io",
        versions: &["v1"],
        resources: &[
            ("customresourcedefinitions", "CustomResourceDefinition"),
            ("customresourcedefinitions/status", "CustomResourceDefinition"),
        ],
    },
    On {
        operations: WRITES,
        group: "apiregistration.k8s.io",
        versions: &["v1"],
        resources: &[("apiservices", "APIService")],
    },
    On {
        operations: WRITES,
        group: "apps",
        versions: &["v1"],
        resources: &[
            ("daemonsets", "DaemonSet"),
            ("daemonsets/status", "DaemonSet"),
            ("deployments", "Deployment"),
            ("deployments/status", "Deployment"),
            ("replicasets", "ReplicaSet"),
            ("replicasets/status", "ReplicaSet"),
            ("statefulsets", "StatefulSet"),
            ("statefulsets/status", "StatefulSet"),
        ],
    },
    On { operations: WRITES, group: "apps.kruise.io", versions: &["*"], resources: &[("*", "")] },
    On {
        operations: WRITES,
        group: "batch",
        versions: &["v1"],
        resources: &[("cronjobs", "CronJob"), ("cronjobs/status", "CronJob"), ("jobs", "Job"), ("jobs/status", "Job")],
    },
    On { operations: WRITES, group: "cilium.io", versions: &["*"], resources: &[("*", "")] },
    On { operations: WRITES, group: "crd.projectcalico.org", versions: &["*"], resources: &[("*", "")] },
    On { operations: WRITES, group: "gateway.networking.k8s.io", versions: &["*"], resources: &[("*", "")] },
    On {
        operations: WRITES,
        group: "log.alibabacloud.com",
        versions: &["v1alpha1"],
        resources: &[("aliyunlogconfigs", "AliyunLogConfig")],
    },
    On {
        operations: WRITES,
        group: "network.alibabacloud.com",
        versions: &["v1beta1"],
        resources: &[
            ("networkinterfaces", "NetworkInterface"),
            ("noderuntimes", "NodeRuntime"),
            ("nodes", "Node"),
            ("podenis", "PodENI"),
        ],
    },
    On {
        operations: WRITES,
        group: "networking.k8s.io",
        versions: &["v1"],
        resources: &[
            ("ingressclasses", "IngressClass"),
            ("ingresses", "Ingress"),
            ("ingresses/status", "Ingress"),
            ("networkpolicies", "NetworkPolicy"),
        ],
    },
    On {
        operations: WRITES,
        group: "policies.kubewarden.io",
        versions: &["v1", "v1alpha2"],
        resources: &[
            ("admissionpolicies", "AdmissionPolicy"),
            ("admissionpolicygroups", "AdmissionPolicyGroup"),
            ("clusteradmissionpolicies", "ClusterAdmissionPolicy"),
            ("clusteradmissionpolicygroups", "ClusterAdmissionPolicyGroup"),
            ("policyservers", "PolicyServer"),
        ],
    },
    On {
        operations: WRITES,
        group: "policy",
        versions: &["v1beta1"],
        resources: &[("podsecuritypolicies", "PodSecurityPolicy")],
    },
    On {
        operations: WRITES,
        group: "rbac.authorization.k8s.io",
        versions: &["v1"],
        resources: &[
            ("clusterrolebindings", "ClusterRoleBinding"),
            ("clusterroles", "ClusterRole"),
            ("rolebindings", "RoleBinding"),
            ("roles", "Role"),
        ],
    },
    On {
        operations: WRITES,
        group: "resource.k8s.io",
        versions: &["v1", "v1beta1", "v1beta2"],
        resources: &[("resourceclaims", "ResourceClaim"), ("resourceclaimtemplates", "ResourceClaimTemplate")],
    },
    On { operations: WRITES, group: "storage.alibabacloud.com", versions: &["*"], resources: &[("*", "")] },
    On {
        operations: WRITES,
        group: "storage.k8s.io",
        versions: &["v1"],
        resources: &[
            ("csinodes", "CSINode"),
            ("storageclasses", "StorageClass"),
            ("volumeattachments", "VolumeAttachment"),
        ],
    },
    On {
        operations: WRITES,
        group: "telemetry.alibabacloud.com",
        versions: &["v1alpha1"],
        resources: &[("clusteraliyunpipelineconfigs", "ClusterAliyunPipelineConfig")],
    },
];

const KEYS: &[&str] = &["redline.dev/approve", "redline.dev/approved-until", "redline.dev/reason"];

fn check(_: &Context<'_>, req: &Request<'_, Annotated<'_>>, own: &Settings, out: &mut Findings) {
    let Some(new) = &req.object else { return };
    let old = req.old_object.as_ref().filter(|_| req.operation == Operation::Update);
    let (kind, id) = (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()));
    let approver = own.approvers.contain(&req.user);
    for edit in annotations::edits(old, new) {
        if edit.change == Change::Removed || !KEYS.contains(&edit.key) {
            continue;
        }
        let key = edit.key;
        let text = if !edit.holder.is_empty() {
            text!(
                "`{key}` in a template of {kind} `{id}` would approve every object made of it",
                "{kind} `{id}` 模板中的 `{key}` 会批准由其创建的所有对象"
            )
        } else if old.is_none() {
            text!(
                "{kind} `{id}` is created with its own approval, `{key}`",
                "{kind} `{id}` 在创建时自带批准注解 `{key}`"
            )
        } else if !approver {
            let user = truncate_for_display(&req.user.username);
            text!(
                "`{user}` sets `{key}` on {kind} `{id}`, but is not among `approvers`",
                "`{user}` 在 {kind} `{id}` 上设置 `{key}`，但不在 `approvers` 中"
            )
        } else {
            continue;
        };
        let dot = if edit.holder.is_empty() { "" } else { "." };
        out.push(Finding::deny(format!("{}{dot}metadata.annotations[{key}]", edit.holder), text));
    }
}
