//! Log configurations and their definitions.
#![no_std]

mod docs;

use guards::object::{self, Whole};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
            on(UPDATE_DELETE, kinds::ALIYUN_LOG_CONFIG),
            on(UPDATE_DELETE, kinds::CLUSTER_ALIYUN_PIPELINE_CONFIG),
        ],
        rows: &[rows::R58],
        // The controllers that write these objects for the console.
        exempt_users: &[
            "system:serviceaccount:kube-system:alibaba-log-controller",
            "system:serviceaccount:kube-system:loongcollector-operator",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &NoSettings, out: &mut Findings) {
        let id = redline_engine::strings::truncate_for_display(&req.object_id());
        let definition = ["customresourcedefinitions", "CustomResourceDefinition"].contains(&&*req.resource.resource)
            || req.kind.kind == "CustomResourceDefinition";
        if definition && !DEFINITIONS.contains(&req.object_name()) {
            return;
        }
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) if definition => {
                let text = text!(
                    "CRD `{id}` is deleted, and every object of its kind with it",
                    "删除 CRD `{id}` 及其全部对象"
                );
                let mut finding = Finding::deny("", text);
                let (version, kind) = if req.object_name() == DEFINITIONS[0] { KINDS[0] } else { KINDS[1] };
                match ctx.host.count(version, kind, "") {
                    None => {}
                    Some(0) => {
                        finding.level = Level::Warn;
                        finding.text.append(&text!("there are none", "目前没有对象"));
                    }
                    Some(n) => finding.text.append(&text!("there are {n}", "目前有 {n} 个")),
                }
                out.push(finding);
            }
            (Operation::Delete, _, _) => {
                let kind = req.kind_name();
                // One by one they go with the application they belong to; all at once is an accident.
                let level = if req.name.is_empty() { Level::Deny } else { Level::Warn };
                out.push(Finding::deny("", text!("{kind} `{id}` is deleted", "删除 {kind} `{id}`")).at(level));
            }
            (Operation::Update, Some(old), Some(new)) => {
                let kind = req.kind_name();
                if !object::lost_finalizers(&old.metadata, &new.metadata).is_empty() {
                    let text = text!("finalizers of {kind} `{id}` are removed", "移除 {kind} `{id}` 的 finalizer");
                    out.push(Finding::deny("metadata.finalizers", text));
                }
                if old.fields.get("spec").is_some()
                    && new.fields.get("spec").is_none_or(|spec| matches!(spec.get(), "null" | "{}"))
                {
                    let text = text!("the spec of {kind} `{id}` is removed", "清空 {kind} `{id}` 的 spec");
                    out.push(Finding::deny("spec", text));
                }
            }
            _ => {}
        }
    }
}

/// From the log service's documentation of collection by CRD.
const DEFINITIONS: &[&str] =
    &["aliyunlogconfigs.log.alibabacloud.com", "clusteraliyunpipelineconfigs.telemetry.alibabacloud.com"];

/// What they define.
const KINDS: [(&str, &str); 2] = [
    ("log.alibabacloud.com/v1alpha1", "AliyunLogConfig"),
    ("telemetry.alibabacloud.com/v1alpha1", "ClusterAliyunPipelineConfig"),
];
