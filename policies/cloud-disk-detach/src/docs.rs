//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Detaching a cloud disk in use", zh: "卸载使用中的云盘" },
    text: "\
## What it stops
Detaching or deleting a cloud disk that pods use, rolling it back or reinitialising it, and making it the
target of a replication. Attaching it by hand, and letting it go with an instance, only warns. The rule checks
OpenAPI calls, ActionTrail events and Terraform plans.
## Why it is high-risk
The pod that has mounted the disk gets I/O errors, and data that was not written yet is lost. Kubernetes still
considers the disk attached.
## How to get it done anyway
Delete the pod or scale its workload down. The CSI driver detaches the disk once no pod uses it.
",
    text_zh: "\
## 拦截的操作
拦截卸载、删除、回滚或重新初始化 Pod 使用的云盘，以及将其设为异步复制的从盘；手动挂载该云盘或设置其随实例释放\
仅告警。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
正在使用该云盘的 Pod 会出现 IO 错误，尚未落盘的数据会丢失，而 Kubernetes 仍认为云盘已挂载。
## 正确做法
请删除 Pod 或对工作负载缩容，没有 Pod 使用时 CSI 驱动会卸载云盘。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
