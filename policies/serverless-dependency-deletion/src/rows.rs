//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "N6",
        impact: Bilingual {
            en: "the hosted component may fail, and ACK owes no compensation for it",
            zh: "托管组件可能异常，且由此造成的损失不在赔付范围内",
        },
        way_back: Bilingual {
            en: "recreate the object from a backup, or reinstall the add-on in the ACK console",
            zh: "用备份重建对象，或在 ACK 控制台重新安装组件",
        },
        instead: Bilingual {
            en: "keep the object, and uninstall an unused add-on with `cs:UnInstallClusterAddons`",
            zh: "保留该对象，不再使用的组件通过 `cs:UnInstallClusterAddons` 卸载",
        },
    },
];
