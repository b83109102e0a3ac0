//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "53",
        impact: Bilingual {
            en: "pods get IO errors, or write to the local disk of the node",
            zh: "Pod 出现 IO 错误，或把数据写到节点本地盘",
        },
        way_back: Bilingual {
            en: "leave the disk to one pod and restart that pod",
            zh: "让云盘只供一个 Pod 使用，并重启该 Pod",
        },
        instead: Bilingual {
            en: "give each pod its disk with `volumeClaimTemplates` of a StatefulSet, or share a NAS or OSS volume",
            zh: "用 StatefulSet 的 `volumeClaimTemplates` 为每个 Pod 分配云盘，需要共享时改用 NAS 或 OSS",
        },
    },
];
