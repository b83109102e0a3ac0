//! Changes to ACK's add-ons that bypass ACK.
#![no_std]

mod add_ons;
mod docs;

use add_ons::{CONFIGS, Config, SERVICES, WORKLOADS};
use guards::image::from_ack;
use guards::members::{pairs, same_value};
use guards::object::{self, Stop, Target, Whole};
use redline_engine::json::{Fields, List, read};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// ACK add-ons must be changed and deleted through ACK.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &of_interest(
            Interest::KubeSystem,
            [
                on(UPDATE_DELETE, kinds::DAEMON_SET),
                on(UPDATE_DELETE, kinds::DEPLOYMENT),
                on(UPDATE_DELETE, kinds::DEPLOYMENT).sub("scale"),
                on(UPDATE_DELETE, kinds::CONFIG_MAP),
                on(DELETE, kinds::SECRET),
                on(DELETE, kinds::SERVICE),
            ],
        ),
        rows: &[rows::RN1],
        // The add-ons' own controllers, and ACK's installer in the cluster.
        exempt_users: &["system:serviceaccount:kube-system:*"],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &NoSettings, out: &mut Findings) {
        if req.object_namespace() != "kube-system" {
            return;
        }
        let (kind, name) = (req.kind_name(), req.object_name());
        let config = CONFIGS.iter().find(|config| kind == "ConfigMap" && config.name == name);
        let workload = object::target(WORKLOADS, req);
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, ..) if kind == "Secret" => {
                if let Some(addon) = released_add_on(name) {
                    let text = text!(
                        "deletes the Helm release record of add-on `{addon}`",
                        "该请求将删除组件 `{addon}` 的 Helm 发布记录"
                    );
                    out.push(Finding::warn("", text));
                }
            }
            (Operation::Delete, ..) if workload.is_some() || config.is_some() || SERVICES.matches(req) => {
                let text = text!(
                    "deletes {kind} `kube-system/{name}` of an ACK add-on",
                    "该请求将删除 ACK 组件的 {kind} `kube-system/{name}`"
                );
                out.push(Finding::deny("", text));
            }
            (Operation::Update, Some(old), Some(new)) => {
                if workload.is_some() || config.is_some() {
                    out.extend(object::added_owner(req));
                }
                if let Some(target) = workload {
                    check_workload(target.kind, name, old, new, out);
                } else if let Some(config) = config {
                    check_config_map(config, old, new, out);
                }
            }
            _ => {}
        }
    }
}

/// The add-on whose Helm release a Secret of this name records: `sh.helm.release.v1.<name>.v<number>`.
fn released_add_on(secret: &str) -> Option<&str> {
    let (release, _) = secret.strip_prefix("sh.helm.release.v1.")?.rsplit_once(".v")?;
    let known = |target: &Target| target.names.contains(&release);
    (release.starts_with("ack-") || WORKLOADS.iter().any(known)).then_some(release)
}

/// The members of the object under `key`; empty where it is something else.
fn members<'a>(fields: &Fields<'a>, key: &str) -> Fields<'a> {
    fields.get(key).and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

/// The names of the members that differ.
fn differing<'r>(old: &'r Fields<'_>, new: &'r Fields<'_>) -> Vec<&'r str> {
    let pairs = pairs(old, new).into_iter();
    pairs.filter(|(_, old, new)| !same_value(*old, *new)).map(|(key, ..)| key).collect()
}

fn check_workload(kind: &str, name: &str, old: &Whole<'_>, new: &Whole<'_>, out: &mut Findings) {
    let stopped = object::stops(old, new).contains(&Stop::ScaledToZero);
    if stopped {
        out.push(Finding::deny(
            "spec.replicas",
            text!(
                "scales {kind} `kube-system/{name}` of an ACK add-on to zero",
                "该请求将 ACK 组件的 {kind} `kube-system/{name}` 缩容到 0"
            ),
        ));
    }
    let (old, new) = (members(&old.fields, "spec"), members(&new.fields, "spec"));
    for key in differing(&old, &new) {
        let template = [members(&old, key), members(&new, key)];
        let [old, new] = template.each_ref().map(|template| members(template, "spec"));
        if key == "template" && !same_value(old.get("nodeSelector"), new.get("nodeSelector")) {
            out.push(Finding::warn(
                "spec.template.spec.nodeSelector",
                text!(
                    "changes the nodeSelector of {kind} `kube-system/{name}`",
                    "该请求将修改 {kind} `kube-system/{name}` 的 nodeSelector"
                ),
            ));
        }
        match key {
            "replicas" if !stopped => out.push(Finding::warn(
                "spec.replicas",
                text!(
                    "changes the number of replicas of {kind} `kube-system/{name}`",
                    "该请求将修改 {kind} `kube-system/{name}` 的副本数"
                ),
            )),
            "replicas" => {}
            // `kubectl rollout restart` only adds an annotation to the template, so its metadata is not compared.
            "template" if is_image_upgrade(&old, &new) => {
                let text = text!(
                    "replaces images of {kind} `kube-system/{name}` with other ACK images, possibly outside \
                     an ACK upgrade",
                    "该请求将更换 {kind} `kube-system/{name}` 的 ACK 镜像，可能并非由 ACK 升级发起"
                );
                out.push(Finding::warn("spec.template.spec.containers", text));
            }
            "template" => {
                for key in differing(&old, &new) {
                    if key != "nodeSelector" {
                        out.push(field_change(kind, name, &format!("spec.template.spec.{key}")));
                    }
                }
            }
            _ => out.push(field_change(kind, name, &format!("spec.{key}"))),
        }
    }
}

redline_engine::view! {
    struct Container<'a> {
        image: Str<'a>,
    }
}

/// Whether the images change and all new ones are ACK's. That looks like an upgrade, so everything else that changes
/// with the images counts as part of it.
fn is_image_upgrade(old: &Fields<'_>, new: &Fields<'_>) -> bool {
    let images = |spec: &Fields<'_>| -> Vec<String> {
        let lists = ["initContainers", "containers"].map(|key| -> List<Container<'_>> {
            spec.get(key).and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
        });
        lists.iter().flat_map(|list| list.iter().map(|container| (*container.image).to_owned())).collect()
    };
    let (old, new) = (images(old), images(new));
    old != new && new.iter().all(|image| from_ack(image))
}

fn field_change(kind: &str, name: &str, path: &str) -> Finding {
    let field = truncate_for_display(path);
    Finding::deny(
        path,
        text!(
            "changes `{field}` of {kind} `kube-system/{name}`",
            "该请求将修改 {kind} `kube-system/{name}` 的 `{field}`"
        ),
    )
}

fn check_config_map(config: &Config, old: &Whole<'_>, new: &Whole<'_>, out: &mut Findings) {
    let Some(level) = config.data else { return };
    for part in ["data", "binaryData"] {
        let (old, new) = (members(&old.fields, part), members(&new.fields, part));
        for key in differing(&old, &new) {
            if config.keys.contains(&key) {
                continue;
            }
            let (name, shown) = (config.name, truncate_for_display(key));
            let text = text!(
                "changes `{shown}` of ConfigMap `kube-system/{name}`",
                "该请求将修改 ConfigMap `kube-system/{name}` 的 `{shown}`"
            );
            out.push(Finding::deny(format!("{part}[{key}]"), text).at(level));
        }
    }
}
