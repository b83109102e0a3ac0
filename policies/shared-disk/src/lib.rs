//! Cloud disks that several pods share.
#![no_std]

mod docs;
mod settings;

use guards::volumes::{ScaleTarget, Spec, Stored, class_of};
use redline_engine::core::pattern::matches;
use redline_engine::json::read;
use redline_engine::kubernetes::lookup::items;
use redline_engine::kubernetes::workload::CONTROLLED_WORKLOADS;
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// Volumes, claims, pods, autoscalers, and objects with a pod template, in addition to the controlled workloads.
const STORED: &[RequestMatch] = &[
    on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME),
    on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME_CLAIM),
    on(CREATE_UPDATE, kinds::POD),
    on(CREATE_UPDATE, kinds::POD_TEMPLATE),
    on(CREATE_UPDATE, kinds::REPLICATION_CONTROLLER),
    on(CREATE_UPDATE, kinds::HORIZONTAL_POD_AUTOSCALER),
    on(UPDATE, kinds::DEPLOYMENT).sub("scale"),
    on(UPDATE, kinds::STATEFUL_SET).sub("scale"),
];

/// Several pods must not share one cloud disk.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Stored<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &of_interest(Interest::DriverVolumes, joined::<14>(&[STORED, CONTROLLED_WORKLOADS])),
        rows: &[rows::R53],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>, own: &Settings, out: &mut Findings) {
        let id = truncate_for_display(&req.object_id());
        let (kind, namespace) = (req.kind_name(), req.object_namespace());
        if req.sub_resource == "scale" {
            return check_scale(ctx, req, own, out);
        }
        if kind == "HorizontalPodAutoscaler" {
            return check_autoscaler(ctx, req, own, out);
        }
        ctx.added_by_update(req, out, |object, out| match kind {
            "PersistentVolumeClaim" if is_disk_claim(own, &object.metadata, &object.spec) => {
                check_access_modes(kind, &id, "spec", &object.spec, out);
            }
            "PersistentVolume" => {
                let drivers = [&object.spec.csi, &object.spec.flex_volume];
                if let Some(driver) = drivers.into_iter().flatten().find(|driver| driver.is_disk()) {
                    check_access_modes(kind, &id, "spec", &object.spec, out);
                    check_same_disk(ctx, req, driver.disk(), out);
                }
            }
            _ => {
                // The StatefulSet controller creates these claims, and it is exempt.
                for (i, claim) in object.spec.claims.iter().enumerate() {
                    if is_disk_claim(own, &claim.metadata, &claim.spec) {
                        check_access_modes(
                            kind,
                            &id,
                            &format!("spec.volumeClaimTemplates[{i}].spec"),
                            &claim.spec,
                            out,
                        );
                    }
                }
                let Some((path, _, pod)) = object.pod() else { return };
                let several = runs_several_pods(kind, object, None);
                check_workload(
                    ctx,
                    own,
                    &Pods { kind, id: &id, namespace, path, several, name: req.object_name() },
                    pod,
                    out,
                );
            }
        });
    }
}

/// Checks a claim or a volume for a file system that several nodes could mount.
fn check_access_modes(kind: &str, id: &str, path: &str, spec: &Spec<'_>, out: &mut Findings) {
    let mode = spec.access_modes.iter().find(|mode| matches!(&***mode, "ReadWriteMany" | "ReadOnlyMany"));
    if let Some(mode) = mode.filter(|_| spec.volume_mode != "Block") {
        let text = text!(
            "{kind} `{id}` requests {mode}, which a cloud disk with a file system does not support",
            "{kind} `{id}` 请求 {mode}，带文件系统的云盘不支持该访问模式"
        );
        out.push(Finding::deny(format!("{path}.accessModes"), text).value(&**mode));
    }
}

