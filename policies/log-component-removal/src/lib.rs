//! Log collectors and their controllers.
#![no_std]

mod docs;

use guards::object::{self, ProtectedObjects, Stop, Whole};
use redline_engine::prelude::*;
use redline_engine::strings::concat;

/// Log collectors and their controllers must not be removed.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &of_interest(
            Interest::KubeSystem,
            [
                on(UPDATE_DELETE, kinds::DAEMON_SET),
                on(UPDATE_DELETE, kinds::DEPLOYMENT),
                on(UPDATE_DELETE, kinds::DEPLOYMENT).sub("scale"),
                on(UPDATE_DELETE, kinds::CONFIG_MAP),
            ],
        ),
        rows: &[rows::R59],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &NoSettings, out: &mut Findings) {
        let Some(target) = object::target(COMPONENTS, req) else { return };
        let (kind, name) = (target.kind, req.object_name());
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) => out.push(Finding::deny(
                "",
                text!(
                    "deletes {kind} `kube-system/{name}` of ACK's log collection",
                    "该请求将删除日志采集组件的 {kind} `kube-system/{name}`"
                ),
            )),
            (Operation::Update, ..) => {
                out.extend(object::added_owner(req));
                for stop in object::stops(req) {
                    out.push(match stop {
                        Stop::ScaledToZero => Finding::deny(
                            "spec.replicas",
                            text!(
                                "scales {kind} `kube-system/{name}` of ACK's log collection to zero",
                                "该请求将日志采集组件的 {kind} `kube-system/{name}` 缩容到 0"
                            ),
                        ),
                        Stop::Nodes(field) => Finding::warn(
                            concat(&["spec.template.spec.", field]),
                            text!(
                                "changes the {field} of {kind} `kube-system/{name}`, which may remove it from nodes",
                                "该请求将修改 {kind} `kube-system/{name}` 的 {field}，可能使其离开部分节点"
                            ),
                        ),
                    });
                }
            }
            _ => {}
        }
    }
}

/// From the log service's guides for ACK and the add-ons' manifests.
const COMPONENTS: &[ProtectedObjects] = &[
    ProtectedObjects {
        group: "apps",
        resource: "daemonsets",
        kind: "DaemonSet",
        namespace: "kube-system",
        names: &["logtail-ds", "logtail-windows", "loongcollector-ds"],
    },
    ProtectedObjects {
        group: "apps",
        resource: "deployments",
        kind: "Deployment",
        namespace: "kube-system",
        names: &["alibaba-log-controller", "loongcollector-operator"],
    },
    ProtectedObjects {
        group: "",
        resource: "configmaps",
        kind: "ConfigMap",
        namespace: "kube-system",
        names: &["alibaba-log-configuration"],
    },
];
