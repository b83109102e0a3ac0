//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "9",
        impact: Bilingual {
            en: "the component may fail to start and the node become unavailable",
            zh: "组件可能无法启动，节点随之不可用",
        },
        way_back: Bilingual {
            en: "set the parameters back to the values ACK recommends",
            zh: "将参数改回 ACK 推荐的值",
        },
        instead: Bilingual {
            en: "set kubelet and containerd parameters on the node pool or with `cs:ModifyNodePoolNodeConfig`",
            zh: "在节点池配置中或通过 `cs:ModifyNodePoolNodeConfig` 设置 kubelet 和 containerd 参数",
        },
    },
    Row {
        id: "19",
        impact: Bilingual {
            en: "the component may fail to start and the cluster become unavailable",
            zh: "组件可能无法启动，集群随之不可用",
        },
        way_back: Bilingual {
            en: "set the parameters back to the values ACK recommends",
            zh: "将参数改回 ACK 推荐的值",
        },
        instead: Bilingual {
            en: "keep ACK's recommended values, on managed clusters change them with `cs:ModifyClusterConfiguration`",
            zh: "沿用 ACK 推荐的参数，托管集群通过 `cs:ModifyClusterConfiguration` 修改",
        },
    },
];
