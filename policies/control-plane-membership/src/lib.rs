//! Nodes that become or cease to be masters.
#![no_std]

mod rows;

use guards::annotations::Change;
use guards::node::{self, Node, ROLES};
use guards::path::truncate_for_display;
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// In a dedicated cluster: deleting the Node of a master or giving it an owner, with which the garbage
    /// collector would delete it, creating a Node that is marked as a master, and
    /// adding, changing or removing the labels and taints `node-role.kubernetes.io/master` and
    /// `node-role.kubernetes.io/control-plane`. Adding the missing one of them to a node that is a master anyway
    /// only warns. Cordoning and draining a master are not touched.
    /// ## Why it is high-risk
    /// Masters are members of etcd and back ends of the API server's load balancer. Neither follows the Node
    /// object: a master that goes takes its vote with it, a node that is only labelled serves nothing, and
    /// components that are pinned to masters lose their place.
    /// ## How to get it done anyway
    /// Keep the three or five masters that the cluster was created with, or migrate to an ACK Pro cluster. After
    /// that migration ACK's guide asks you to delete the old masters: set `migratedFromDedicated` for as long as
    /// it takes.
    docs: {
        title: Bilingual { en: "Adding or removing control-plane nodes", zh: "增加或减少 Master 节点" },
        text_zh: "专有集群中，拦截删除 Master 节点的 Node（包括设置会使其被垃圾回收的 owner）、创建带 Master 标记的 Node，以及添加、修改、删除标签和污点 \
                  `node-role.kubernetes.io/master`、`node-role.kubernetes.io/control-plane`；为已是 Master 的节点补上缺少的\
                  标记只告警，cordon 和 drain 不受影响。Master 同时是 etcd 成员和 API Server 负载均衡的后端，这些不会随 \
                  Node 对象变化。请保持创建集群时的 3 个或 5 个 Master，或迁移到 ACK Pro 集群；迁移完成后需要删除旧 Master 时，\
                  可临时开启 `migratedFromDedicated`。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[
            On {
                operations: &[Operation::Create, Operation::Update, Operation::Delete],
                group: "",
                versions: &["v1"],
                resources: &[("nodes", "Node")],
            },
            // A write to `status` keeps the labels that the client sends.
            On {
                operations: &[Operation::Update],
                group: "",
                versions: &["v1"],
                resources: &[("nodes/status", "Node")],
            },
        ],
        rows: rows::ROWS,
    }
    settings: {
        /// The cluster was migrated from a dedicated to a managed one, so that the Nodes of its old masters may be
        /// deleted. Labels and taints stay guarded.
        #[zh("集群已由专有版迁移为托管版，允许删除旧 Master 的 Node；标签和污点仍受保护。")]
        migrated_from_dedicated = "migratedFromDedicated": bool = false;
    }
    check: check, of Node
}

fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, own: &Settings, out: &mut Findings) {
    let name = req.object_name();
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Create, _, Some(node)) if node.is_control_plane() => {
            let name = truncate_for_display(name);
            let text = text!("node `{name}` is created as a control-plane node", "创建了 Master 节点 `{name}`");
            out.push(Finding::deny("", text).row("21"));
        }
        (Operation::Delete, old, new) => {
            let master = old.as_ref().or(new.as_ref()).is_some_and(Node::is_control_plane);
            if master && !own.migrated_from_dedicated {
                let name = truncate_for_display(name);
                out.push(Finding::deny(
                    "",
                    text!("control-plane node `{name}` is deleted", "删除 Master 节点 `{name}`"),
                ));
            }
        }
        (Operation::Update, Some(old), _) => {
            if old.is_control_plane() && !own.migrated_from_dedicated {
                out.extend(guards::object::owned(req));
            }
            for edit in node::edits(req) {
                if edit.part == node::Part::Annotation || !ROLES.contains(&&*edit.key) {
                    continue;
                }
                let mut finding = Finding::deny(edit.path(), edit.text(name)).row("21");
                if edit.change == Change::Added && old.is_control_plane() {
                    // The way back for a master that lost one of its marks, and what upgrades do.
                    finding.text.append(&text!("it is a control-plane node already", "该节点已是 Master"));
                    finding.level = Level::Warn;
                }
                out.push(finding);
            }
        }
        _ => {}
    }
}
