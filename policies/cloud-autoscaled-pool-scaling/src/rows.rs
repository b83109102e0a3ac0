//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "28",
        impact: Bilingual {
            en: "the autoscaler adjusts the pool again by its own policy and overrides the change",
            zh: "自动伸缩组件会按策略重新调整节点数，手动改动被覆盖",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "change the pool's minimum and maximum in the ACK console or with `cs:ModifyClusterNodePool`",
            zh: "在 ACK 控制台或通过 `cs:ModifyClusterNodePool` 调整节点池的最小和最大节点数",
        },
    },
];
