//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting log configurations", zh: "删除日志采集配置" },
    text: "\
## What it stops
Deleting the definition of AliyunLogConfig or of an Aliyun pipeline configuration, which deletes all its
objects, and deleting such objects as a collection. Taking the finalizers or the spec away counts too.
Deleting a single object warns: it goes with the application that it belongs to. Once the look-up of these
objects is granted, the message says how many there are, and a definition without objects only warns.
## Why it is high-risk
Collection of what they describe stops, for the definition in the whole cluster. Recreating it means
recreating every object.
## How to get it done anyway
Edit an AliyunLogConfig to change what is collected. Delete single configurations with the release or the
manifest that made them, or in the console of the log service where they were made there.
",
    text_zh: "拦截删除 AliyunLogConfig 及采集配置（AliyunPipelineConfig）的 CRD（会一并删除全部对象），以及批量\
              删除这些对象、移除其 finalizer 或 spec；删除单个对象只告警。授予查询这些对象的权限后，提示中会给\
              出数量，没有对象的 CRD 只告警。删除后相应采集停止，重建 CRD 后还需逐个重建对象。请由 `exempt` 中\
              豁免的用户删除单个配置。",
    severity: Severity::High,
    settings: &[],
    context: &[
        ("log.alibabacloud.com/v1alpha1", "AliyunLogConfig"),
        ("telemetry.alibabacloud.com/v1alpha1", "ClusterAliyunPipelineConfig"),
    ],
    background_audit: false,
};
