//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "37",
        impact: Bilingual {
            en: "connections of the node or pod fail intermittently",
            zh: "节点或 Pod 的网络连接会间歇性失败",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.ip_local_port_range=\"32768 60999\"`",
            zh: "设置 `net.ipv4.ip_local_port_range=\"32768 60999\"`",
        },
        instead: Bilingual {
            en: "keep `32768 60999`, and use keep-alive or more replicas when ports run short",
            zh: "保持 `32768 60999`，端口不足时改用长连接或增加副本数",
        },
    },
];
