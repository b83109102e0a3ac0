//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "54",
        impact: Bilingual {
            en: "pods that use the directory get IO errors",
            zh: "使用该目录的 Pod 出现 IO 错误",
        },
        way_back: Bilingual {
            en: "restart the pods",
            zh: "重启 Pod",
        },
        instead: Bilingual {
            en: "stop the pods, then delete a PVC whose StorageClass has `archiveOnDelete: \"true\"`",
            zh: "先停止 Pod，再删除 PVC，StorageClass 应设置 `archiveOnDelete: \"true\"`",
        },
    },
];
