//! Certificates of the control plane and their published copies.
#![no_std]

mod docs;

use guards::on_node;
use guards::operations::control_plane;
use redline_engine::kubernetes::workload::Workload;
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Certificates of the control plane and their published copies must not be replaced.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &joined::<14>(&[
            on_node::REQUESTS,
            &[on(UPDATE_DELETE, kinds::CONFIG_MAP).of(Interest::PublishedCertificates)],
        ]),
        rows: &[rows::R20],
        exempt_workloads: on_node::AGENTS,
        only_on: Some(ClusterKind::Dedicated),
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        if req.kind_name() != "ConfigMap" {
            return on_node::check(ctx, req, &control_plane::CERTIFICATE, out);
        }
        let (namespace, name) = (req.object_namespace(), req.object_name());
        let copy = PUBLISHED.iter().find(|(ns, n, _)| *n == name && (ns.is_empty() || *ns == namespace));
        let Some((_, _, level)) = copy else { return };
        let id = truncate_for_display(&req.object_id());
        if req.operation == Operation::Delete {
            let text = text!(
                "deletes ConfigMap `{id}`, a published copy of the cluster's certificates",
                "该请求将删除集群证书的公开副本 ConfigMap `{id}`"
            );
            out.push(Finding::deny("", text).at(*level));
        } else if let (Some(old), Some(new)) = (&req.old_object, &req.object) {
            out.extend(guards::object::added_owner(req).map(|finding| finding.at(*level)));
            let changed = guards::members::pairs(&old.data, &new.data).into_iter().find(|(_, old, new)| old != new);
            if let Some((key, ..)) = changed {
                let text = text!(
                    "changes ConfigMap `{id}`, a published copy of the cluster's certificates",
                    "该请求将修改集群证书的公开副本 ConfigMap `{id}`"
                );
                out.push(Finding::deny(format!("data[{key}]"), text).at(*level));
            }
        }
    }
}

/// ConfigMaps that publish the cluster's certificates (namespace, empty for any, and name), and the level of a finding.
const PUBLISHED: &[(&str, &str, Level)] = &[
    ("kube-system", "extension-apiserver-authentication", Level::Deny),
    ("kube-public", "cluster-info", Level::Deny),
    ("", "kube-root-ca.crt", Level::Warn),
];
