//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "23",
        impact: Bilingual {
            en: "load balancers and other cloud resources can no longer be created",
            zh: "负载均衡等云资源无法再创建",
        },
        way_back: Bilingual {
            en: "give the permissions back, and recreate a deleted `addon.*.token` Secret",
            zh: "恢复原有授权，并重建被删的 `addon.*.token` Secret",
        },
        instead: Bilingual {
            en: "leave roles and policies `AliyunCS*` alone, and create RAM roles of your own for other needs",
            zh: "不要改动 `AliyunCS*` 角色和策略，其他需求另建 RAM 角色",
        },
    },
];
