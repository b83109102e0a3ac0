//! The clock and the time zone of nodes.
#![no_std]

mod docs;

use guards::containers;
use guards::message::{add, message};
use guards::on_node;
use guards::operations::clock;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;
use redline_engine::strings::concat;
use redline_engine::strings::truncate_for_display;

/// Time, time zone and time synchronization of nodes must not be changed.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: on_node::REQUESTS,
        rows: &[rows::R11, rows::R22],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        on_node::check(ctx, req, &clock::CLOCK_AND_ZONE, out);
        check_capability(ctx, req, out);
    }
}

fn check_capability(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, out: &mut Findings) {
    containers::added_by_update(ctx, req, out, &|object, out| {
        containers::pods(ctx, req, object, &mut |pod| {
            containers::containers(pod, &mut |at, container| {
                // A privileged container has every capability, which says nothing about the clock.
                let added = &container.security_context.capabilities.add;
                if container.may_be_root(pod.spec)
                    && added.iter().any(|c| c.strip_prefix("CAP_").unwrap_or(c).eq_ignore_ascii_case("SYS_TIME"))
                {
                    let text = message(
                        "container `{0}` can set the clock of the node (SYS_TIME)",
                        "容器 `{0}` 可修改节点时间（SYS_TIME）",
                        &[&truncate_for_display(&container.name)],
                    );
                    let path = concat(&[at, "securityContext.capabilities.add"]);
                    add(out, Level::Warn, path, text, String::new());
                }
            });
        });
    });
}
