//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing or deleting network CRDs", zh: "修改或删除网络相关的 CRD" },
    text: "\
## What it stops
Changing or deleting the CustomResourceDefinitions of the container network: `podnetworkings`, `podenis`,
`networkinterfaces`, `nodes` and `noderuntimes` of `network.alibabacloud.com`, and everything under
`cilium.io` and `crd.projectcalico.org`. Spec, labels, annotations, finalizers and owners all count, also
when they are changed through `status`. Creating a definition of such a name only warns.
## Why it is high-risk
Terway keeps the state of every network interface and pod address in objects of these kinds. Deleting a
definition deletes all its objects at once, and a changed one makes Terway misread them.
## How to get it done anyway
Upgrade Terway in the ACK console, which brings the definitions it needs. In a cluster that runs its own
Cilium or Calico instead of Terway, exempt the installer in `exempt`.
",
    text_zh: "拦截对容器网络 CRD 的修改和删除：`network.alibabacloud.com` 下的 `podnetworkings`、`podenis`、`networkinterfaces`、\
              `nodes`、`noderuntimes`，以及 `*.cilium.io`、`*.crd.projectcalico.org`。spec、标签、注解、finalizer 和\
               owner 的改动都算修改，通过 `status` 子资源改动元数据也算；创建同名 CRD 只告警。Terway 的网卡和 Pod 地\
              址状态都保存在这些 CRD 的对象中，删除 CRD 会一并删除全部对象。请在 ACK 控制台升级 Terway，由其更\
              新 CRD；自行安装 Cilium 或 Calico 的集群请在 `exempt` 中豁免安装者。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
