//! Addresses of a Node, edited by hand.
#![no_std]

mod rows;

use guards::annotations::Change;
use guards::node::{self, Part};
use guards::path::truncate_for_display;
use redline_engine::json::List;
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Editing `status.addresses` of a Node: an `InternalIP` that is added, removed, replaced or moved is denied,
    /// an edit of other addresses warns. Pointing the annotation `alpha.kubernetes.io/provided-node-ip` at an
    /// address that the node does not report is denied; other edits of it, and of the label
    /// `kubernetes.io/hostname`, warn. A kubelet that reports its own addresses and the cloud controller manager
    /// are not touched.
    /// ## Why it is high-risk
    /// The addresses of a Node say where the API server reaches its kubelet, where other nodes send pod traffic
    /// and which back end the load balancer gets. With a wrong one the node drops out, and the cloud controller
    /// manager stops updating it.
    /// ## How to get it done anyway
    /// Nodes of ACK keep the address they were created with. Add a node in the vSwitch you need, drain the old
    /// one and remove it in its node pool. An edited address comes back when the kubelet restarts.
    docs: {
        title: Bilingual { en: "Editing the addresses of a node", zh: "修改节点的 IP 地址" },
        text_zh: "拦截修改 Node 的 `status.addresses`：增删、替换 `InternalIP` 或调整其顺序时拒绝，修改其他地址时告警；\
                  注解 `alpha.kubernetes.io/provided-node-ip` 指向节点未上报的地址时拒绝，其他修改以及修改标签 \
                  `kubernetes.io/hostname` 时告警。kubelet 上报自身地址和 CCM 不受影响。地址错误会导致 API Server \
                  连不上 kubelet、跨节点流量和负载均衡后端失效，CCM 也不再更新该节点。ACK 节点的 IP 不可更改，\
                  请在目标交换机新增节点，排空后移除旧节点。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Update],
            group: "",
            versions: &["v1"],
            resources: &[("nodes", "Node"), ("nodes/status", "Node")],
        }],
        rows: rows::ROWS,
        // No instance stands behind a virtual node; its component makes its address up.
        exempt_users: &["system:serviceaccount:kube-system:virtual-kubelet"],
    }
    settings: {}
    check: check, of Node
}

redline_engine::view! {
    /// What the rule reads of a Node.
    struct Node<'a> {
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

fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, _: &Settings, out: &mut Findings) {
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
    // The API server throws away what a write to the node itself says about its status.
    if req.sub_resource == "status" {
        addresses(req.object_name(), old, new, out);
    }
    for edit in node::metadata_edits(&old.metadata, &new.metadata) {
        match (edit.part, &*edit.key) {
            (Part::Annotation, PROVIDED) => {
                let now = new.metadata.annotations.get(PROVIDED).map_or("", |value| value);
                let mut text = edit.text(req.object_name());
                let reported = old.status.addresses.iter().any(|a| a.kind == INTERNAL && a.address == now);
                let level = if edit.change == Change::Removed {
                    Level::Warn
                } else if reported {
                    text.append(&text!("to an address that the node has", "该地址属于此节点"));
                    Level::Warn
                } else {
                    text.append(&text!(
                        "to `{}`, which the node does not report",
                        "值为 `{}`，节点未上报该地址",
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

/// Addresses of one type, or of every other type, in order: the first one is the one that is used.
fn listed(node: &Node<'_>, internal: bool) -> String {
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

fn addresses(name: &str, old: &Node<'_>, new: &Node<'_>, out: &mut Findings) {
    let name = truncate_for_display(name);
    let (before, after) = (listed(old, true), listed(new, true));
    if before != after {
        let (from, to) = (truncate_for_display(&before), truncate_for_display(&after));
        let text = match (&*before, &*after) {
            ("", _) => text!("node `{name}` is given the address `{to}`", "为节点 `{name}` 设置地址 `{to}`"),
            (_, "") => text!("node `{name}` loses its address `{from}`", "删除节点 `{name}` 的地址 `{from}`"),
            _ => text!(
                "the address of node `{name}` is changed from `{from}` to `{to}`",
                "节点 `{name}` 的地址由 `{from}` 改为 `{to}`"
            ),
        };
        out.push(Finding::deny("status.addresses", text).value(after));
    }
    let (before, after) = (listed(old, false), listed(new, false));
    if before != after {
        let text = text!(
            "names or external addresses of node `{name}` are changed from `{}` to `{}`",
            "节点 `{name}` 的主机名或公网地址由 `{}` 改为 `{}`",
            truncate_for_display(&before),
            truncate_for_display(&after),
        );
        out.push(Finding::warn("status.addresses", text).value(after));
    }
}
