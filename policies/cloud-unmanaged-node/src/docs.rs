//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Instances joined around ACK's node pools", zh: "绕过 ACK 节点池加入的实例" },
    text: "\
## What it stops
Putting instances into the scaling group of a node pool with `ess:AttachInstances` or
`alicloud_ess_attachment`, and starting instances whose user data joins a cluster: `kubeadm join` denies,
ACK's own attach script warns, because ACK hands it out for adding existing instances by hand. Instances of
node pools, which ACK starts under its own roles, pass.
## Why it is high-risk
ACK does not know such a node: it is not upgraded, repaired or scaled with a pool, and has to be removed by
hand.
## How to get it done anyway
Add nodes in a node pool: raise its size, or attach instances to it in the ACK console or with
`cs:AttachInstancesToNodePool`.
",
    text_zh: "拦截通过 `ess:AttachInstances`、`alicloud_ess_attachment` 将实例加入节点池的伸缩组，以及启动带有\
              加入集群脚本的实例：用户数据中的 `kubeadm join` 予以拦截，ACK 的添加节点脚本只告警（ACK 支持用它\
              手动添加已有实例）；ACK 以自身角色启动的节点池实例放行。ACK 不认识这样的节点，无法升级、修复、伸\
              缩。请通过节点池扩容，或用 `cs:AttachInstancesToNodePool` 添加实例。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
