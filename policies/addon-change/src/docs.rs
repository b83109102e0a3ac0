//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing ACK add-ons outside ACK", zh: "绕过 ACK 修改系统组件" },
    text: "\
## What it stops
Deleting the Deployments, DaemonSets, ConfigMaps, Services and ServiceAccounts of ACK add-ons in kube-system,
their bindings and webhook configurations, scaling them to zero, and changing their specification, the
selector of a Service, the subjects of a binding, the webhooks or, for ConfigMaps, their data. Setting an
owner on such an object is denied as well, because the garbage collector deletes objects whose owner does not
exist, and so is emptying the Corefile. A workload whose image is not ACK's counts as your own, and its
changes warn. These changes only warn as well: other ACK images (with everything that changes along with them), because an upgrade by ACK
cannot be told apart by user name; another nodeSelector; another number of replicas; the data of
`kube-proxy-master`, `kube-proxy-worker` and `kubelet-config`; and deleting the Helm release record of an
add-on. Documented configuration passes: rollout restarts, labels, the data of `coredns`,
`nginx-configuration` and `eci-profile`, and the keys `log-ali-uid` and `log-machine-group` of
`alibaba-log-configuration`. ServiceAccounts of kube-system are exempt. The data of `eni-config` is checked by
`terway-config`.
## Why it is high-risk
ACK does not know about such a change. The add-on may stop working, and its next upgrade fails or overwrites
the change.
## How to get it done anyway
Configure the add-on on the Add-ons page of the ACK console or with `cs:ModifyClusterAddon`. If ACK writes to
your cluster under a user name of its own, add that name to `exempt.users`.
",
    text_zh: "\
## 拦截的操作
拦截在 kube-system 中删除 ACK 组件的 Deployment、DaemonSet、ConfigMap、Service、ServiceAccount 及其绑定和 \
webhook 配置，将其缩容到 0，以及修改其 spec、Service 的 selector、绑定的主体、webhook 或 ConfigMap 的 data；\
为这些对象设置 owner 同样拦截，因为 owner 不存在时垃圾回收器会删除该对象；清空 Corefile 也会拦截。镜像不是 \
ACK 镜像的工作负载视为用户自有，其改动只告警。以下操作也只告警：更换为其他 ACK 镜像（及随之发生的改动，可能\
是 ACK 自身的升级，无法通过用户名区分）、修改 nodeSelector 或副本数、修改 \
`kube-proxy-master`、`kube-proxy-worker`、`kubelet-config` 的 data、删除组件的 Helm 发布记录。文档支持的配置\
方式放行：滚动重启、标签、`coredns`、`nginx-configuration`、`eci-profile` 的 data，以及 \
`alibaba-log-configuration` 的 `log-ali-uid`、`log-machine-group`。kube-system 的 ServiceAccount 豁\
免，`eni-config` 的 data 由 `terway-config` 检查。
## 为何高危
ACK 无法识别此类改动：组件可能停止工作，下次升级会失败，或将改动覆盖。
## 正确做法
请在容器服务控制台的组件管理页面或通过 `cs:ModifyClusterAddon` 修改；如果 ACK 在集群中使用特定用户名写入，请\
将其加入 `exempt.users`。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
