//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "34",
        impact: Bilingual {
            en: "packets that come back by another interface are dropped and the network of pods breaks",
            zh: "来回路径不一致的报文被丢弃，容器网络不通",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.conf.all.rp_filter=0`, and `net.ipv4.conf.[ethX].rp_filter=0` for every eth interface",
            zh: "设置 `net.ipv4.conf.all.rp_filter=0`，并为每个 eth 网卡设置 `net.ipv4.conf.[ethX].rp_filter=0`",
        },
        instead: Bilingual {
            en: "keep `rp_filter` at `0`, and limit the traffic of pods with a NetworkPolicy",
            zh: "保持 `rp_filter` 为 `0`，限制 Pod 流量请用 NetworkPolicy",
        },
    },
];
