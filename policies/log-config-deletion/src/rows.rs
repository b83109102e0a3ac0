//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "58",
        impact: Bilingual {
            en: "logs of the affected workloads are no longer collected",
            zh: "相关业务的日志不再被采集",
        },
        way_back: Bilingual {
            en: "recreate the CRD and every AliyunLogConfig object",
            zh: "重建 CRD 和全部 AliyunLogConfig 对象",
        },
        instead: Bilingual {
            en: "keep the CRD, and edit the AliyunLogConfig to change what is collected",
            zh: "保留 CRD，通过编辑 AliyunLogConfig 调整采集内容",
        },
    },
];
