//! The definitions of the container network's own resources.
#![no_std]

mod rows;

use guards::object::{self, Whole};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Changing or deleting the CustomResourceDefinitions of the container network: `podnetworkings`, `podenis`,
    /// `networkinterfaces`, `nodes` and `noderuntimes` of `network.alibabacloud.com`, and everything under
    /// `cilium.io` and `crd.projectcalico.org`. Spec, labels, annotations, finalizers and owners all count, also
    /// when they are changed through `status`. Creating a definition of such a name only warns.
    /// ## Why it is high-risk
    /// Terway keeps the state of every network interface and pod address in objects of these kinds. Deleting a
    /// definition deletes all its objects at once, and a changed one makes Terway misread them.
    /// ## How to get it done anyway
    /// Upgrade Terway in the ACK console, which brings the definitions it needs. In a cluster that runs its own
    /// Cilium or Calico instead of Terway, exempt the installer in `exempt`.
    docs: {
        title: Bilingual { en: "Changing or deleting network CRDs", zh: "修改或删除网络相关的 CRD" },
        text_zh: "拦截对容器网络 CRD 的修改和删除：`network.alibabacloud.com` 下的 `podnetworkings`、`podenis`、\
                  `networkinterfaces`、`nodes`、`noderuntimes`，以及 `*.cilium.io`、`*.crd.projectcalico.org`。\
                  spec、标签、注解、finalizer 和 owner 的改动都算修改，通过 `status` 子资源改动元数据也算；\
                  创建同名 CRD 只告警。Terway 的网卡和 Pod 地址状态都保存在这些 CRD 的对象中，删除 CRD 会一并删除全部对象。\
                  请在 ACK 控制台升级 Terway，由其更新 CRD；自行安装 Cilium 或 Calico 的集群请在 `exempt` 中豁免安装者。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Create, Operation::Update, Operation::Delete],
            group: "apiextensions.k8s.io",
            versions: &["v1"],
            // A write to `status` keeps the metadata that the client sends, so finalizers can go that way.
            resources: &[
                ("customresourcedefinitions", "CustomResourceDefinition"),
                ("customresourcedefinitions/status", "CustomResourceDefinition"),
            ],
        }],
        rows: rows::ROWS,
        // Terway's control plane registers the definitions and brings them up to date.
        exempt_users: &[
            "system:serviceaccount:kube-system:terway",
            "system:serviceaccount:kube-system:terway-controlplane",
        ],
    }
    settings: {}
    check: check, of Whole
}

/// From the ACK documentation, "Work with Terway", and its list of high-risk operations.
const DEFINITIONS: &[&str] = &[
    "podnetworkings.network.alibabacloud.com",
    "podenis.network.alibabacloud.com",
    "networkinterfaces.network.alibabacloud.com",
    "nodes.network.alibabacloud.com",
    "noderuntimes.network.alibabacloud.com",
    "*.cilium.io",
    "*.crd.projectcalico.org",
];

fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &Settings, out: &mut Findings) {
    let name = req.object_name();
    if !object::named(DEFINITIONS, name) {
        return;
    }
    let name = guards::path::truncate_for_display(name);
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) => out.push(Finding::deny(
            "",
            text!("CRD `{name}` is deleted, and every object of its kind with it", "删除 CRD `{name}` 及其全部对象"),
        )),
        (Operation::Create, _, _) => out.push(Finding::warn(
            "",
            text!(
                "CRD `{name}` is created by hand, but belongs to Terway",
                "手工创建了应由 Terway 管理的 CRD `{name}`"
            ),
        )),
        (Operation::Update, Some(old), Some(new)) => {
            let changes: Vec<String> = object::changes(old, new).iter().map(|path| guards::path::truncate_for_display(path)).collect();
            if let Some(first) = changes.first() {
                let list = changes.join("`, `");
                let text = text!("CRD `{name}` is changed in `{list}`", "CRD `{name}` 的 `{list}` 被修改");
                out.push(Finding::deny(first.clone(), text));
            }
        }
        _ => {}
    }
}
