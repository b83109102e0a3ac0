//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "6",
        impact: Bilingual {
            en: "ACK's components on the node are wiped and the node stops working",
            zh: "节点上的 ACK 组件被清除，节点无法工作",
        },
        way_back: Bilingual {
            en: "remove the node from its pool and add it again",
            zh: "将节点移出节点池后重新添加",
        },
        instead: Bilingual {
            en: "replace the OS image through the node pool, in the ACK console or with `cs:UpgradeClusterNodepool`",
            zh: "通过节点池更换操作系统镜像，在 ACK 控制台操作或调用 `cs:UpgradeClusterNodepool`",
        },
    },
    Row {
        id: "15",
        impact: Bilingual {
            en: "the control-plane components on the node are wiped and the cluster may fail",
            zh: "节点上的控制面组件被清除，集群可能故障",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "leave the masters' system disks alone, or move to ACK Pro with `cs:MigrateCluster`",
            zh: "不要动 Master 的系统盘，或通过 `cs:MigrateCluster` 迁移到 ACK Pro",
        },
    },
];
