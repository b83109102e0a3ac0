//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Setting annotations reserved for Kubernetes", zh: "手工设置 Kubernetes 保留的注解"
    },
    text: "\
## What it stops
Adding or changing, by hand, annotations under `kubernetes.io/` and `k8s.io/` (and names that end in them)
that only Kubernetes' components write, such as `pv.kubernetes.io/bind-completed`, whatever the value; on
objects, pod templates, job templates and claim templates. Keys meant for users pass, such as
`kubectl.kubernetes.io/restartedAt` and everything under `service.beta.kubernetes.io/`; keys that nobody
documents only warn, and so do those that exported manifests carry along. Removing a key is not setting it.
## Why it is high-risk
Components keep their state in these annotations. A claim that says its binding is complete is never bound,
a volume that names another provisioner is never deleted or deleted by the wrong one.
## How to get it done anyway
Put annotations of your own under a domain of your own. For a tool that restores bound pairs of volumes and
claims, or a component of your own, exempt its account in `exempt`, or name single keys in `allowedKeys`.
",
    text_zh: "拦截手工新增或修改 `kubernetes.io/`、`k8s.io/`（及以其结尾的域名）下只应由 Kubernetes 组件写入的\
              注解，例如 `pv.kubernetes.io/bind-completed`（无论取值），Pod 模板、Job 模板和 PVC 模板同样检查。\
              面向用户的注解不受影响；文档未列出的保留注解，以及导出再创建的清单常带的注解只告警；删除注解不算\
              设置。组件把自身状态保存在这些注解中，手工设置会导致 PVC 无法绑定、存储卷无法回收等问题。自有注解\
              请使用自有域名；恢复 PV/PVC 的工具请在 `exempt` 中豁免，或在 `allowedKeys` 中放行个别注解。",
    severity: Severity::High,
    settings: &[
        SettingField {
            name: "allowedKeys",
            doc: Bilingual {
                en: "Reserved keys that may be set all the same; exact, or with one `*` at the end.\n",
                zh: "额外允许设置的注解；精确匹配，或以一个 `*` 结尾",
            },
            ty: <Vec<String> as Setting>::TYPE,
            default: || Settings::default().allowed_keys.to_json(),
        },
        SettingField {
            name: "deniedKeys",
            doc: Bilingual {
                en: "Keys that may not be set by anybody who is not exempt, reserved or not; exact, or with one `*` at the \
                     end. They win over `allowedKeys`.\n",
                zh: "额外禁止设置的注解（不限于保留前缀）；精确匹配，或以一个 `*` 结尾；优先于 `allowedKeys`",
            },
            ty: <Vec<String> as Setting>::TYPE,
            default: || Settings::default().denied_keys.to_json(),
        },
    ],
    context: &[],
    background_audit: false,
};
