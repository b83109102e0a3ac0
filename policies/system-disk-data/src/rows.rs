//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "31",
        impact: Bilingual {
            en: "self-healing of the node pool may reset the node and wipe the data",
            zh: "节点池自愈可能重置节点，数据随之丢失",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "keep the data on a cloud disk, NAS or OSS volume, or on a data disk of the node",
            zh: "将数据存放到云盘、NAS、OSS 存储卷或节点的数据盘",
        },
    },
];
