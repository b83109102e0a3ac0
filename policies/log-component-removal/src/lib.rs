//! Log collectors and their controllers.
#![no_std]

mod rows;

use guards::object::{self, Stop, Target, Whole};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting the DaemonSets, Deployments and the ConfigMap of ACK's log collection in kube-system (`logtail-ds`,
    /// `logtail-windows`, `loongcollector-ds`, `alibaba-log-controller`, `loongcollector-operator`,
    /// `alibaba-log-configuration`), scaling them to zero, giving a DaemonSet or Deployment an owner, with which the
    /// garbage collector would delete it, and (as a warning) giving them another nodeSelector
    /// or node affinity.
    /// ## Why it is high-risk
    /// Collection stops at once. Logs that containers write until it is back may be rotated away before anybody
    /// reads them.
    /// ## How to get it done anyway
    /// Uninstall or upgrade the add-on on the Add-ons page of the ACK console. To collect less, delete single log
    /// configurations.
    docs: {
        title: Bilingual { en: "Removing log collectors", zh: "删除日志采集组件" },
        text_zh: "拦截删除 kube-system 中 ACK 日志采集的 DaemonSet、Deployment 和 ConfigMap（`logtail-ds`、`logtail-windows`、`loongcollector-ds`、`alibaba-log-controller`、`loongcollector-operator`、`alibaba-log-configuration`），将其缩容到 0，以及为 DaemonSet、Deployment 设置会使其被垃圾回收的 owner；修改其 nodeSelector 或节点亲和性仅警告。采集会立即停止，期间的日志可能被轮转丢失。请在 ACK 控制台的组件管理页面卸载或升级。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Update, Operation::Delete],
            group: "apps",
            versions: &["v1"],
            resources: &[("daemonsets", "DaemonSet"), ("deployments", "Deployment"), ("deployments/scale", "Scale")],
        }, On {
            operations: &[Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("configmaps", "ConfigMap")],
        }],
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of Whole
}

/// From the log service's guides for ACK and the add-ons' manifests.
const COMPONENTS: &[Target] = &[
    Target {
        group: "apps",
        resource: "daemonsets",
        kind: "DaemonSet",
        namespace: "kube-system",
        names: &["logtail-ds", "logtail-windows", "loongcollector-ds"],
    },
    Target {
        group: "apps",
        resource: "deployments",
        kind: "Deployment",
        namespace: "kube-system",
        names: &["alibaba-log-controller", "loongcollector-operator"],
    },
    Target {
        group: "",
        resource: "configmaps",
        kind: "ConfigMap",
        namespace: "kube-system",
        names: &["alibaba-log-configuration"],
    },
];

fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &Settings, out: &mut Findings) {
    let Some(target) = object::target(COMPONENTS, req) else { return };
    let (kind, name) = (target.kind, req.object_name());
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) => out.push(Finding::deny(
            "",
            text!("{kind} `kube-system/{name}` is deleted", "删除 {kind} `kube-system/{name}`"),
        )),
        (Operation::Update, Some(old), Some(new)) => {
            out.extend(object::owned(req));
            for stop in object::stops(old, new) {
                out.push(match stop {
                    Stop::ScaledToZero => Finding::deny(
                        "spec.replicas",
                        text!(
                            "{kind} `kube-system/{name}` is scaled to zero",
                            "将 {kind} `kube-system/{name}` 缩容到 0"
                        ),
                    ),
                    Stop::Nodes(field) => Finding::warn(
                        ["spec.template.spec.", field].concat(),
                        text!(
                            "{kind} `kube-system/{name}` is kept from nodes by its {field}",
                            "修改 {kind} `kube-system/{name}` 的 {field} 会使其离开部分节点"
                        ),
                    ),
                });
            }
        }
        _ => {}
    }
}
