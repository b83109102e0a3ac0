//! Objects on which the hosted components of an ACK Serverless cluster depend.
#![no_std]

mod docs;

use guards::object::{self, ProtectedObjects};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Objects that hosted components of an ACK Serverless cluster need must not be deleted.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = PartialObjectMetadata<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::CONFIG_MAP).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::SECRET).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::SERVICE_ACCOUNT).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::SERVICE).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::CLUSTER_ROLE_BINDING),
            on(UPDATE_DELETE, kinds::CLUSTER_ROLE),
            on(UPDATE_DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
            on(UPDATE_DELETE, kinds::API_SERVICE),
        ],
        rows: &[rows::RN6],
        only_on: Some(ClusterKind::Serverless),
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, PartialObjectMetadata<'_>>, _: &NoSettings, out: &mut Findings) {
        let token = TOKENS.matches(req) && req.object_name().ends_with(".token");
        if token || object::target(NEEDED, req).is_some() {
            if req.operation == Operation::Update {
                out.extend(object::added_owner(req));
                return;
            }
            let (kind, id) = (truncate_for_display(req.kind_name()), truncate_for_display(&req.object_id()));
            let text = text!(
                "deletes {kind} `{id}`, which a hosted component depends on",
                "该请求将删除托管组件依赖的 {kind} `{id}`"
            );
            out.push(Finding::deny("", text));
        }
    }
}

/// From ACK's documentation of the add-ons and public installations of their manifests.
const NEEDED: &[ProtectedObjects] = &[
    ProtectedObjects {
        group: "",
        resource: "configmaps",
        kind: "ConfigMap",
        namespace: "kube-system",
        names: &["eci-profile", "coredns"],
    },
    ProtectedObjects {
        group: "",
        resource: "services",
        kind: "Service",
        namespace: "kube-system",
        names: &["kube-dns", "metrics-server", "vk-webhook"],
    },
    ProtectedObjects {
        group: "",
        resource: "serviceaccounts",
        kind: "ServiceAccount",
        namespace: "kube-system",
        names: &["coredns"],
    },
    ProtectedObjects {
        group: "rbac.authorization.k8s.io",
        resource: "clusterroles",
        kind: "ClusterRole",
        namespace: "",
        names: &["system:coredns"],
    },
    ProtectedObjects {
        group: "rbac.authorization.k8s.io",
        resource: "clusterrolebindings",
        kind: "ClusterRoleBinding",
        namespace: "",
        names: &["system:coredns"],
    },
    ProtectedObjects {
        group: "apiregistration.k8s.io",
        resource: "apiservices",
        kind: "APIService",
        namespace: "",
        names: &["v1beta1.metrics.k8s.io"],
    },
    ProtectedObjects {
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
const TOKENS: ProtectedObjects =
    ProtectedObjects { group: "", resource: "secrets", kind: "Secret", namespace: "kube-system", names: &["addon.*"] };
