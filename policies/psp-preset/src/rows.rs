//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "24",
        impact: Bilingual {
            en: "pods are refused for lack of a pod security policy, system pods included",
            zh: "没有可用的 PSP，包括系统组件在内的 Pod 都无法创建",
        },
        way_back: Bilingual {
            en: "recreate `ack.privileged` and its `ack:podsecuritypolicy:` RBAC objects as ACK ships them",
            zh: "按 ACK 的预置内容重建 `ack.privileged` 及 `ack:podsecuritypolicy:` 前缀的 RBAC 对象",
        },
        instead: Bilingual {
            en: "create your own PSP and bindings under other names, and keep ACK's in place",
            zh: "另建自己的 PSP 和绑定，保留 ACK 预置的对象",
        },
    },
];
