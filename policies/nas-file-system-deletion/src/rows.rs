//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "55",
        impact: Bilingual {
            en: "pods that use it hang on IO",
            zh: "使用它的 Pod 会因 IO 卡住而挂起",
        },
        way_back: Bilingual {
            en: "restart the ECS instances the pods run on",
            zh: "重启 Pod 所在的 ECS 实例",
        },
        instead: Bilingual {
            en: "delete pods, PVCs and PVs before the file system, and keep the CNFS on `reclaimPolicy: Retain`",
            zh: "先删除 Pod、PVC 和 PV 再删文件系统，CNFS 保持 `reclaimPolicy: Retain`",
        },
    },
];
