//! Nodes that become, or cease to be, control-plane nodes.
#![no_std]

mod docs;

use guards::members::MemberChange;
use guards::migration::MigrationSettings;
use guards::node::{self, Node, ROLES};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Nodes must not become, or cease to be, control-plane nodes.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Node<'a>;
    type Settings = MigrationSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(CREATE_UPDATE_DELETE, kinds::NODE),
            // A write to `status` keeps the labels that the client sends.
            on(UPDATE, kinds::NODE).sub("status"),
        ],
        rows: &[rows::R14, rows::R21],
        only_on: Some(ClusterKind::Dedicated),
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, own: &MigrationSettings, out: &mut Findings) {
        let name = req.object_name();
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Create, _, Some(node)) if node.is_control_plane() => {
                let name = truncate_for_display(name);
                let text = text!("creates node `{name}` as a control-plane node", "该请求将创建 Master 节点 `{name}`");
                out.push(Finding::deny("", text).row(rows::R21));
            }
            (Operation::Delete, old, new) => {
                let master = old.as_ref().or(new.as_ref()).is_some_and(Node::is_control_plane);
                if master && !own.migrated_from_dedicated {
                    let name = truncate_for_display(name);
                    out.push(Finding::deny(
                        "",
                        text!("deletes control-plane node `{name}`", "该请求将删除 Master 节点 `{name}`"),
                    ));
                }
            }
            (Operation::Update, Some(old), _) => {
                if old.is_control_plane() && !own.migrated_from_dedicated {
                    out.extend(guards::object::added_owner(req));
                }
                for edit in node::edits(req) {
                    if edit.part == node::Part::Annotation || !ROLES.contains(&&*edit.key) {
                        continue;
                    }
                    let mut finding = Finding::deny(edit.path(), edit.text(name)).row(rows::R21);
                    if edit.change == MemberChange::Added && old.is_control_plane() {
                        // This is the recovery for a node that lost one of its marks, and upgrades do the same.
                        finding
                            .text
                            .append(&text!("the node is already a control-plane node", "该节点已是 Master 节点"));
                        finding.level = Level::Warn;
                    }
                    out.push(finding);
                }
            }
            _ => {}
        }
    }
}
