//! Parameters of node components.
#![no_std]

mod docs;

use guards::on_node;
use guards::operations::components;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;

/// Parameters of node components must not be changed by hand.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: on_node::REQUESTS,
        rows: &[rows::R9, rows::R19],
        // The init container of the CSI node plugin installs its tools below /usr.
        exempt_workloads: &["kube-system/alicloud-csi-node", "kube-system/csi-admin"],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        on_node::check(ctx, req, &components::CONFIGURATION, out);
    }
}
