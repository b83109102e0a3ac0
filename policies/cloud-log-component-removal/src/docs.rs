//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Uninstalling log components", zh: "卸载日志组件" },
    text: "\
## What it stops
Uninstalling ACK's log collection add-on, and deleting the cluster's log project or a store in it: as an
OpenAPI call, in the event log, or planned by Terraform. The project `k8s-log-<cluster id>` is the cluster's
by its name.
## Why it is high-risk
Collection stops, and uninstalling takes the definition of AliyunLogConfig and all its objects along. Logs
of a deleted project are gone.
## How to get it done anyway
Upgrade the add-on on the Add-ons page instead of reinstalling it. To stop collecting, delete single log
configurations.
",
    text_zh: "拦截卸载 ACK 日志采集组件，以及删除集群的日志项目或日志库，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计\
              划；名为 `k8s-log-<集群 ID>` 的日志项目按名称识别。卸载后采集停止，AliyunLogConfig 的 CRD 及其全\
              部对象一并删除，删除项目则日志丢失。请在组件管理页面升级组件。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
