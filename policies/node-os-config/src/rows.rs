//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "10",
        impact: Bilingual {
            en: "the node may become unavailable",
            zh: "节点可能不可用",
        },
        way_back: Bilingual {
            en: "restore the configuration, or remove the node and create a new one",
            zh: "恢复原配置，或移除节点后新建",
        },
        instead: Bilingual {
            en: "set OS parameters on the node pool in the ACK console or with `cs:ModifyNodePoolNodeConfig`",
            zh: "在 ACK 控制台的节点池配置中或通过 `cs:ModifyNodePoolNodeConfig` 设置操作系统参数",
        },
    },
];
