//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "12",
        impact: Bilingual {
            en: "ACK does not recognise the node and cannot manage its life cycle",
            zh: "ACK 无法识别该节点，也无法管理其生命周期",
        },
        way_back: Bilingual {
            en: "remove the node and add its instance again by a supported way",
            zh: "移除该节点，再以支持的方式重新添加实例",
        },
        instead: Bilingual {
            en: "add it in the node pool of the ACK console, with `cs:AttachInstancesToNodePool` or `cs:ScaleClusterNodePool`",
            zh: "在 ACK 控制台的节点池中添加，或调用 `cs:AttachInstancesToNodePool`、`cs:ScaleClusterNodePool`",
        },
    },
];
