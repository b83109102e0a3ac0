//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "51",
        impact: Bilingual {
            en: "the pod goes on writing, but to the local disk of the node",
            zh: "Pod 会继续写入，但数据落到节点本地盘",
        },
        way_back: Bilingual {
            en: "restart the pod",
            zh: "重启 Pod",
        },
        instead: Bilingual {
            en: "delete the pod, and CSI unmounts the volume itself",
            zh: "删除 Pod，由 CSI 卸载存储卷",
        },
    },
];
