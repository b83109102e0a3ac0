//! `net.ipv4.conf.*.rp_filter` set to `1` or `2`.
#![no_std]

mod docs;

use guards::operations::kernel;
use guards::sysctl;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;

/// `rp_filter` must not be set to `1` or `2`.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { requests: sysctl::REQUESTS, rows: &[rows::R34], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        sysctl::check(ctx, req, &kernel::RP_FILTER, out);
    }
}
