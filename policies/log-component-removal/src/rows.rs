//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "59",
        impact: Bilingual {
            en: "logs of the affected workloads are no longer collected",
            zh: "相关业务的日志不再被采集",
        },
        way_back: Bilingual {
            en: "reinstall the add-on, and recreate AliyunLogConfig objects lost with it",
            zh: "重新安装组件，并重建随之丢失的 AliyunLogConfig 对象",
        },
        instead: Bilingual {
            en: "upgrade or reconfigure it on the Add-ons page of the ACK console or with `cs:UpgradeClusterAddons`",
            zh: "在 ACK 控制台的组件管理页面或通过 `cs:UpgradeClusterAddons` 升级和调整组件",
        },
    },
];
