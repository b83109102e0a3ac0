//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting what hosted components depend on", zh: "删除托管组件依赖的资源" },
    text: "\
## What it stops
Deleting what ACK's hosted components need in the cluster: the ConfigMaps `eci-profile` and `coredns`, the
Secrets `addon.*.token`, the Services `kube-dns`, `metrics-server` and `vk-webhook`, the ServiceAccount and
RBAC of CoreDNS, the APIService of the metrics server, and the definitions of AlbConfig, CNFS and Knative.
An object that is not on this list is taken for yours.
## Why it is high-risk
The component runs outside the cluster, out of sight, and fails without these objects. ACK voids
compensation for clusters in which they were deleted.
## How to get it done anyway
Uninstall the component on the Add-ons page of the ACK console, which takes its objects along.
",
    text_zh: "拦截在 ACK Serverless 集群中删除托管组件依赖的对象：ConfigMap `eci-profile`、`coredns`，Secret `addon.*.token`，\
              Service `kube-dns`、`metrics-server`、`vk-webhook`，CoreDNS 的 ServiceAccount 和 RBAC，metrics-server 的\
               APIService，以及 AlbConfig、CNFS、Knative 的 CRD。不在此列的对象视为用户自有。组件运行在集群之外\
              ，缺少这些对象会异常，且不再享有赔付。请在控制台组件管理页面卸载组件。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
