//! `net.ipv4.tcp_tw_reuse=1`.
#![no_std]

mod docs;

use guards::operations::kernel;
use guards::sysctl;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;

/// `net.ipv4.tcp_tw_reuse` must not be set to `1`.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { requests: sysctl::REQUESTS, rows: &[rows::R35], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        sysctl::check(ctx, req, &kernel::TCP_TW_REUSE, out);
    }
}
