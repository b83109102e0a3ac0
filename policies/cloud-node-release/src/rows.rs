//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "5",
        impact: Bilingual {
            en: "the node becomes unavailable, with the pods and local data on it",
            zh: "节点不可用，其上的 Pod 和本地数据随之丢失",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "renew the instance, or drain the node and remove it with `cs:RemoveNodePoolNodes`",
            zh: "及时续费，不再使用的节点先排空，再通过 `cs:RemoveNodePoolNodes` 移除",
        },
    },
    Row {
        id: "14",
        impact: Bilingual {
            en: "the control plane loses a member and the cluster may become unavailable",
            zh: "控制面失去成员，集群可能不可用",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "set auto-renewal and deletion protection on masters, or move to ACK Pro with `cs:MigrateCluster`",
            zh: "为 Master 开启自动续费和实例释放保护，或通过 `cs:MigrateCluster` 迁移到 ACK Pro",
        },
    },
    Row {
        id: "27",
        impact: Bilingual {
            en: "the node pool page shows wrong data, and a pool with a desired count scales out again",
            zh: "节点池页面显示异常，设置了期望节点数的节点池还会自动扩容补足",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "remove the node in the ACK console or with `cs:RemoveNodePoolNodes`, or lower the desired count",
            zh: "在 ACK 控制台或通过 `cs:RemoveNodePoolNodes` 移除节点，也可调低期望节点数",
        },
    },
];
