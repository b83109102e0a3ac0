//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "30",
        impact: Bilingual {
            en: "data on the instance is lost, as automatic adding replaces the system disk",
            zh: "实例上的数据丢失，自动添加会更换系统盘",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "back the disks up with `ecs:CreateSnapshot`, then add with `cs:AttachInstancesToNodePool`",
            zh: "先用 `ecs:CreateSnapshot` 备份磁盘，再通过 `cs:AttachInstancesToNodePool` 添加",
        },
    },
];
