//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "20",
        impact: Bilingual {
            en: "components stop trusting each other and the cluster may become unusable",
            zh: "组件之间不再互信，集群可能无法使用",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "renew them with the certificate rotation of the ACK console",
            zh: "使用 ACK 控制台的证书轮转功能更新证书",
        },
    },
];
