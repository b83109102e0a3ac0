//! Manual upgrades of Kubernetes.
#![no_std]

mod docs;

use guards::image::from_ack;
use guards::on_node;
use guards::operations::components::KUBERNETES;
use redline_engine::kubernetes::workload::{CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC, PERSISTENT_VOLUMES, Workload};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Kubernetes must be upgraded through ACK, not with kubeadm or other images.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { requests: REQUESTS, rows: &[rows::RN3], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        on_node::check(ctx, req, &KUBERNETES, out);
        let component = COMPONENTS
            .iter()
            .find(|(_, name, _)| *name == req.object_name() && req.object_namespace() == "kube-system");
        let Some((kind, name, level)) = component.filter(|(kind, ..)| req.kind_name() == *kind) else { return };
        ctx.added_by_update(req, out, |object, out| {
            for pod in object.pods() {
                for (list, i, container) in pod.spec.all_containers() {
                    if !container.image.is_empty() && !from_ack(&container.image) {
                        let image = truncate_for_display(&container.image);
                        let text = text!(
                            "sets image `{image}`, which is not from ACK's registries, in {kind} `kube-system/{name}`",
                            "该请求将使 {kind} `kube-system/{name}` 使用非 ACK 镜像 `{image}`"
                        );
                        let path = format!("{}.{list}[{i}].image", pod.path);
                        out.push(Finding::deny(path, text).value(&*container.image).at(*level));
                    }
                }
            }
        });
    }
}

/// Those of every rule about nodes; the components of Kubernetes that run as pods are in `kube-system`.
const REQUESTS: &[RequestMatch] = &of_interest(
    Interest::NodeReachOrKubeSystem,
    joined::<13>(&[CORE_WORKLOADS, CONTROLLED_WORKLOADS, PERSISTENT_VOLUMES, EXEC]),
);

/// Components of Kubernetes that run in the cluster, and the level of a finding about a foreign image.
const COMPONENTS: &[(&str, &str, Level)] = &[
    ("DaemonSet", "kube-proxy-worker", Level::Deny),
    ("DaemonSet", "kube-proxy-master", Level::Deny),
    ("Deployment", "coredns", Level::Warn),
];
