//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "High-risk commands sent to nodes through the cloud",
        zh: "通过云助手或用户数据在节点上执行高危命令",
    },
    text: "\
## What it stops
Scripts that Cloud Assistant or user data run on nodes, and that do what the rules about nodes stop in a
container: components, their configuration and versions, the operating system, time, core directories and
certificates, kernel parameters, firewalls, name resolution, volumes and devices, NAS directories and the
state of the log collector. Scripts are read as a shell reads them, plain or in Base64; of cloud-config what
runs commands, writes files and installs packages, and of MIME messages each part. It looks at
`ecs:RunCommand` and `CreateCommand`, user data of instances that carry the cluster's tags, scaling
configurations and node pools (before and after ACK's own part), as an OpenAPI call, in the event log, or
planned by Terraform, and names the row of the catalogue. What it cannot read warns: a saved command that
`InvokeCommand` names only by its id, a script that is known only after apply. So does
`/etc/kubernetes/kubelet-customized-args.conf`, where ACK documents that user data may add flags of the
kubelet.
## Why it is high-risk
Such a script runs as root on every node it is sent to, at once. A slip takes all of them down together.
## How to get it done anyway
Make the change where ACK offers it, as the message says: in the node pool, the add-on or the console.
",
    text_zh: "拦截通过云助手或用户数据在节点上运行、且与容器中同样高危的脚本：组件版本与配置、操作系统、时间、\
              核心目录与证书、内核参数、防火墙、DNS 解析、存储卷与设备、NAS 目录、日志采集状态等。脚本按 shell 语\
              法解析，支持明文和 Base64；cloud-config 解析其中执行命令、写入文件、安装软件包的部分，MIME 多段数\
              据逐段解析。检查 `ecs:RunCommand`、`CreateCommand`，实例、伸缩配置、节点池的用户数据（含实例预自\
              定义数据），涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划，并给出对应的条目。无法读到内容时告\
              警：`InvokeCommand` 只含命令 ID，或脚本在 apply 之后才能确定；改动 `/etc/kubernetes/kubelet-customized-args.conf` 也\
              仅告警，ACK 文档允许用户数据在此追加 kubelet 参数。脚本以 root 在所有目标节点上同时执行，失误会使\
              全部节点受损。请按提示在节点池、组件或控制台中变更。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
