//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Changing fixed fields of Terway's configuration",
        zh: "修改 Terway 配置中不允许改动的字段",
    },
    text: "\
## What it stops
Changing or deleting fixed members of `eni_conf` and `10-terway.conf` in ConfigMap
`kube-system/eni-config`, deleting it or one of these keys, text that is not JSON any more, and values that
keep Terway from starting. The same for every other ConfigMap in kube-system with a key `eni_conf`, which
the node label `terway-config` lays over it. A member that the documentation does not name counts as fixed.
It warns on values that Terway survives, unknown keys, and on making the ConfigMap immutable.
## Why it is high-risk
Terway reads the file when it starts, often weeks later, and then on every node: network interfaces lose the
tags by which ACK knows them, pods get addresses of another stack, or none at all.
## How to get it done anyway
Change open members only, such as `vswitches`, `security_groups` or `max_pool_size`, then restart DaemonSet
`terway-eniip` node by node. Name members that support has asked you to change in `allowedFields`. If
upgrades of the add-on are refused, exempt the user that the message in the audit log shows.
",
    text_zh: "拦截对 ConfigMap `kube-system/eni-config` 中 `eni_conf`、`10-terway.conf` 固定字段的修改和删除、\
              删除该 ConfigMap 或上述键、改成非法 JSON，以及会导致 Terway 无法启动的取值；kube-system 中含 `eni_conf` 键\
              的其他 ConfigMap（由节点标签 `terway-config` 引用的节点级配置）同样检查。文档未列出的字段按固定字\
              段处理。Terway 能容忍的取值、未知的键、设为 immutable 只告警。确需修改的字段可写入 `allowedFields`，\
              组件升级被拦截时请在 `exempt.users` 中豁免审计日志所示的用户。",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "allowedFields",
        doc: Bilingual {
            en: "Fixed members and keys that may be changed all the same, such as `eni_conf.eni_tags` or \
                     `10-terway.conf.auto_mtu`.\n",
            zh: "额外允许修改的字段或键，例如 `eni_conf.eni_tags`、`10-terway.conf.auto_mtu`",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().allowed_fields.to_json(),
    }],
    context: &[],
    background_audit: true,
};
