//! Objects that the hosted components of an ACK Serverless cluster depend on.
#![no_std]

mod rows;

use guards::object::{self, Target};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting what ACK's hosted components need in the cluster: the ConfigMaps `eci-profile` and `coredns`, the
    /// Secrets `addon.*.token`, the Services `kube-dns`, `metrics-server` and `vk-webhook`, the ServiceAccount and
    /// RBAC of CoreDNS, the APIService of the metrics server, and the definitions of AlbConfig, CNFS and Knative.
    /// An object that is not on this list is taken for yours.
    /// ## Why it is high-risk
    /// The component runs outside the cluster, out of sight, and fails without these objects. ACK voids
    /// compensation for clusters in which they were deleted.
    /// ## How to get it done anyway
    /// Uninstall the component on the Add-ons page of the ACK console, which takes its objects along.
    docs: {
        title: Bilingual { en: "Deleting what hosted components depend on", zh: "删除托管组件依赖的资源" },
        text_zh: "拦截在 ACK Serverless 集群中删除托管组件依赖的对象：ConfigMap `eci-profile`、`coredns`，Secret `addon.*.token`，Service `kube-dns`、`metrics-server`、`vk-webhook`，CoreDNS 的 ServiceAccount 和 RBAC，metrics-server 的 APIService，以及 AlbConfig、CNFS、Knative 的 CRD。不在此列的对象视为用户自有。组件运行在集群之外，缺少这些对象会异常，且不再享有赔付。请在控制台组件管理页面卸载组件。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("configmaps", "ConfigMap"), ("secrets", "Secret"), ("serviceaccounts", "ServiceAccount"), ("services", "Service")],
        }, On {
            operations: &[Operation::Delete],
            group: "rbac.authorization.k8s.io",
            versions: &["v1"],
            resources: &[("clusterrolebindings", "ClusterRoleBinding"), ("clusterroles", "ClusterRole")],
        }, On {
            operations: &[Operation::Delete],
            group: "apiextensions.k8s.io",
            versions: &["v1"],
            resources: &[("customresourcedefinitions", "CustomResourceDefinition")],
        }, On {
            operations: &[Operation::Delete],
            group: "apiregistration.k8s.io",
            versions: &["v1"],
            resources: &[("apiservices", "APIService")],
        }],
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of PartialObjectMetadata
}

/// From ACK's documentation of the add-ons and public installations of their manifests.
const NEEDED: &[Target] = &[
    Target {
        group: "",
        resource: "configmaps",
        kind: "ConfigMap",
        namespace: "kube-system",
        names: &["eci-profile", "coredns"],
    },
    Target {
        group: "",
        resource: "services",
        kind: "Service",
        namespace: "kube-system",
        names: &["kube-dns", "metrics-server", "vk-webhook"],
    },
    Target {
        group: "",
        resource: "serviceaccounts",
        kind: "ServiceAccount",
        namespace: "kube-system",
        names: &["coredns"],
    },
    Target {
        group: "rbac.authorization.k8s.io",
        resource: "clusterroles",
        kind: "ClusterRole",
        namespace: "",
        names: &["system:coredns"],
    },
    Target {
        group: "rbac.authorization.k8s.io",
        resource: "clusterrolebindings",
        kind: "ClusterRoleBinding",
        namespace: "",
        names: &["system:coredns"],
    },
    Target {
        group: "apiregistration.k8s.io",
        resource: "apiservices",
        kind: "APIService",
        namespace: "",
        names: &["v1beta1.metrics.k8s.io"],
    },
    Target {
        group: "apiextensions.k8s.io",
        resource: "customresourcedefinitions",
        kind: "CustomResourceDefinition",
        namespace: "",
        names: &[
            "albconfigs.alibabacloud.com",
            "containernetworkfilesystems.storage.alibabacloud.com",
            "*.knative.dev",
        ],
    },
];
const TOKENS: Target =
    Target { group: "", resource: "secrets", kind: "Secret", namespace: "kube-system", names: &["addon.*"] };

fn check(_: &Context<'_>, req: &Request<'_, PartialObjectMetadata<'_>>, _: &Settings, out: &mut Findings) {
    let token = TOKENS.matches(req) && req.object_name().ends_with(".token");
    if token || object::target(NEEDED, req).is_some() {
        let (kind, id) = (guards::path::truncate_for_display(req.kind_name()), guards::path::truncate_for_display(&req.object_id()));
        let text =
            text!("{kind} `{id}`, which a hosted component depends on, is deleted", "删除托管组件依赖的 {kind} `{id}`");
        out.push(Finding::deny("", text));
    }
}
