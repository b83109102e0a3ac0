//! What the deletion of a namespace takes along.

use redline_engine::kubernetes::lookup::items;
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

use crate::labels::{Labelled, protection};
use crate::settings::Settings;

/// Kinds that people protect in namespaces, of which a look-up is worth its time.
pub(crate) const KINDS: &[(&str, &str)] = &[
    ("apps/v1", "Deployment"),
    ("apps/v1", "StatefulSet"),
    ("v1", "ConfigMap"),
    ("v1", "PersistentVolumeClaim"),
    ("v1", "Pod"),
    ("v1", "Service"),
];

/// Warns about a namespace in which look-ups show protected objects. Its deletion deletes them through the namespace
/// controller, which no rule stops.
pub(crate) fn check(ctx: &Context<'_>, req: &Request<'_, Labelled<'_>>, own: &Settings, out: &mut Findings) {
    let namespace = req.object_name();
    for (version, kind) in KINDS {
        let json = ctx.host.list(version, kind, namespace);
        let Some(objects) = items::<Labelled<'_>>(json.as_deref()) else { continue };
        for object in &objects {
            let Some(label) = protection(object, own) else { continue };
            let (namespace, name) = (truncate_for_display(namespace), truncate_for_display(&object.metadata.name));
            let text = text!(
                "deletes Namespace `{namespace}` and in it {kind} `{name}`, which label `{label}` protects",
                "该请求将删除 Namespace `{namespace}`，其中的 {kind} `{name}` 受标签 `{label}` 保护"
            );
            out.push(Finding::warn("", text));
        }
    }
}
