//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "36",
        impact: Bilingual {
            en: "connections that pass NAT fail",
            zh: "经过 NAT 的连接异常",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.tcp_tw_recycle=0`",
            zh: "设置 `net.ipv4.tcp_tw_recycle=0`",
        },
        instead: Bilingual {
            en: "keep `net.ipv4.tcp_tw_recycle=0`, and save connections with keep-alive or a connection pool",
            zh: "保持 `net.ipv4.tcp_tw_recycle=0`，改用长连接或连接池减少新建连接",
        },
    },
];
