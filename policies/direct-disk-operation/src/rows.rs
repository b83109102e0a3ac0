//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "52",
        impact: Bilingual {
            en: "data on the disk may be destroyed, and pods write to the local disk of the node",
            zh: "云盘数据可能损坏，Pod 数据会写到节点本地盘",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "grow the disk by raising the PVC's request, and use `volumeMode: Block` for raw access",
            zh: "扩容请调大 PVC 容量，需要裸设备时使用 `volumeMode: Block`",
        },
    },
];
