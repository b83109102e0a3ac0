//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "21",
        impact: Bilingual {
            en: "etcd membership and the control plane break and the cluster may become unusable",
            zh: "etcd 成员和控制面状态错乱，集群可能无法使用",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "keep the masters the cluster was created with, or move to ACK Pro with `cs:MigrateCluster`",
            zh: "保持创建集群时的 Master 不变，或通过 `cs:MigrateCluster` 迁移到 ACK Pro",
        },
    },
];
