//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "39",
        impact: Bilingual {
            en: "DNS inside the cluster fails",
            zh: "集群内 DNS 解析失败",
        },
        way_back: Bilingual {
            en: "allow UDP 53 for the pod CIDR block in the security group again",
            zh: "在安全组中重新对容器网段放行 UDP 53 端口",
        },
        instead: Bilingual {
            en: "keep UDP 53 open for the pod CIDR block whenever you tighten the group's other rules",
            zh: "收紧安全组其他规则时，始终对容器网段放行 UDP 53 端口",
        },
    },
];
