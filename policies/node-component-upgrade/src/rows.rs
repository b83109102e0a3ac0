//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "7",
        impact: Bilingual {
            en: "component versions no longer match and the node may become unusable",
            zh: "组件版本不匹配，节点可能无法使用",
        },
        way_back: Bilingual {
            en: "roll the component back to the version it had",
            zh: "将组件回退到原版本",
        },
        instead: Bilingual {
            en: "upgrade the node pool in the ACK console or with `cs:UpgradeClusterNodepool`",
            zh: "在 ACK 控制台或通过 `cs:UpgradeClusterNodepool` 升级节点池",
        },
    },
    Row {
        id: "16",
        impact: Bilingual {
            en: "component versions no longer match and the cluster may become unusable",
            zh: "组件版本不匹配，集群可能无法使用",
        },
        way_back: Bilingual {
            en: "roll the component back to the version it had",
            zh: "将组件回退到原版本",
        },
        instead: Bilingual {
            en: "upgrade the cluster in the ACK console or with `cs:UpgradeCluster`",
            zh: "在 ACK 控制台或通过 `cs:UpgradeCluster` 升级集群",
        },
    },
];
