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
        id: "26",
        impact: Bilingual {
            en: "the node count of the pool in the ACK console no longer matches the cluster",
            zh: "ACK 控制台中节点池的节点数与实际不符",
        },
        way_back: Bilingual {
            en: "take the leftover node out of the pool in the ACK console",
            zh: "在 ACK 控制台将残留节点移出节点池",
        },
        instead: Bilingual {
            en: "remove the node in the node pool of the ACK console or with `cs:RemoveNodePoolNodes`",
            zh: "在 ACK 控制台的节点池中或通过 `cs:RemoveNodePoolNodes` 移除节点",
        },
    },
];
