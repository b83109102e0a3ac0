//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Deleting objects that hosted components depend on", zh: "删除托管组件依赖的资源"
    },
    text: "\
## What it stops
Deleting, or giving an owner, objects in the cluster that ACK's hosted components need: the ConfigMaps `eci-profile` and `coredns`,
the Secrets `addon.*.token`, the Services `kube-dns`, `metrics-server` and `vk-webhook`, the ServiceAccount
and RBAC objects of CoreDNS, the APIService of metrics-server, and the CRDs of AlbConfig, CNFS and Knative. An
object that is not on this list counts as your own.
## Why it is high-risk
The component runs outside the cluster, where you cannot see it, and fails without these objects. ACK's
compensation terms do not cover clusters in which they were deleted.
## How to get it done anyway
Uninstall the component on the Add-ons page of the ACK console, which also deletes its objects.
",
    text_zh: "拦截在 ACK Serverless 集群中删除托管组件依赖的对象：ConfigMap `eci-profile`、`coredns`，Secret \
              `addon.*.token`，Service `kube-dns`、`metrics-server`、`vk-webhook`，CoreDNS 的 ServiceAccount \
              和 RBAC 对象，metrics-server 的 APIService，以及 AlbConfig、CNFS、Knative 的 CRD。不在此列的对象\
              视为用户自有。托管组件运行在集群之外，缺少这些对象会异常，且由此造成的损失不在赔付范围内。请在 \
              容器服务控制台的组件管理页面卸载组件，其对象会一并删除。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
