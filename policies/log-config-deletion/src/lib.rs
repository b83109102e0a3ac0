//! Log configurations and their definitions.
#![no_std]

mod rows;

use guards::object::{self, Whole};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting the definition of AliyunLogConfig or of an Aliyun pipeline configuration, which deletes all its
    /// objects, and deleting such objects as a collection. Taking the finalizers or the spec away counts too.
    /// Deleting a single object warns: it goes with the application that it belongs to. Once the look-up of these
    /// objects is granted, the message says how many there are, and a definition without objects only warns.
    /// ## Why it is high-risk
    /// Collection of what they describe stops, for the definition in the whole cluster. Recreating it means
    /// recreating every object.
    /// ## How to get it done anyway
    /// Edit an AliyunLogConfig to change what is collected. Delete single configurations with the release or the
    /// manifest that made them, or in the console of the log service where they were made there.
    docs: {
        title: Bilingual { en: "Deleting log configurations", zh: "删除日志采集配置" },
        text_zh: "拦截删除 AliyunLogConfig 及采集配置（AliyunPipelineConfig）的 CRD（会一并删除全部对象），以及批量删除这些对象、移除其 finalizer 或 spec；删除单个对象只告警。授予查询这些对象的权限后，提示中会给出数量，没有对象的 CRD 只告警。删除后相应采集停止，重建 CRD 后还需逐个重建对象。请由 `exempt` 中豁免的用户删除单个配置。",
        severity: Severity::High,
        context: &[
            ("log.alibabacloud.com/v1alpha1", "AliyunLogConfig"),
            ("telemetry.alibabacloud.com/v1alpha1", "ClusterAliyunPipelineConfig"),
        ],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Delete],
            group: "apiextensions.k8s.io",
            versions: &["v1"],
            resources: &[("customresourcedefinitions", "CustomResourceDefinition")],
        }, On {
            operations: &[Operation::Update, Operation::Delete],
            group: "log.alibabacloud.com",
            versions: &["v1alpha1"],
            resources: &[("aliyunlogconfigs", "AliyunLogConfig")],
        }, On {
            operations: &[Operation::Update, Operation::Delete],
            group: "telemetry.alibabacloud.com",
            versions: &["v1alpha1"],
            resources: &[("clusteraliyunpipelineconfigs", "ClusterAliyunPipelineConfig")],
        }],
        rows: rows::ROWS,
        // The controllers that write these objects for the console.
        exempt_users: &[
            "system:serviceaccount:kube-system:alibaba-log-controller",
            "system:serviceaccount:kube-system:loongcollector-operator",
        ],
    }
    settings: {}
    check: check, of Whole
}

/// From the log service's documentation of collection by CRD.
const DEFINITIONS: &[&str] =
    &["aliyunlogconfigs.log.alibabacloud.com", "clusteraliyunpipelineconfigs.telemetry.alibabacloud.com"];

/// What they define.
const KINDS: [(&str, &str); 2] = [
    ("log.alibabacloud.com/v1alpha1", "AliyunLogConfig"),
    ("telemetry.alibabacloud.com/v1alpha1", "ClusterAliyunPipelineConfig"),
];

fn check(ctx: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &Settings, out: &mut Findings) {
    let id = guards::path::truncate_for_display(&req.object_id());
    let definition = ["customresourcedefinitions", "CustomResourceDefinition"].contains(&&*req.resource.resource)
        || req.kind.kind == "CustomResourceDefinition";
    if definition && !DEFINITIONS.contains(&req.object_name()) {
        return;
    }
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) if definition => {
            let text =
                text!("CRD `{id}` is deleted, and every object of its kind with it", "删除 CRD `{id}` 及其全部对象");
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
