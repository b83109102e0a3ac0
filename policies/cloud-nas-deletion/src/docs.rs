//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting a NAS file system in use", zh: "删除使用中的 NAS 文件系统或挂载点" },
    text: "\
## What it stops
Deleting a NAS file system of the cluster, one of its mount targets or filesets, making a mount target
inactive, emptying the recycle bin, blocking a client, and deleting a permission rule: as an OpenAPI call, in
the event log, or planned by Terraform. A call about a permission rule does not say for which file systems it
is, so it warns.
## Why it is high-risk
Every pod that has the file system mounted hangs in system calls that never return, and the node often has
to be restarted. The data are gone.
## How to get it done anyway
Remove the volumes and the pods that mount them first, and check in the NAS console that no client is left.
",
    text_zh: "拦截删除集群使用的 NAS 文件系统、挂载点或 Fileset，禁用挂载点，清空回收站，将客户端加入黑名单，以\
              及删除权限规则，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划；权限规则的调用不含文件系统 ID，\
              仅告警。已挂载的 Pod 会卡在无法返回的系统调用中，往往只能重启节点，数据也会丢失。请先删除使用该文\
              件系统的存储卷和 Pod。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
