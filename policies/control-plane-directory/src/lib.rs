//! Core directories of control-plane nodes.
#![no_std]

mod docs;

use guards::on_node;
use guards::operations::control_plane;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;

/// Core directories of control-plane nodes must not be deleted or overwritten.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: on_node::REQUESTS,
        rows: &[rows::R17],
        exempt_workloads: on_node::AGENTS,
        only_on: Some(ClusterKind::Dedicated),
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        on_node::check(ctx, req, &control_plane::DIRECTORY, out);
    }
}
