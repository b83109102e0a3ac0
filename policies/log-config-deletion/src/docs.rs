//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting log collection configurations", zh: "删除日志采集配置" },
    text: "\
## What it stops
Deleting the CRD of AliyunLogConfig or ClusterAliyunPipelineConfig, which deletes all its objects, and
deleting such objects as a collection. Removing their finalizers or their spec, or emptying what the
spec collects, is denied as well, and so is giving the CRD an owner. Deleting a single object, or giving it an
owner, warns, because it is deleted along with its application. With permission to look up these
objects, the message shows how many exist, and deleting a CRD without objects only warns.
## Why it is high-risk
The log collection that the objects configure stops; for a CRD, in the whole cluster. Every object has to be
created again.
## How to get it done anyway
Edit an AliyunLogConfig to change what is collected. Delete single configurations with the release or the
manifest that created them, or in the console of Log Service if they were created there.
",
    text_zh: "\
## 拦截的操作
拦截删除 AliyunLogConfig、ClusterAliyunPipelineConfig 的 CRD（会一并删除全部对象），批量删除这些对象，以及移\
除其 finalizer 或 spec、清空 spec 中的采集内容；为 CRD 设置 owner 同样拒绝。删除单个对象或为其设置 owner 只告\
警，因为它会随应用一起删除。授予查询这些对象的权限后，提示中会给出对象数量，没有对象的 CRD 只告警。
## 为何高危
删除后相应的日志采集停止（删除 CRD 时为整个集群），所有对象都需要重建。
## 正确做法
如需调整采集内容，请编辑 AliyunLogConfig；单个配置请通过创建它的应用发布或清单删除，在日志服务控制台创建的配\
置请在控制台删除。
",
    severity: Severity::High,
    settings: &[],
    context: &[
        ("log.alibabacloud.com/v1alpha1", "AliyunLogConfig"),
        ("telemetry.alibabacloud.com/v1alpha1", "ClusterAliyunPipelineConfig"),
    ],
    background_audit: false,
};
