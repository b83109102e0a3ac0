//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Instances added around ACK's node pools", zh: "绕过 ACK 节点池添加实例" },
    text: "\
## What it stops
Adding instances to the scaling group of a node pool with `ess:AttachInstances` or `alicloud_ess_attachment`,
and starting instances whose user data joins a cluster: `kubeadm join` denies, ACK's own attach script warns,
because ACK provides it for adding existing instances manually. Instances of node pools, which ACK starts
under its own roles, are allowed.
## Why it is high-risk
ACK does not know such a node: it is not upgraded, repaired or scaled with a node pool, and has to be removed
manually.
## How to get it done anyway
Add nodes through a node pool: increase its size, or attach instances to it in the ACK console or with
`cs:AttachInstancesToNodePool`.
",
    text_zh: "\
## 拦截的操作
拦截通过 `ess:AttachInstances`、`alicloud_ess_attachment` 将实例加入节点池的伸缩组，以及启动实例自定义数据中带有加\
入集群脚本的实例：`kubeadm join` 予以拦截，ACK 的添加节点脚本只告警（ACK 支持使用该脚本手动添加已有实\
例）；ACK 以自身角色启动的节点池实例放行。
## 为何高危
ACK 无法识别这样的节点，不会随节点池升级、自愈和伸缩，只能手动移除。
## 正确做法
请通过节点池扩容，或在容器服务控制台、通过 `cs:AttachInstancesToNodePool` 添加实例。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