/// Checks whether another PersistentVolume refers to the same disk.
fn check_same_disk(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>, disk: &str, out: &mut Findings) {
    let json = ctx.host.list("v1", "PersistentVolume", "");
    let Some(volumes) = items::<Stored<'_>>(json.as_deref()) else { return };
    let same = volumes.iter().find(|volume| {
        let mut drivers = [&volume.spec.csi, &volume.spec.flex_volume].into_iter().flatten();
        volume.metadata.name != req.object_name()
            && drivers.any(|d| d.is_disk() && !disk.is_empty() && d.disk() == disk)
    });
    if let Some(other) = same {
        let (id, disk, other) = (
            truncate_for_display(req.object_name()),
            truncate_for_display(disk),
            truncate_for_display(&other.metadata.name),
        );
        let text = text!(
            "PersistentVolume `{id}` refers to cloud disk `{disk}`, which `{other}` already refers to",
            "PersistentVolume `{id}` 与已有的 `{other}` 指向同一块云盘 `{disk}`"
        );
        out.push(Finding::warn("spec", text).value(disk));
    }
}

/// Pods as a finding names them.
struct Pods<'p> {
    kind: &'p str,
    id: &'p str,
    namespace: &'p str,
    path: &'p str,
    several: bool,
    name: &'p str,
}

/// Whether a workload runs more than one pod. `replicas` are those of its `scale`.
fn runs_several_pods(kind: &str, object: &Stored<'_>, replicas: Option<i64>) -> bool {
    let many = |n: Option<i64>| n.is_some_and(|n| n > 1);
    match kind {
        "DaemonSet" => true,
        "Job" => many(object.spec.parallelism),
        "CronJob" => object.spec.job_template.as_ref().is_some_and(|job| many(job.spec.parallelism)),
        _ => many(replicas.or(object.spec.replicas)),
    }
}

fn check_workload(ctx: &Context<'_>, own: &Settings, pods: &Pods<'_>, spec: &Spec<'_>, out: &mut Findings) {
    let Pods { kind, id, namespace, path, several, name } = *pods;
    for (i, volume) in spec.volumes.iter().enumerate() {
        let inline = [&volume.csi, &volume.flex_volume].into_iter().flatten().find(|driver| driver.is_disk());
        if let (true, Some(driver)) = (several, inline) {
            let disk = truncate_for_display(if driver.disk().is_empty() { &volume.name } else { driver.disk() });
            let text = text!(
                "{kind} `{id}` runs several pods on one cloud disk, `{disk}`",
                "{kind} `{id}` 的多个 Pod 共用一块云盘 `{disk}`"
            );
            out.push(Finding::deny(format!("{path}.volumes[{i}]"), text));
        }
        let Some(claim) = &volume.claim else { continue };
        if (!several && kind != "Pod") || !is_known_disk_claim(ctx, own, namespace, &claim.name) {
            continue;
        }
        let claimed = truncate_for_display(&claim.name);
        let text = if several {
            text!(
                "{kind} `{id}` runs several pods on the cloud disk of claim `{claimed}`",
                "{kind} `{id}` 的多个 Pod 共用 PVC `{claimed}` 的云盘"
            )
        } else if let Some(other) = other_user(ctx, namespace, &claim.name, name) {
            let other = truncate_for_display(&other);
            text!(
                "pod `{id}` uses the cloud disk of claim `{claimed}`, which pod `{other}` already uses",
                "Pod `{id}` 与 Pod `{other}` 共用 PVC `{claimed}` 的云盘"
            )
        } else {
            continue;
        };
        out.push(Finding::warn(format!("{path}.volumes[{i}].persistentVolumeClaim"), text).value(&*claim.name));
    }
}

/// Checks `kubectl scale`: the pod template is in the workload, which has to be looked up.
fn check_scale(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>, own: &Settings, out: &mut Findings) {
    let replicas = |object: &Option<Stored<'_>>| object.as_ref().and_then(|scale| scale.spec.replicas);
    let wanted = replicas(&req.object);
    if wanted.is_none_or(|n| n < 2) || wanted <= replicas(&req.old_object) {
        return;
    }
    let kind = if req.resource.resource == "statefulsets" { "StatefulSet" } else { "Deployment" };
    let (namespace, name) = (req.object_namespace(), req.object_name());
    with_workload(ctx, kind, namespace, name, &mut |object| {
        let Some((path, _, pod)) = object.pod() else { return };
        let id = truncate_for_display(&req.object_id());
        let pods = Pods { kind, id: &id, namespace, path, several: runs_several_pods(kind, object, wanted), name };
        check_workload(ctx, own, &pods, pod, out);
    });
}

