//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Changing fixed fields of Terway's configuration",
        zh: "修改 Terway 配置中不允许改动的字段",
    },
    text: "\
## What it stops
Changing or deleting fixed fields of `eni_conf` and `10-terway.conf` in the ConfigMap
`kube-system/eni-config`, deleting the ConfigMap or one of these keys, text that is no longer valid JSON, and
values that keep Terway from starting. A field that the documentation does not name counts as fixed. The
`eni_conf` of every other ConfigMap in kube-system, which the node label `terway-config` applies to single
nodes, is checked in the same way. Values that Terway tolerates, unknown keys, and making the ConfigMap
immutable warn.
## Why it is high-risk
Terway reads the configuration when it starts, often weeks later, and then on every node: network interfaces
lose the tags by which ACK recognizes them, and Pods get addresses of another IP stack, or none at all.
## How to get it done anyway
Change open fields only, such as `vswitches`, `security_groups` or `max_pool_size`, then restart the DaemonSet
`terway-eniip` node by node. Add fields that Alibaba Cloud support asks you to change to `allowedFields`. If
upgrades of the add-on are denied, exempt the user that the audit log shows.
",
    text_zh: "\
## 拦截的操作
拦截修改和删除 ConfigMap `kube-system/eni-config` 中 `eni_conf`、`10-terway.conf` 的固定字段，删除该 \
ConfigMap 或上述键，改为无效的 JSON，以及会导致 Terway 无法启动的取值；文档未列出的字段按固定字段处\
理。kube-system 中其他 ConfigMap 的 `eni_conf`（由节点标签 `terway-config` 引用的节点级配置）同样检\
查。Terway 可容忍的取值、未知的键、设为 immutable 时告警。
## 为何高危
Terway 在启动时才读取配置（可能在数周之后），错误配置会影响所有节点：网卡失去 ACK 用于识别的标签，Pod 获得其\
他协议栈的地址或无法获得地址。
## 正确做法
请仅修改 `vswitches`、`security_groups`、`max_pool_size` 等开放字段，然后逐个节点重启 DaemonSet \
`terway-eniip`；技术支持要求修改的字段可加入 `allowedFields`；组件升级被拦截时，请在 `exempt.users` 中豁免审\
计日志所示的用户。
",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "allowedFields",
        doc: Bilingual {
            en: "Fixed fields and keys that may be changed nevertheless, such as `eni_conf.eni_tags` or \
                 `10-terway.conf.auto_mtu`.\n",
            zh: "额外允许修改的字段或键，例如 `eni_conf.eni_tags`、`10-terway.conf.auto_mtu`。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().allowed_fields.to_json(),
    }],
    context: &[],
    background_audit: true,
};
