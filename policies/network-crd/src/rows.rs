//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "47",
        impact: Bilingual {
            en: "Terway breaks, and deleting a CRD also deletes all its objects",
            zh: "Terway 无法工作，删除 CRD 还会连带删除其全部对象",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "leave the CRDs to Terway, and describe networks of pods in PodNetworking objects",
            zh: "CRD 交由 Terway 管理，Pod 网络需求用 PodNetworking 对象描述",
        },
    },
];
