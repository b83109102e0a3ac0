//! Operations on disk devices of nodes.
#![no_std]

mod docs;

use guards::on_node;
use guards::operations::disk;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;

/// Disk devices of nodes must not be formatted, partitioned or overwritten.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: on_node::REQUESTS,
        rows: &[rows::R52],
        exempt_workloads: &[
            // It reads the counters of disks in /dev.
            "kube-system/ack-koordlet",
            "kube-system/alicloud-csi-node",
            "kube-system/csi-admin",
            "kube-system/open-local",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        on_node::check(ctx, req, &disk::DEVICE, out);
    }
}
