//! The files in which log collectors remember how far they have read.
#![no_std]

mod docs;

use guards::on_node;
use guards::operations::storage;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;

/// The position files of log collectors on nodes must not be deleted.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: on_node::REQUESTS,
        rows: &[rows::R56],
        exempt_workloads: on_node::COLLECTORS,
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        on_node::check(ctx, req, &storage::POSITIONS, out);
    }
}
