//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Adding or removing control-plane nodes", zh: "增加或减少 Master 节点" },
    text: "\
## What it stops
In a dedicated cluster: deleting the Node of a master or giving it an owner, with which the garbage
collector would delete it, creating a Node that is marked as a master, and
adding, changing or removing the labels and taints `node-role.kubernetes.io/master` and
`node-role.kubernetes.io/control-plane`. Adding the missing one of them to a node that is a master anyway
only warns. Cordoning and draining a master are not touched.
## Why it is high-risk
Masters are members of etcd and back ends of the API server's load balancer. Neither follows the Node
object: a master that goes takes its vote with it, a node that is only labelled serves nothing, and
components that are pinned to masters lose their place.
## How to get it done anyway
Keep the three or five masters that the cluster was created with, or migrate to an ACK Pro cluster. After
that migration ACK's guide asks you to delete the old masters: set `migratedFromDedicated` for as long as
it takes.
",
    text_zh: "专有集群中，拦截删除 Master 节点的 Node（包括设置会使其被垃圾回收的 owner）、创建带 Master 标记的\
               Node，以及添加、修改、删除标签和污点 `node-role.kubernetes.io/master`、`node-role.kubernetes.io/control-plane`；\
              为已是 Master 的节点补上缺少的标记只告警，cordon 和 drain 不受影响。Master 同时是 etcd 成员和 API Server 负\
              载均衡的后端，这些不会随 Node 对象变化。请保持创建集群时的 3 个或 5 个 Master，或迁移到 ACK Pro 集\
              群；迁移完成后需要删除旧 Master 时，可临时开启 `migratedFromDedicated`。",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "migratedFromDedicated",
        doc: Bilingual {
            en: "The cluster was migrated from a dedicated to a managed one, so that the Nodes of its old masters may be \
                     deleted. Labels and taints stay guarded.\n",
            zh: "集群已由专有版迁移为托管版，允许删除旧 Master 的 Node；标签和污点仍受保护。",
        },
        ty: <bool as Setting>::TYPE,
        default: || Settings::default().migrated_from_dedicated.to_json(),
    }],
    context: &[],
    background_audit: false,
};
