//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "33",
        impact: Bilingual {
            en: "packets are no longer forwarded and the network of pods breaks",
            zh: "节点不再转发报文，容器网络不通",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.ip_forward=1`",
            zh: "设置 `net.ipv4.ip_forward=1`",
        },
        instead: Bilingual {
            en: "keep `net.ipv4.ip_forward=1`, and set other sysctls with `cs:ModifyNodePoolNodeConfig`",
            zh: "保持 `net.ipv4.ip_forward=1`，其他内核参数通过 `cs:ModifyNodePoolNodeConfig` 设置",
        },
    },
];
