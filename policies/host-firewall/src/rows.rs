//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "38",
        impact: Bilingual {
            en: "the network of the containers on the node fails",
            zh: "节点上的容器网络不通",
        },
        way_back: Bilingual {
            en: "uninstall the firewall software and reboot the node",
            zh: "卸载防火墙软件并重启节点",
        },
        instead: Bilingual {
            en: "limit traffic with a NetworkPolicy and with the security group chosen for the node pool",
            zh: "用 NetworkPolicy 和节点池所选的安全组控制流量",
        },
    },
];
