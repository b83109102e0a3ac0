//! Secrets with the RAM tokens of add-ons.
#![no_std]

mod rows;

use guards::members::pairs;
use guards::object::Whole;
use redline_engine::json::{Fields, Raw, read};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting a Secret `addon.*.token` in kube-system, through which an add-on calls Alibaba Cloud, or giving it an
    /// owner with which the garbage collector would delete it. Removing or
    /// emptying what it holds warns.
    /// ## Why it is high-risk
    /// The component behind the Secret loses its permissions: no load balancers, disks, logs or nodes, depending on
    /// the add-on.
    /// ## How to get it done anyway
    /// Leave the Secrets to ACK, which renews them. Where one is gone, authorise the role again in the ACK console
    /// and restart the component.
    docs: {
        title: Bilingual { en: "Removing RAM tokens of add-ons", zh: "删除组件的 RAM Token" },
        text_zh: "拦截删除 kube-system 中组件访问阿里云所用的 Secret `addon.*.token`，或为其设置会被垃圾回收的 owner；移除或清空其中的内容只告警。对应组件会失去权限，无法创建负载均衡、云盘，无法采集日志或伸缩节点。这些 Secret 由 ACK 维护和轮换；如已丢失，请在 ACK 控制台重新授权并重启组件。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Update, Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("secrets", "Secret")],
        }],
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of Whole
}

fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &Settings, out: &mut Findings) {
    let name = req.object_name();
    // ACK documentation, "Default roles of ACK": `addon.<role in lower case>.token` and shorter names.
    let token =
        name.strip_prefix("addon.").and_then(|rest| rest.strip_suffix(".token")).is_some_and(|role| !role.is_empty());
    if !token || req.object_namespace() != "kube-system" {
        return;
    }
    let name = guards::path::truncate_for_display(name);
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) => out.push(Finding::deny(
            "",
            text!("Secret `kube-system/{name}` is deleted", "删除 Secret `kube-system/{name}`"),
        )),
        (Operation::Update, Some(old), Some(new)) => {
            out.extend(guards::object::owned(req));
            // ACK renews tokens in place. Only that something is gone is said, never what it was.
            let (old, new) = (data(old), data(new));
            let lost = pairs(&old, &new).into_iter().find(|(_, old, new)| !is_empty(*old) && is_empty(*new));
            if let Some((key, ..)) = lost {
                let key = guards::path::truncate_for_display(key);
                let text = text!(
                    "`{key}` of Secret `kube-system/{name}` is removed or emptied",
                    "移除或清空 Secret `kube-system/{name}` 的 `{key}`"
                );
                out.push(Finding::warn(format!("data[{key}]"), text));
            }
        }
        _ => {}
    }
}

fn data<'a>(secret: &Whole<'a>) -> Fields<'a> {
    secret.fields.get("data").and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

fn is_empty(value: Option<&Raw<'_>>) -> bool {
    value.is_none_or(|value| matches!(value.get(), "" | "null" | "\"\""))
}
