//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "8",
        impact: Bilingual {
            en: "the node becomes unavailable to the cluster",
            zh: "节点在集群中变为不可用",
        },
        way_back: Bilingual {
            en: "change the address back",
            zh: "改回原 IP",
        },
        instead: Bilingual {
            en: "add a node in the vSwitch you need, then remove this one with `cs:RemoveNodePoolNodes`",
            zh: "在目标交换机中新增节点，再通过 `cs:RemoveNodePoolNodes` 移除旧节点",
        },
    },
    Row {
        id: "18",
        impact: Bilingual {
            en: "the control-plane node becomes unavailable, and its etcd and API server with it",
            zh: "Master 节点不可用，其上的 etcd 和 API Server 一并失联",
        },
        way_back: Bilingual {
            en: "change the address back",
            zh: "改回原 IP",
        },
        instead: Bilingual {
            en: "keep the addresses of masters fixed, or move to ACK Pro with `cs:MigrateCluster`",
            zh: "保持 Master 的 IP 不变，或通过 `cs:MigrateCluster` 迁移到 ACK Pro",
        },
    },
];
