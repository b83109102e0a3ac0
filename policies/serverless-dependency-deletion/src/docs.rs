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
    text_zh: "\
## 拦截的操作
拦截在集群中删除 ACK 托管组件依赖的对象，或为其设置 owner：ConfigMap `eci-profile`、`coredns`，Secret \
`addon.*.token`，Service `kube-dns`、`metrics-server`、`vk-webhook`，CoreDNS 的 ServiceAccount 和 RBAC 对\
象，metrics-server 的 APIService，以及 AlbConfig、CNFS、Knative 的 CRD。不在此列的对象视为用户自有。
## 为何高危
托管组件运行在集群之外，用户无法看到，缺少这些对象会异常；ACK 的赔付条款不包括删除了这些对象的集群。
## 正确做法
请在容器服务控制台的组件管理页面卸载组件，其对象会一并删除。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
