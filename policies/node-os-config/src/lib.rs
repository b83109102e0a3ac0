//! Operating-system configuration of nodes.
#![no_std]

mod docs;

use guards::on_node;
use guards::operations::system;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;

/// The operating-system configuration of nodes must not be changed by hand.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: on_node::REQUESTS,
        rows: &[rows::R10],
        // Terway, kube-proxy and the CSI driver load kernel modules and write below /etc as part of their work.
        exempt_workloads: &[
            "kube-system/alibabacloud-erdma-controller",
            "kube-system/alicloud-csi-node",
            "kube-system/csi-admin",
            "kube-system/kube-proxy",
            "kube-system/terway",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        on_node::check(ctx, req, &system::SYSTEM, out);
    }
}
