//! Protections and marks of the load balancer behind a Service or an AlbConfig.
#![no_std]

mod docs;

use guards::load_balancer::{self, Balanced};
use guards::object;
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Protections and marks of the load balancer of a Service or AlbConfig must not be removed.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Balanced<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(CREATE_UPDATE, kinds::SERVICE),
            on(CREATE_UPDATE, kinds::SERVICE).sub("status"),
            on(CREATE_UPDATE, kinds::ALB_CONFIG),
        ],
        rows: &[rows::R41],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Balanced<'_>>, _: &NoSettings, out: &mut Findings) {
        let Some(new) = &req.object else { return };
        let id = truncate_for_display(&req.object_id());
        let old = if req.operation == Operation::Update { req.old_object.as_ref() } else { None };
        if load_balancer::is_alb_config(req) {
            check_alb_config(&id, old, new, out);
        } else if let Some(old) = old {
            if !old.is_load_balancer() {
                // The type was changed before, and CCM may still be deleting the load balancer.
                check_finalizers(&id, old, new, out);
            } else if !old.left_alone() || old.marked() {
                check_service(&id, old, new, out);
            }
        } else if new.is_load_balancer() && !new.left_alone() && new.reused().is_empty() {
            for (name, _) in PROTECTIONS.iter().filter(|(name, off)| value(new, name) == *off) {
                out.push(protection_off(&id, name).at(Level::Warn));
            }
        }
    }
}

/// Annotations that CCM cannot change on an existing load balancer, and their defaults
/// (cloud-provider-alibaba-cloud, `clbv1/loadbalancer.go`).
const FIXED: &[(&str, &str)] = &[
    ("loadbalancer-address-type", "internet"),
    ("loadbalancer-ip", ""),
    ("loadbalancer-ip-version", "ipv4"),
    ("loadbalancer-master-zoneid", ""),
    ("loadbalancer-network-type", ""),
    ("loadbalancer-resource-group-id", ""),
    ("loadbalancer-slave-zoneid", ""),
];
/// Annotations that protect a load balancer, and the value that switches the protection off.
const PROTECTIONS: &[(&str, &str)] =
    &[("loadbalancer-delete-protection", "off"), ("loadbalancer-modification-protection", "NonProtection")];
/// Labels by which CCM recognizes its load balancer.
const MARKS: &[&str] = &[load_balancer::IN_USE, "service.k8s.alibaba/security-group-id"];
const ALB_FINALIZER: &str = "ingress.k8s.alibaba/resources";

fn value<'s>(service: &'s Balanced<'_>, name: &str) -> &'s str {
    load_balancer::annotation(&service.metadata.annotations, name).unwrap_or_default()
}

fn protection_off(id: &str, name: &str) -> Finding {
    let path = format!("metadata.annotations[{}{name}]", load_balancer::PREFIX);
    Finding::deny(path, text!("switches off `{name}` of Service `{id}`", "该请求将关闭 Service `{id}` 的 `{name}`"))
}

fn check_service(id: &str, old: &Balanced<'_>, new: &Balanced<'_>, out: &mut Findings) {
    // CCM never deletes a load balancer that is reused, or that is to be preserved.
    let kept = !old.reused().is_empty() || !value(old, "loadbalancer-preserve-lb-on-delete").is_empty();
    let provisioned = old.provisioned();
    let level = if kept || !provisioned { Level::Warn } else { Level::Deny };
    if !new.is_load_balancer() {
        let after = truncate_for_display(&new.spec.kind);
        let text = if kept {
            text!(
                "changes Service `{id}` to type `{after}`, so its load balancer is no longer synchronized",
                "该请求将 Service `{id}` 改为 `{after}` 类型，其负载均衡不再同步"
            )
        } else {
            text!(
                "changes Service `{id}` to type `{after}`, which deletes its load balancer",
                "该请求将 Service `{id}` 改为 `{after}` 类型，其负载均衡会被删除"
            )
        };
        out.push(Finding::deny("spec.type", text).at(level));
    }
    check_finalizers(id, old, new, out);
    for label in MARKS {
        let had = old.metadata.labels.get(label);
        if had.is_some_and(|had| !had.is_empty()) && had != new.metadata.labels.get(label) {
            let text = text!(
                "changes or removes label `{label}` of Service `{id}`",
                "该请求将修改或移除 Service `{id}` 的标签 `{label}`"
            );
            out.push(Finding::deny(format!("metadata.labels[{label}]"), text));
        }
    }
    for (name, default) in FIXED {
        let or_default = |service| Some(value(service, name)).filter(|v| !v.is_empty()).unwrap_or(default);
        if provisioned && new.is_load_balancer() && or_default(old) != or_default(new) {
            let path = format!("metadata.annotations[{}{name}]", load_balancer::PREFIX);
            let text = text!(
                "changes `{name}` of Service `{id}`, which its existing load balancer does not support",
                "该请求将修改 Service `{id}` 的 `{name}`，已有的负载均衡不支持变更"
            );
            out.push(Finding::deny(path, text).at(level));
        }
    }
    for (name, off) in PROTECTIONS {
        if value(old, name) != *off && value(new, name) == *off {
            out.push(protection_off(id, name).at(level));
        }
    }
    if old.reused().is_empty() && !old.left_alone() && new.is_load_balancer() && new.left_alone() {
        out.push(Finding::warn(
            "metadata.annotations",
            text!(
                "hands Service `{id}` to another controller, so its load balancer is no longer synchronized",
                "该请求将 Service `{id}` 交给其他控制器，其负载均衡不再同步"
            ),
        ));
    }
}

fn check_finalizers(id: &str, old: &Balanced<'_>, new: &Balanced<'_>, out: &mut Findings) {
    for finalizer in object::lost_finalizers(&old.metadata, &new.metadata) {
        if load_balancer::FINALIZERS.contains(&finalizer) {
            let text = text!(
                "removes finalizer `{finalizer}` from Service `{id}`",
                "该请求将移除 Service `{id}` 的 finalizer `{finalizer}`"
            );
            out.push(Finding::deny("metadata.finalizers", text));
        }
    }
}

fn check_alb_config(id: &str, old: Option<&Balanced<'_>>, new: &Balanced<'_>, out: &mut Findings) {
    let level = if old.is_some() { Level::Deny } else { Level::Warn };
    let deletable = |config: &Balanced<'_>| config.spec.config.deletion_protection_enabled == Some(false);
    if deletable(new) && !old.is_some_and(deletable) {
        let text =
            text!("switches off deletion protection of AlbConfig `{id}`", "该请求将关闭 AlbConfig `{id}` 的删除保护");
        out.push(Finding::deny("spec.config.deletionProtectionEnabled", text).at(level));
    }
    let changeable =
        |config: &Balanced<'_>| config.spec.config.modification_protection_config.status == "NonProtection";
    if changeable(new) && !old.is_some_and(changeable) {
        let text = text!(
            "switches off modification protection of AlbConfig `{id}`",
            "该请求将关闭 AlbConfig `{id}` 的修改保护"
        );
        out.push(Finding::deny("spec.config.modificationProtectionConfig.status", text).at(level));
    }
    let lost = old.is_some_and(|old| object::lost_finalizers(&old.metadata, &new.metadata).contains(&ALB_FINALIZER));
    if lost {
        let text = text!(
            "removes finalizer `{ALB_FINALIZER}` from AlbConfig `{id}`",
            "该请求将移除 AlbConfig `{id}` 的 finalizer `{ALB_FINALIZER}`"
        );
        out.push(Finding::deny("metadata.finalizers", text));
    }
}
