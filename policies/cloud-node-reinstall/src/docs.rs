//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Reinstalling the operating system of a node", zh: "重装节点操作系统" },
    text: "\
## What it stops
Reinstalling the operating system of a node, worker or control plane: replacing its system disk,
reinitialising a disk or rolling it back to a snapshot, and changing the image of the instance in a Terraform
plan.
## Why it is high-risk
The kubelet, the container runtime and everything else that ACK installed on the system disk is lost, and the
node does not come back. On a control-plane node, etcd's data is lost too.
## How to get it done anyway
Remove the node from its node pool and add it again, or change the image of the node pool and upgrade the pool
in ACK.
",
    text_zh: "\
## 拦截的操作
拦截重装节点（含 Master）的操作系统：更换系统盘、重新初始化云盘、使用快照回滚云盘，以及 Terraform 计划中更换\
实例镜像。
## 为何高危
kubelet、容器运行时等 ACK 安装在系统盘上的内容全部丢失，节点不可恢复，Master 节点还会丢失 etcd 数据。
## 正确做法
请将节点移出节点池后重新添加，或修改节点池的镜像并在 ACK 中升级节点池。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
