//! Manual edits of the addresses of a Node.
#![no_std]

mod docs;

use guards::members::MemberChange;
use guards::node::{self, Part};
use redline_engine::json::List;
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Addresses of a Node must not be edited.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Node<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[on(UPDATE, kinds::NODE), on(UPDATE, kinds::NODE).sub("status")],
        rows: &[rows::R8],
        // A virtual node has no instance; its component sets the address.
        exempt_users: &["system:serviceaccount:kube-system:virtual-kubelet"],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, _: &NoSettings, out: &mut Findings) {
        let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
        // Only a write to `status` changes the status; the API server ignores it on any other.
        if req.sub_resource == "status" {
            check_addresses(req.object_name(), old, new, out);
        }
        for edit in node::metadata_edits(&old.metadata, &new.metadata) {
            match (edit.part, &*edit.key) {
                (Part::Annotation, PROVIDED) => {
                    let now = new.metadata.annotations.get(PROVIDED).map_or("", |value| value);
                    let mut text = edit.text(req.object_name());
                    let reported = old.status.addresses.iter().any(|a| a.kind == INTERNAL && a.address == now);
                    let level = if edit.change == MemberChange::Removed {
                        Level::Warn
                    } else if reported {
                        text.append(&text!("an address that the node reports", "节点已上报该地址"));
                        Level::Warn
                    } else {
                        text.append(&text!(
                            "the node does not report address `{}`",
                            "节点未上报地址 `{}`",
                            truncate_for_display(now)
                        ));
                        Level::Deny
                    };
                    out.push(Finding::deny(edit.path(), text).value(now).at(level));
                }
                (Part::Label, HOSTNAME) => out.push(Finding::warn(edit.path(), edit.text(req.object_name()))),
                _ => {}
            }
        }
    }
}

redline_engine::view! {
    /// What the rule reads of a Node.
    pub struct Node<'a> {
        metadata: ObjectMeta<'a>,
        status: Status<'a>,
    }
    struct Status<'a> {
        addresses: List<Address<'a>>,
    }
    struct Address<'a> {
        kind = "type": Str<'a>,
        address: Str<'a>,
    }
}
redline_engine::objects!(Node);

/// The address that the cloud controller manager looks for (cloud-provider-alibaba-cloud).
const PROVIDED: &str = "alpha.kubernetes.io/provided-node-ip";
const HOSTNAME: &str = "kubernetes.io/hostname";
const INTERNAL: &str = "InternalIP";

/// The internal addresses of a node, or all others, in order: components use the first one.
fn address_list(node: &Node<'_>, internal: bool) -> String {
    let mut list = String::new();
    for Address { kind, address, .. } in &node.status.addresses {
        if (*kind == INTERNAL) == internal {
            let parts: [&str; 3] = if internal { ["", "", address] } else { [kind, " ", address] };
            if !list.is_empty() {
                list.push_str(", ");
            }
            list.extend(parts);
        }
    }
    list
}

fn check_addresses(name: &str, old: &Node<'_>, new: &Node<'_>, out: &mut Findings) {
    let name = truncate_for_display(name);
    let (before, after) = (address_list(old, true), address_list(new, true));
    if before != after {
        let (from, to) = (truncate_for_display(&before), truncate_for_display(&after));
        let text = match (&*before, &*after) {
            ("", _) => text!("adds address `{to}` to node `{name}`", "该请求将为节点 `{name}` 添加地址 `{to}`"),
            (_, "") => {
                text!("removes address `{from}` from node `{name}`", "该请求将移除节点 `{name}` 的地址 `{from}`")
            }
            _ => text!(
                "changes the address of node `{name}` from `{from}` to `{to}`",
                "该请求将节点 `{name}` 的地址由 `{from}` 改为 `{to}`"
            ),
        };
        out.push(Finding::deny("status.addresses", text).value(after));
    }
    let (before, after) = (address_list(old, false), address_list(new, false));
    if before != after {
        let text = text!(
            "changes host names or external addresses of node `{name}` from `{}` to `{}`",
            "该请求将节点 `{name}` 的主机名或公网地址由 `{}` 改为 `{}`",
            truncate_for_display(&before),
            truncate_for_display(&after),
        );
        out.push(Finding::warn("status.addresses", text).value(after));
    }
}
