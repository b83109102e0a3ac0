//! Changes to the workloads of add-ons.

use guards::image::from_ack;
use guards::members::same_value;
use guards::object::{self, Stop, Whole};
use redline_engine::json::{Fields, List, read};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

use crate::differences::{differing, members};

/// Checks an update of a workload in `kube-system`, or of its sub-resource `scale`.
pub(crate) fn check(req: &Request<'_, Whole<'_>>, kind: &str, old: &Whole<'_>, new: &Whole<'_>, out: &mut Findings) {
    let name = req.object_name();
    let mut found = Findings::new();
    changes(req, kind, name, old, new, &mut found);
    let own = is_users(old);
    for mut finding in found {
        if own {
            finding.level = Level::Warn;
        }
        out.push(finding);
    }
}

/// Whether users run the software themselves under the name of the add-on: none of the images is ACK's.
pub(crate) fn is_users(object: &Whole<'_>) -> bool {
    let images = images(&members(&members(&members(&object.fields, "spec"), "template"), "spec"));
    !images.is_empty() && !images.iter().any(|image| from_ack(image))
}

fn changes(req: &Request<'_, Whole<'_>>, kind: &str, name: &str, old: &Whole<'_>, new: &Whole<'_>, out: &mut Findings) {
    let stopped = object::stops(req).contains(&Stop::ScaledToZero);
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

/// Whether the images change and all new ones are ACK's, from the same repositories as before. That looks like an upgrade, so
/// everything else that changes with the images counts as part of it.
fn is_image_upgrade(old: &Fields<'_>, new: &Fields<'_>) -> bool {
    let (old, new) = (images(old), images(new));
    let known = |image: &String| old.iter().any(|before| repository(before) == repository(image));
    old != new && new.iter().all(|image| from_ack(image) && known(image))
}

/// The images of the containers in a pod specification.
fn images(spec: &Fields<'_>) -> Vec<String> {
    let lists = ["initContainers", "containers"]
        .map(|key| -> List<Container<'_>> { spec.get(key).and_then(|raw| read(raw.get()).ok()).unwrap_or_default() });
    lists.iter().flat_map(|list| list.iter().map(|container| (*container.image).to_owned())).collect()
}

/// The last part of an image's repository, without tag and digest.
fn repository(image: &str) -> &str {
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split([':', '@']).next().unwrap_or(name)
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
