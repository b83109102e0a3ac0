//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "N1",
        impact: Bilingual {
            en: "the add-on may stop working, and its next upgrade can fail on the edit or undo it",
            zh: "组件可能异常，后续升级时改动还可能导致失败或被覆盖",
        },
        way_back: Bilingual {
            en: "put the previous configuration back, or reinstall the add-on in the ACK console",
            zh: "改回原配置，或在 ACK 控制台重新安装该组件",
        },
        instead: Bilingual {
            en: "set its parameters on the Add-ons page of the ACK console or with `cs:ModifyClusterAddon`",
            zh: "在 ACK 控制台的组件管理页面或通过 `cs:ModifyClusterAddon` 修改组件参数",
        },
    },
];
