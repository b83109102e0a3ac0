//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "3",
        impact: Bilingual {
            en: "the API server loses its address for good and the cluster has to be recreated",
            zh: "API Server 永久失去访问入口，只能重建集群",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "keep it with deletion protection on, and delete an unneeded cluster with `cs:DeleteCluster`",
            zh: "保留该实例并开启删除保护，不需要的集群通过 `cs:DeleteCluster` 删除",
        },
    },
];
