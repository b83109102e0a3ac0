//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Detaching a cloud disk in use", zh: "卸载使用中的云盘" },
    text: "\
## What it stops
Detaching or deleting a cloud disk of the cluster: as an OpenAPI call, in the event log, or planned by
Terraform.
## Why it is high-risk
The pod that has the disk mounted gets input and output errors, and what was not written yet is lost.
Kubernetes goes on believing that the disk is there.
## How to get it done anyway
Delete the pod or scale it down: the CSI driver detaches the disk once nobody uses it.
",
    text_zh: "拦截卸载或删除集群使用的云盘，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。正在使用该云盘的\
               Pod 会出现 IO 错误，未落盘的数据丢失。请删除 Pod 或缩容，由 CSI 驱动卸载云盘。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
