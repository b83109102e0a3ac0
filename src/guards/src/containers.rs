//! The pods of an object, and the containers of a pod.

use alloc::format;

use redline_core::finding::Findings;
use redline_core::language::Text;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{Container, Pod, Workload};
use redline_text::truncate_for_display;

use crate::message::message;

/// [`Context::added_by_update`] for workloads. Takes a `dyn` function, so that a bundle contains it once.
#[inline(never)]
pub fn added_by_update(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    out: &mut Findings,
    check: &dyn Fn(&Workload<'_>, &mut Findings),
) {
    ctx.added_by_update(req, out, check);
}

/// Calls `visit` with each pod of an object, apart from those whose service account is exempt.
#[inline(never)]
pub fn pods(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    object: &Workload<'_>,
    visit: &mut dyn FnMut(&Pod<'_, '_>),
) {
    for pod in &object.pods() {
        if !ctx.exempts_workload(req.object_namespace(), pod.spec.account()) {
            visit(pod);
        }
    }
}

/// A container as the subject of a sentence.
#[inline(never)]
pub(crate) fn subject(container: &Container<'_>) -> Text {
    message("container `{0}`", "容器 `{0}` ", &[&truncate_for_display(&container.name)])
}

/// Calls `visit` with each container of a pod. The first argument is the prefix of paths to its fields, such as
/// `spec.containers[0].`.
#[inline(never)]
pub fn containers(pod: &Pod<'_, '_>, visit: &mut dyn FnMut(&str, &Container<'_>)) {
    each(pod, "containers", &pod.spec.containers, visit);
    each(pod, "initContainers", &pod.spec.init_containers, visit);
    each(pod, "ephemeralContainers", &pod.spec.ephemeral_containers, visit);
}

#[inline(never)]
fn each(pod: &Pod<'_, '_>, list: &str, containers: &[Container<'_>], visit: &mut dyn FnMut(&str, &Container<'_>)) {
    for (i, container) in containers.iter().enumerate() {
        visit(&format!("{}.{list}[{i}].", pod.path), container);
    }
}
