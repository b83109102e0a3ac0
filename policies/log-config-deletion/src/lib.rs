//! Log configurations and their definitions.

mod rows;

use guards::object::{self, Whole};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting the definition of AliyunLogConfig or of an Aliyun pipeline configuration, which deletes all its
    /// objects, and deleting such an object. Taking the finalizers or the spec away counts too.
    /// ## Why it is high-risk
    /// Collection of what they describe stops, for the definition in the whole cluster. Recreating it means
    /// recreating every object.
    /// ## How to get it done anyway
    /// Delete single configurations through the release or the manifest that made them, as an exempt user, or in
    /// the console of the log service where they were made there.
    docs: {
        title: Bilingual { en: "Deleting log configurations", zh: "删除日志采集配置" },
        text_zh: "拦截删除 AliyunLogConfig 及采集配置（AliyunPipelineConfig）的 CRD（会一并删除全部对象），以及删除这些对象、移除其 finalizer 或 spec。删除后相应采集停止，重建 CRD 后还需逐个重建对象。请由 `exempt` 中豁免的用户删除单个配置。",
        severity: Severity::High,
        context: &[],
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

fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &Settings, out: &mut Findings) {
    let id = guards::path::shown(&req.object_id());
    let definition = ["customresourcedefinitions", "CustomResourceDefinition"].contains(&&*req.resource.resource)
        || req.kind.kind == "CustomResourceDefinition";
    if definition && !DEFINITIONS.contains(&req.object_name()) {
        return;
    }
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) if definition => {
            let text =
                text!("CRD `{id}` is deleted, and every object of its kind with it", "删除 CRD `{id}` 及其全部对象");
            out.push(Finding::deny("", text));
        }
        (Operation::Delete, _, _) => {
            let kind = req.kind_name();
            out.push(Finding::deny("", text!("{kind} `{id}` is deleted", "删除 {kind} `{id}`")));
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
