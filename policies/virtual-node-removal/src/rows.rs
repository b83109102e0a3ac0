//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "32",
        impact: Bilingual {
            en: "ECI and ACS pods can be neither created nor deleted",
            zh: "ECI 和 ACS Pod 既无法创建，也无法删除",
        },
        way_back: Bilingual {
            en: "install the `ack-virtual-node` component again",
            zh: "重新安装 `ack-virtual-node` 组件",
        },
        instead: Bilingual {
            en: "delete all ECI and ACS pods first, then uninstall it on the Add-ons page of the ACK console",
            zh: "先删除所有 ECI 和 ACS Pod，再到 ACK 控制台的组件管理页面卸载",
        },
    },
];
