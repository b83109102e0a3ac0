//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Setting annotations reserved for Kubernetes", zh: "手动设置 Kubernetes 保留的注解"
    },
    text: "\
## What it stops
Adding or changing, by hand, annotations under `kubernetes.io/` and `k8s.io/` (and their subdomains) that only
components of Kubernetes write, such as `pv.kubernetes.io/bind-completed`, whatever the value; on objects, Pod
templates, Job templates and claim templates. Keys that are meant for users pass, such as
`kubectl.kubernetes.io/restartedAt` and everything under `service.beta.kubernetes.io/`. Undocumented keys only
warn, and so do keys that exported manifests usually contain. Removing a key passes.
## Why it is high-risk
Components keep their state in these annotations. A claim whose annotation says that it is bound is never
bound, and a volume that names another provisioner is never deleted, or is deleted by the wrong one.
## How to get it done anyway
Use a domain of your own for your annotations. For a tool that restores bound pairs of volumes and claims, or
a component of your own, add its account to `exempt`, or allow single keys in `allowedKeys`.
",
    text_zh: "\
## 拦截的操作
拦截手动添加或修改 `kubernetes.io/`、`k8s.io/`（及其子域名）下只应由 Kubernetes 组件写入的注解，例如 \
`pv.kubernetes.io/bind-completed`（无论取值），对象、Pod 模板、Job 模板和 PVC 模板均检查。面向用户的注解放\
行，例如 `kubectl.kubernetes.io/restartedAt` 和 `service.beta.kubernetes.io/` 下的注解；文档未列出的保留注\
解，以及导出的 YAML 中常见的注解只告警；移除注解放行。
## 为何高危
组件将自身状态保存在这些注解中，注解声明已绑定的 PVC 永远不会绑定，声明其他存储驱动的存储卷不会被删除，或被错\
误的组件删除。
## 正确做法
自有注解请使用自有域名；恢复 PV、PVC 的工具或自有组件请在 `exempt` 中豁免其账号，或在 `allowedKeys` 中放行个\
别注解。
",
    severity: Severity::High,
    settings: &[
        SettingField {
            name: "allowedKeys",
            doc: Bilingual {
                en: "Reserved keys that may be set nevertheless; exact, or with one `*` at the end.\n",
                zh: "额外允许设置的保留注解；精确匹配，或以一个 `*` 结尾。",
            },
            ty: <Vec<String> as Setting>::TYPE,
            default: || Settings::default().allowed_keys.to_json(),
        },
        SettingField {
            name: "deniedKeys",
            doc: Bilingual {
                en: "Keys that only exempt users may set, reserved or not; exact, or with one `*` at the end. \
                     They take precedence over `allowedKeys`.\n",
                zh: "额外禁止设置的注解（不限于保留域名），仅豁免的用户可以设置；精确匹配，或以一个 `*` 结尾；\
                     优先于 `allowedKeys`。",
            },
            ty: <Vec<String> as Setting>::TYPE,
            default: || Settings::default().denied_keys.to_json(),
        },
    ],
    context: &[],
    background_audit: false,
};
