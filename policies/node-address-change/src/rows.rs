//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "8",
        impact: Bilingual {
            en: "the node becomes unavailable to the cluster",
            zh: "节点在集群中变为不可用",
        },
        way_back: Bilingual {
            en: "change the address back",
            zh: "改回原 IP",
        },
        instead: Bilingual {
            en: "add a node in the vSwitch you need, then remove this one with `cs:RemoveNodePoolNodes`",
            zh: "在目标交换机中新增节点，再通过 `cs:RemoveNodePoolNodes` 移除旧节点",
        },
    },
];
