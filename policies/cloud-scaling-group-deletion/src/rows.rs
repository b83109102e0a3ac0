//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "25",
        impact: Bilingual {
            en: "the node pool breaks and has to be recreated",
            zh: "节点池异常，只能重建",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "delete the node pool in the ACK console or with `cs:DeleteClusterNodepool`",
            zh: "在 ACK 控制台或通过 `cs:DeleteClusterNodepool` 删除节点池",
        },
    },
];
