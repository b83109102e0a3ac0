//! ACK's add-ons, changed or deleted around ACK.
#![no_std]

mod rows;

use guards::image::from_ack;
use guards::members::{pairs, same_value};
use guards::object::{self, Stop, Target, Whole};
use redline_engine::json::{Fields, List, read};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting the Deployments, DaemonSets, ConfigMaps and Services of ACK's add-ons in kube-system, scaling them to
    /// zero and changing their specification or, for ConfigMaps, their data. Another image of ACK's own registries
    /// looks like an upgrade, which ACK may do under a user name that cannot be told from others, so it warns with all
    /// that changes along with it. Another nodeSelector, other replicas, the data of `kube-proxy-worker` and
    /// `kubelet-config`, and deleting the record of an add-on's Helm release warn too. Giving such an object an owner
    /// counts as deleting it, because the garbage collector deletes what has no owner left. Rollout restarts, labels,
    /// the data of `coredns`, `nginx-configuration` and `eci-profile`, and the keys `log-ali-uid` and
    /// `log-machine-group` of `alibaba-log-configuration` are documented ways to configure and pass; so do
    /// ServiceAccounts of kube-system. `eni-config` has a rule of its own, `terway-config`.
    /// ## Why it is high-risk
    /// ACK does not know of such a change. The add-on may stop working, and its next upgrade fails on the change or
    /// undoes it.
    /// ## How to get it done anyway
    /// Set parameters on the Add-ons page of the ACK console or with `cs:ModifyClusterAddon`. If your cluster shows
    /// ACK's own writes under a user name of its own, put that name into `exempt.users`.
    docs: {
        title: Bilingual { en: "Changing ACK add-ons around ACK", zh: "绕过 ACK 修改系统组件" },
        text_zh: "拦截在 kube-system 中删除 ACK 组件的 Deployment、DaemonSet、ConfigMap、Service，将其缩容到 0，以及修改其 spec 或 ConfigMap 的 data。更换为其他 ACK 镜像（可能是 ACK 自身的升级，无法从用户名区分）、修改 nodeSelector、副本数、`kube-proxy-worker` 和 `kubelet-config` 的 data，删除组件的 Helm 发布记录只告警；为这些对象设置 owner 视同删除（垃圾回收器会将其回收）。滚动重启、标签、`coredns`、`nginx-configuration`、`eci-profile` 的 data，以及 `alibaba-log-configuration` 的 `log-ali-uid`、`log-machine-group` 属文档支持的配置方式，放行；kube-system 的 ServiceAccount 放行。`eni-config` 由 `terway-config` 负责。绕过 ACK 的改动可能使组件异常，升级时失败或被覆盖。请在控制台组件管理页面或通过 `cs:ModifyClusterAddon` 修改；若集群审计中 ACK 使用特定用户名，请加入 `exempt.users`。",
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
            operations: &[Operation::Update, Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("configmaps", "ConfigMap")],
        }, On {
            operations: &[Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("secrets", "Secret"), ("services", "Service")],
        }],
        rows: rows::ROWS,
        // The add-ons' own controllers, and ACK's installer in the cluster.
        exempt_users: &["system:serviceaccount:kube-system:*"],
    }
    settings: {}
    check: check, of Whole
}

