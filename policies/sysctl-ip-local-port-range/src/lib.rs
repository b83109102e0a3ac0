//! `net.ipv4.ip_local_port_range` changed.
#![no_std]

mod docs;

use guards::operations::kernel;
use guards::sysctl;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;

/// `net.ipv4.ip_local_port_range` must keep its default.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { requests: sysctl::REQUESTS, rows: &[rows::R37], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        sysctl::check(ctx, req, &kernel::IP_LOCAL_PORT_RANGE, out);
    }
}
