//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "57",
        impact: Bilingual {
            en: "logs that wait in the buffer are lost",
            zh: "缓冲区中尚未上报的日志丢失",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "let the collector send what it holds, and free disk space in other directories",
            zh: "等待采集组件上报完缓存的日志，磁盘空间从其他目录清理",
        },
    },
];