/// Workloads of add-ons (ACK documentation of the add-ons, and public installations of their manifests).
const WORKLOADS: &[Target] = &[
    Target {
        group: "apps",
        resource: "deployments",
        kind: "Deployment",
        namespace: "kube-system",
        names: &[
            "ack-node-local-dns-admission-controller",
            "ack-node-problem-detector-eventer",
            "ack-virtual-node-controller",
            "alb-ingress-controller",
            "alibaba-log-controller",
            "cluster-autoscaler",
            "coredns",
            "csi-provisioner",
            "loongcollector-operator",
            "metrics-server",
            "nginx-ingress-controller",
            "storage-operator",
            "terway-controlplane",
        ],
    },
    Target {
        group: "apps",
        resource: "daemonsets",
        kind: "DaemonSet",
        namespace: "kube-system",
        names: &[
            "ack-node-problem-detector-daemonset",
            "cloud-controller-manager",
            "csi-plugin",
            "kube-flannel-ds",
            "kube-proxy-master",
            "kube-proxy-worker",
            "logtail-ds",
            "logtail-windows",
            "loongcollector-ds",
            "node-local-dns",
            "terway-eni",
            "terway-eniip",
        ],
    },
];
const SERVICES: Target = Target {
    group: "",
    resource: "services",
    kind: "Service",
    namespace: "kube-system",
    names: &["kube-dns", "metrics-server", "terway-controlplane", "vk-webhook"],
};

/// A ConfigMap of an add-on: what a change of its data comes to (`None`: users configure the add-on with it), and the keys
/// that users may set all the same.
struct Config {
    name: &'static str,
    data: Option<Level>,
    keys: &'static [&'static str],
}
const CONFIGS: &[Config] = &[
    Config { name: "alibaba-log-configuration", data: Some(Level::Deny), keys: &["log-ali-uid", "log-machine-group"] },
    Config { name: "autoscaler-meta", data: Some(Level::Deny), keys: &[] },
    Config { name: "coredns", data: None, keys: &[] },
    Config { name: "csi-plugin", data: Some(Level::Deny), keys: &[] },
    Config { name: "eci-profile", data: None, keys: &[] },
    Config { name: "eni-config", data: None, keys: &[] },
    Config { name: "kube-flannel-cfg", data: Some(Level::Deny), keys: &[] },
    Config { name: "kube-proxy-master", data: Some(Level::Warn), keys: &[] },
    Config { name: "kube-proxy-worker", data: Some(Level::Warn), keys: &[] },
    // What kubeadm hands to kubelets that join or are upgraded.
    Config { name: "kubelet-config", data: Some(Level::Warn), keys: &[] },
    Config { name: "nginx-configuration", data: None, keys: &[] },
    Config { name: "terway-controlplane", data: Some(Level::Deny), keys: &[] },
];

fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &Settings, out: &mut Findings) {
    if req.object_namespace() != "kube-system" {
        return;
    }
    let (kind, name) = (req.kind_name(), req.object_name());
    let config = CONFIGS.iter().find(|config| kind == "ConfigMap" && config.name == name);
    let workload = object::target(WORKLOADS, req);
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, ..) if kind == "Secret" => {
            if let Some(addon) = released(name) {
                let text = text!(
                    "the record of add-on `{addon}`'s Helm release is deleted",
                    "删除组件 `{addon}` 的 Helm 发布记录"
                );
                out.push(Finding::warn("", text));
            }
        }
        (Operation::Delete, ..) if workload.is_some() || config.is_some() || SERVICES.matches(req) => {
            let text = text!(
                "add-on object {kind} `kube-system/{name}` is deleted",
                "删除组件对象 {kind} `kube-system/{name}`"
            );
            out.push(Finding::deny("", text));
        }
        (Operation::Update, Some(old), Some(new)) => {
            if workload.is_some() || config.is_some() {
                out.extend(object::owned(req));
            }
            if let Some(target) = workload {
                changed_workload(target.kind, name, old, new, out);
            } else if let Some(config) = config {
                changed_config(config, old, new, out);
            }
        }
        _ => {}
    }
}

/// The add-on that a Secret of this name records a release of: `sh.helm.release.v1.<name>.v<number>`.
fn released(secret: &str) -> Option<&str> {
    let (release, _) = secret.strip_prefix("sh.helm.release.v1.")?.rsplit_once(".v")?;
    let known = |target: &Target| target.names.contains(&release);
    (release.starts_with("ack-") || WORKLOADS.iter().any(known)).then_some(release)
}

