//! ACK's add-ons, changed or deleted around ACK.
#![no_std]

mod docs;

use guards::image::from_ack;
use guards::members::{pairs, same_value};
use guards::object::{self, Stop, Target, Whole};
use redline_engine::json::{Fields, List, read};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::DAEMON_SET),
            on(UPDATE_DELETE, kinds::DEPLOYMENT),
            on(UPDATE_DELETE, kinds::DEPLOYMENT).sub("scale"),
            on(UPDATE_DELETE, kinds::CONFIG_MAP),
            on(DELETE, kinds::SECRET),
            on(DELETE, kinds::SERVICE),
        ],
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
                    out.extend(object::added_owner(req));
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
    let field = redline_engine::strings::truncate_for_display(path);
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
            let (name, shown) = (config.name, redline_engine::strings::truncate_for_display(key));
            let text = text!(
                "`{shown}` of ConfigMap `kube-system/{name}` changes",
                "修改 ConfigMap `kube-system/{name}` 的 `{shown}`"
            );
            out.push(Finding::deny(format!("{part}[{key}]"), text).at(level));
        }
    }
}
