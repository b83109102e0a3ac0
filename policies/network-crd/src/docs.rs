//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing or deleting network CRDs", zh: "修改或删除网络相关的 CRD" },
    text: "\
## What it stops
Changing or deleting the CRDs of the container network: `podnetworkings`, `podenis`, `networkinterfaces`,
`nodes` and `noderuntimes` of `network.alibabacloud.com`, and everything under `cilium.io` and
`crd.projectcalico.org`. Spec, labels, annotations, finalizers and owners are all compared, metadata also for
writes through `status`. Creating a CRD with such a name only warns.
## Why it is high-risk
Terway keeps the state of every network interface and Pod address in objects of these kinds. Deleting a CRD
deletes all its objects at once, and Terway may misread the objects of a changed one.
## How to get it done anyway
Upgrade Terway in the ACK console, which installs the CRDs that it needs. In a cluster that runs its own
Cilium or Calico instead of Terway, add the installer to `exempt`.
",
    text_zh: "\
## 拦截的操作
拦截修改和删除容器网络的 CRD：`network.alibabacloud.com` 下的 \
`podnetworkings`、`podenis`、`networkinterfaces`、`nodes`、`noderuntimes`，以及 \
`*.cilium.io`、`*.crd.projectcalico.org`。spec、标签、注解、finalizer 和 owner 的改动均会检查，包括通过 \
`status` 子资源修改元数据；创建同名 CRD 只告警。
## 为何高危
Terway 的网卡和 Pod 地址状态保存在这些 CRD 的对象中：删除 CRD 会一并删除全部对象，修改 CRD 可能使 Terway 无法\
正确读取对象。
## 正确做法
请在容器服务控制台升级 Terway，由其更新 CRD；自行安装 Cilium 或 Calico 以代替 Terway 的集群请在 `exempt` 中豁\
免安装程序。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