/// The members of a member that is an object; none where it is something else.
fn members<'a>(fields: &Fields<'a>, key: &str) -> Fields<'a> {
    fields.get(key).and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

/// The names of the members that differ.
fn differing<'r>(old: &'r Fields<'_>, new: &'r Fields<'_>) -> Vec<&'r str> {
    let pairs = pairs(old, new).into_iter();
    pairs.filter(|(_, old, new)| !same_value(*old, *new)).map(|(key, ..)| key).collect()
}

fn changed_workload(kind: &str, name: &str, old: &Whole<'_>, new: &Whole<'_>, out: &mut Findings) {
    let stopped = object::stops(old, new).contains(&Stop::ScaledToZero);
    if stopped {
        out.push(Finding::deny(
            "spec.replicas",
            text!("{kind} `kube-system/{name}` is scaled to zero", "将 {kind} `kube-system/{name}` 缩容到 0"),
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
                    "the nodeSelector of {kind} `kube-system/{name}` changes",
                    "修改 {kind} `kube-system/{name}` 的 nodeSelector"
                ),
            ));
        }
        match key {
            "replicas" if !stopped => out.push(Finding::warn(
                "spec.replicas",
                text!(
                    "the replicas of {kind} `kube-system/{name}` change",
                    "修改 {kind} `kube-system/{name}` 的副本数"
                ),
            )),
            "replicas" => {}
            // A restart writes an annotation into the template; its metadata is no part of the specification.
            "template" if upgrades(&old, &new) => {
                let text = text!(
                    "{kind} `kube-system/{name}` gets another of ACK's images, not by ACK as far as can be seen",
                    "{kind} `kube-system/{name}` 更换为其他 ACK 镜像，目前看并非由 ACK 操作"
                );
                out.push(Finding::warn("spec.template.spec.containers", text));
            }
            "template" => {
                for key in differing(&old, &new) {
                    if key != "nodeSelector" {
                        out.push(respecified(kind, name, &format!("spec.template.spec.{key}")));
                    }
                }
            }
            _ => out.push(respecified(kind, name, &format!("spec.{key}"))),
        }
    }
}

redline_engine::view! {
    struct Container<'a> {
        image: Str<'a>,
    }
}

/// Whether a pod specification changes its images to others that are all ACK's: then this is an upgrade, and everything
/// that changes along with the images is a part of it.
fn upgrades(old: &Fields<'_>, new: &Fields<'_>) -> bool {
    let images = |spec: &Fields<'_>| -> Vec<String> {
        let lists = ["initContainers", "containers"].map(|key| -> List<Container<'_>> {
            spec.get(key).and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
        });
        lists.iter().flat_map(|list| list.iter().map(|container| (*container.image).to_owned())).collect()
    };
    let (old, new) = (images(old), images(new));
    old != new && new.iter().all(|image| from_ack(image))
}

fn respecified(kind: &str, name: &str, path: &str) -> Finding {
    let field = guards::path::truncate_for_display(path);
    Finding::deny(
        path,
        text!("`{field}` of {kind} `kube-system/{name}` changes", "修改 {kind} `kube-system/{name}` 的 `{field}`"),
    )
}

fn changed_config(config: &Config, old: &Whole<'_>, new: &Whole<'_>, out: &mut Findings) {
    let Some(level) = config.data else { return };
    for part in ["data", "binaryData"] {
        let (old, new) = (members(&old.fields, part), members(&new.fields, part));
        for key in differing(&old, &new) {
            if config.keys.contains(&key) {
                continue;
            }
            let (name, truncate_for_display) = (config.name, guards::path::truncate_for_display(key));
            let text = text!(
                "`{shown}` of ConfigMap `kube-system/{name}` changes",
                "修改 ConfigMap `kube-system/{name}` 的 `{shown}`"
            );
            out.push(Finding::deny(format!("{part}[{key}]"), text).at(level));
        }
    }
}
