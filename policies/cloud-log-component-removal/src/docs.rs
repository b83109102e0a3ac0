//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Uninstalling log components", zh: "卸载日志组件" },
    text: "\
## What it stops
Uninstalling ACK's log collection add-on, and deleting the cluster's log project, a Logstore, a collection
configuration or a machine group in it. Changing a configuration or a machine group only warns. The rule
checks OpenAPI calls, ActionTrail events and Terraform plans. The project `k8s-log-<cluster id>` is recognised
as the cluster's by its name.
## Why it is high-risk
Logs are no longer collected, and uninstalling the add-on also deletes the AliyunLogConfig CRD and all its
objects. Deleting a project deletes its logs.
## How to get it done anyway
Upgrade the add-on on the Add-ons page instead of reinstalling it. To stop collecting certain logs, delete
their log configurations.
",
    text_zh: "\
## 拦截的操作
拦截卸载 ACK 日志采集组件，以及删除集群的日志项目或其中的日志库、采集配置、机器组；修改采集配置或机器组仅告\
警。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。名为 `k8s-log-<集群 ID>` 的日志项目按名称识别。
## 为何高危
卸载后日志不再采集，AliyunLogConfig CRD 及其全部对象一并删除；删除日志项目会丢失其中的日志。
## 正确做法
请在组件管理页面升级组件，不要卸载重装；如需停止采集部分日志，请删除对应的采集配置。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
