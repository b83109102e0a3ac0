//! Nodes that become or cease to be masters.
#![no_std]

mod docs;

use guards::annotations::Change;
use guards::node::{self, Node, ROLES};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Node<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(CREATE_UPDATE_DELETE, kinds::NODE),
            // A write to `status` keeps the labels that the client sends.
            on(UPDATE, kinds::NODE).sub("status"),
        ],
        rows: &[rows::R14, rows::R21],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, own: &Settings, out: &mut Findings) {
        let name = req.object_name();
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Create, _, Some(node)) if node.is_control_plane() => {
                let name = truncate_for_display(name);
                let text = text!("node `{name}` is created as a control-plane node", "创建了 Master 节点 `{name}`");
                out.push(Finding::deny("", text).row(rows::R21));
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
                    out.extend(guards::object::added_owner(req));
                }
                for edit in node::edits(req) {
                    if edit.part == node::Part::Annotation || !ROLES.contains(&&*edit.key) {
                        continue;
                    }
                    let mut finding = Finding::deny(edit.path(), edit.text(name)).row(rows::R21);
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
}

/// The rule's own settings.
#[derive(Debug)]
pub struct Settings {
    /// The cluster was migrated from a dedicated to a managed one, so that the Nodes of its old masters may be
    /// deleted. Labels and taints stay guarded.
    pub migrated_from_dedicated: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { migrated_from_dedicated: false }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["migratedFromDedicated"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "migratedFromDedicated" => Some(self.migrated_from_dedicated.assign(json)),
            _ => None,
        }
    }
}