/// Checks an autoscaler that may run several pods of a workload, which has to be looked up.
fn check_autoscaler(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>, own: &Settings, out: &mut Findings) {
    let Some(spec) = req.object.as_ref().map(|object| &object.spec) else { return };
    let ScaleTarget { kind, name, .. } = &spec.scale_target;
    if !matches!(&**kind, "Deployment" | "StatefulSet") {
        return;
    }
    let same = |old: &&Spec<'_>| old.scale_target.kind == **kind && old.scale_target.name == **name;
    let old = req.old_object.as_ref().map(|object| &object.spec).filter(same).and_then(|old| old.max_replicas);
    let wanted = spec.max_replicas.filter(|most| *most > 1 && Some(*most) > old);
    let Some(most) = wanted else { return };
    let namespace = req.object_namespace();
    with_workload(ctx, kind, namespace, name, &mut |object| {
        let Some((_, _, pod)) = object.pod() else { return };
        let claims = pod.volumes.iter().filter_map(|volume| volume.claim.as_ref());
        for claim in claims.filter(|claim| is_known_disk_claim(ctx, own, namespace, &claim.name)) {
            let (name, claim) = (truncate_for_display(name), truncate_for_display(&claim.name));
            let text = text!(
                "lets {kind} `{name}` run up to {most} pods on the cloud disk of claim `{claim}`",
                "该请求将允许 {kind} `{name}` 最多 {most} 个 Pod 共用 PVC `{claim}` 的云盘"
            );
            out.push(Finding::warn("spec.maxReplicas", text).value(&*claim));
        }
    });
}

/// Calls `visit` with a workload of the cluster, if it can be looked up.
fn with_workload(ctx: &Context<'_>, kind: &str, namespace: &str, name: &str, visit: &mut dyn FnMut(&Stored<'_>)) {
    let json = ctx.host.get("apps/v1", kind, namespace, name);
    let text = json.as_deref().and_then(|json| core::str::from_utf8(json).ok());
    if let Some(object) = text.and_then(|text| read::<Stored<'_>>(text).ok()) {
        visit(&object);
    }
}

/// Whether a claim is for a disk with a file system, by its class.
fn is_disk_claim(own: &Settings, metadata: &ObjectMeta<'_>, spec: &Spec<'_>) -> bool {
    let class = class_of(metadata, spec);
    spec.volume_mode != "Block" && own.disk_storage_classes.iter().any(|pattern| matches(pattern, class))
}

fn is_known_disk_claim(ctx: &Context<'_>, own: &Settings, namespace: &str, claim: &str) -> bool {
    let json = ctx.host.get("v1", "PersistentVolumeClaim", namespace, claim);
    let text = json.as_deref().and_then(|json| core::str::from_utf8(json).ok());
    text.and_then(|text| read::<Stored<'_>>(text).ok())
        .is_some_and(|claim| is_disk_claim(own, &claim.metadata, &claim.spec))
}

/// Another pod that uses the claim.
fn other_user(ctx: &Context<'_>, namespace: &str, claim: &str, name: &str) -> Option<String> {
    let json = ctx.host.list("v1", "Pod", namespace);
    let uses = |pod: &&Stored<'_>| {
        let mut claims = pod.spec.volumes.iter().filter_map(|volume| volume.claim.as_ref());
        pod.metadata.name != name && pod.metadata.deletion_timestamp.is_empty() && claims.any(|c| c.name == claim)
    };
    items::<Stored<'_>>(json.as_deref())?.iter().find(uses).map(|pod| (*pod.metadata.name).to_owned())
}
