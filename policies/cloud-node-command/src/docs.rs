//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "High-risk commands sent to nodes through the cloud",
        zh: "通过云助手或实例自定义数据在节点上执行高危命令",
    },
    text: "\
## What it stops
Scripts that run on nodes through Cloud Assistant or user data and perform high-risk operations: on
components, their configuration and versions, the operating system, time, core directories and certificates,
kernel parameters, firewalls, DNS resolution, volumes and devices, NAS directories and the state of log
collection. The rules about containers stop the same operations. Scripts are parsed as a shell parses them, in
plain text or Base64. In cloud-config the rule reads what runs commands, writes files and installs packages;
of MIME messages it reads each part. It checks `ecs:RunCommand` and `CreateCommand`, user data of instances
that carry the cluster's tags, of scaling configurations and of node pools (pre-defined user data included),
in OpenAPI calls, ActionTrail events and Terraform plans, and names the row of the catalogue. Where it cannot
read a script it warns: `InvokeCommand` names a saved command only by its id, or the script is known only
after apply. A terminal that `StartTerminalSession` opens on a node of the cluster warns, because nobody knows what
will be typed. `/etc/kubernetes/kubelet-customized-args.conf` only warns too, because ACK documents that user
data may add flags of the kubelet there.
## Why it is high-risk
Such a script runs as root on all its target nodes at once. A mistake takes all of them down together.
## How to get it done anyway
Make the change where ACK offers it, as the message says: in the node pool, the add-on or the console.
",
    text_zh: "\
## 拦截的操作
拦截通过云助手或实例自定义数据在节点上运行的高危脚本，范围与容器相关规则一致：组件版本与配置、操作系统、时间、核心\
目录与证书、内核参数、防火墙、DNS 解析、存储卷与设备、NAS 目录、日志采集状态等。脚本按 shell 语法解析，支持明\
文和 Base64；cloud-config 解析其中执行命令、写入文件、安装软件包的部分，MIME 多段数据逐段解析。规则检查 \
`ecs:RunCommand`、`CreateCommand`，以及带有集群标签的实例、伸缩配置、节点池的实例自定义数据（含实例预自定义数据），\
涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划，并给出对应的清单条目。无法读取脚本内容时告\
警：`InvokeCommand` 只含命令 ID，或脚本在 apply 之后才能确定。通过 `StartTerminalSession` 在集群节点上打开终端时同样告\
警，因为无法预知将输入什么。修改 \
`/etc/kubernetes/kubelet-customized-args.conf` 也仅告警，因为 ACK 文档允许通过实例自定义数据在此追加 kubelet 参数。
## 为何高危
脚本以 root 身份在所有目标节点上同时执行，一旦出错，全部节点同时不可用。
## 正确做法
请按提示在节点池、组件管理或控制台中变更。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
