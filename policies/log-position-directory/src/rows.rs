//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "56",
        impact: Bilingual {
            en: "logs already sent are collected a second time",
            zh: "已上报的日志会被重复采集",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "keep this and `/var/lib/kube-system-logtail-ds/checkpoint`, and delete a collector pod to restart it",
            zh: "保留该目录和 `/var/lib/kube-system-logtail-ds/checkpoint`，需重启采集时删除采集 Pod 即可",
        },
    },
];
