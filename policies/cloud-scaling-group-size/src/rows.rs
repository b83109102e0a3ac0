//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "29",
        impact: Bilingual {
            en: "the node pool may no longer scale as it should",
            zh: "节点池可能无法正常扩缩容",
        },
        way_back: Bilingual {
            en: "set max to `2000` and min to `0`, or with autoscaling to the node pool's own limits",
            zh: "将最大值设为 `2000`、最小值设为 `0`，已开启自动伸缩的改为节点池自身的上下限",
        },
        instead: Bilingual {
            en: "change limits and desired count of the pool in the ACK console or with `cs:ModifyClusterNodePool`",
            zh: "在 ACK 控制台或通过 `cs:ModifyClusterNodePool` 修改节点池的上下限和期望节点数",
        },
    },
];
