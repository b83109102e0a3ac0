//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing ACK add-ons around ACK", zh: "绕过 ACK 修改系统组件" },
    text: "\
## What it stops
Deleting the Deployments, DaemonSets, ConfigMaps and Services of ACK's add-ons in kube-system, scaling them to
zero and changing their specification or, for ConfigMaps, their data. Another image of ACK's own registries
looks like an upgrade, which ACK may do under a user name that cannot be told from others, so it warns with all
that changes along with it. Another nodeSelector, other replicas, the data of `kube-proxy-worker` and
`kubelet-config`, and deleting the record of an add-on's Helm release warn too. Giving such an object an owner
counts as deleting it, because the garbage collector deletes what has no owner left. Rollout restarts, labels,
the data of `coredns`, `nginx-configuration` and `eci-profile`, and the keys `log-ali-uid` and
`log-machine-group` of `alibaba-log-configuration` are documented ways to configure and pass; so do
ServiceAccounts of kube-system. `eni-config` has a rule of its own, `terway-config`.
## Why it is high-risk
ACK does not know of such a change. The add-on may stop working, and its next upgrade fails on the change or
undoes it.
## How to get it done anyway
Set parameters on the Add-ons page of the ACK console or with `cs:ModifyClusterAddon`. If your cluster shows
ACK's own writes under a user name of its own, put that name into `exempt.users`.
",
    text_zh: "拦截在 kube-system 中删除 ACK 组件的 Deployment、DaemonSet、ConfigMap、Service，将其缩容到 0，以\
              及修改其 spec 或 ConfigMap 的 data。更换为其他 ACK 镜像（可能是 ACK 自身的升级，无法从用户名区分\
              ）、修改 nodeSelector、副本数、`kube-proxy-worker` 和 `kubelet-config` 的 data，删除组件的 Helm 发\
              布记录只告警；为这些对象设置 owner 视同删除（垃圾回收器会将其回收）。滚动重启、标签、`coredns`、\
              `nginx-configuration`、`eci-profile` 的 data，以及 `alibaba-log-configuration` 的 `log-ali-uid`、\
              `log-machine-group` 属文档支持的配置方式，放行；kube-system 的 ServiceAccount 放行。`eni-config` 由\
               `terway-config` 负责。绕过 ACK 的改动可能使组件异常，升级时失败或被覆盖。请在控制台组件管理页面\
              或通过 `cs:ModifyClusterAddon` 修改；若集群审计中 ACK 使用特定用户名，请加入 `exempt.users`。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
