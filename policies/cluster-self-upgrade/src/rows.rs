//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "N3",
        impact: Bilingual {
            en: "component versions no longer match, and the cluster or its nodes may become unusable",
            zh: "组件版本不匹配，集群或节点可能不可用",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "upgrade in the ACK console or with `cs:UpgradeCluster`, nodes with `cs:UpgradeClusterNodepool`",
            zh: "在 ACK 控制台或通过 `cs:UpgradeCluster` 升级集群，节点用 `cs:UpgradeClusterNodepool`",
        },
    },
];
