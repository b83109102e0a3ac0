//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting a NAS file system in use", zh: "删除使用中的 NAS 文件系统或挂载点" },
    text: "\
## What it stops
Deleting a NAS file system of the cluster, one of its mount targets, access points or filesets, replacing its
content with a snapshot, disabling a mount target, emptying the recycle bin, blocking clients, and deleting a
permission group or a rule of it. Changing rules, groups, quotas or access control only warns. The rule checks
OpenAPI calls, ActionTrail events and Terraform plans. A call about a permission group does not tell which
file systems it affects, so the list `nasAccessGroups` decides.
## Why it is high-risk
Every pod that has mounted the file system hangs on I/O, and often only a restart of the node helps. The data
is lost.
## How to get it done anyway
First delete the pods and volumes that use the file system, and check in the NAS console that no client is
connected.
",
    text_zh: "\
## 拦截的操作
拦截删除集群使用的 NAS 文件系统、挂载点、接入点或 Fileset，用快照回滚文件系统，禁用挂载点，清空回收站，阻断客\
户端，以及删除权限组或其规则；修改规则、更换权限组、设置配额或访问控制仅告警。规则检查 OpenAPI 调用、操作审计\
事件和 Terraform 计划。权限组的调用不含文件系统 ID，由列表 `nasAccessGroups` 判断。
## 为何高危
使用该文件系统的 Pod 会出现 IO Hang，往往只能重启节点，数据也会丢失。
## 正确做法
请先删除使用该文件系统的 Pod 和存储卷，并在 NAS 控制台确认没有客户端连接。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
