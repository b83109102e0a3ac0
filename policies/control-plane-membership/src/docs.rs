//! Documentation of the rule: title, description, severity and settings.

use guards::migration::MigrationSettings;
use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Adding or removing control-plane nodes", zh: "增加或减少 Master 节点" },
    text: "\
## What it stops
In a dedicated cluster: deleting the Node of a control-plane node, or giving it an owner so that the garbage
collector may delete it; creating a Node that is marked as a control-plane node; and adding, changing or
removing the labels and taints `node-role.kubernetes.io/master` and `node-role.kubernetes.io/control-plane`.
Adding a missing mark to a node that is already a control-plane node only warns. Cordoning and draining are
not affected.
## Why it is high-risk
Control-plane nodes are members of etcd and backends of the API server's load balancer, and neither follows
the Node object. Removing a control-plane node costs etcd a vote, a node that is only labelled serves nothing,
and components that must run on control-plane nodes can no longer be scheduled.
## How to get it done anyway
Keep the three or five control-plane nodes that the cluster was created with, or migrate to an ACK Pro
cluster. The migration guide of ACK asks you to delete the old control-plane nodes afterwards: enable
`migratedFromDedicated` during that time.
",
    text_zh: "\
## 拦截的操作
在专有集群中，拦截删除 Master 节点的 Node（包括设置可能使其被垃圾回收的 owner）、创建带 Master 标记的 Node，\
以及添加、修改、移除标签和污点 `node-role.kubernetes.io/master`、`node-role.kubernetes.io/control-plane`。为\
已是 Master 的节点补充缺少的标记只告警，cordon 和 drain 不受影响。
## 为何高危
Master 节点同时是 etcd 成员和 API Server 负载均衡的后端，两者都不会随 Node 对象变化：移除 Master 会减少 \
etcd 的投票成员，仅添加标签的节点不提供服务，绑定到 Master 的组件可能无法调度。
## 正确做法
请保持创建集群时的 3 个或 5 个 Master 节点，或迁移到 ACK Pro 集群；迁移完成后需要删除旧 Master 时，可临时开\
启 `migratedFromDedicated`。
",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "migratedFromDedicated",
        doc: Bilingual {
            en: "The cluster was migrated from a dedicated to a managed one, so the Nodes of its old \
                 control-plane nodes may be deleted. Labels and taints remain protected.\n",
            zh: "集群已由 ACK 专有集群迁移为 ACK 托管集群，允许删除旧 Master 的 Node；标签和污点仍受保护。",
        },
        ty: <bool as Setting>::TYPE,
        default: || MigrationSettings::default().migrated_from_dedicated.to_json(),
    }],
    context: &[],
    background_audit: false,
};
