//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "17",
        impact: Bilingual {
            en: "certificates and manifests are gone and the control-plane node stops working",
            zh: "证书和组件清单丢失，Master 节点无法工作",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "leave these directories alone, and free disk space by clearing old logs and images",
            zh: "不要动这些目录，磁盘紧张时清理旧日志和无用镜像",
        },
    },
];
