//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "4",
        impact: Bilingual {
            en: "nodes may lose contact with the API server and become unavailable",
            zh: "节点可能无法连接 API Server 而不可用",
        },
        way_back: Bilingual {
            en: "put the nodes back into the node security group that ACK created, with its rules",
            zh: "将节点加回 ACK 自动创建的节点安全组，并恢复其规则",
        },
        instead: Bilingual {
            en: "create a node pool with the groups you need, or set pod groups with `securityGroupIDs` of a PodNetworking",
            zh: "用所需的安全组新建节点池，Pod 的安全组用 PodNetworking 的 `securityGroupIDs` 设置",
        },
    },
    Row {
        id: "13",
        impact: Bilingual {
            en: "control-plane nodes may become unavailable, and the API server with them",
            zh: "Master 节点可能不可用，API Server 随之受影响",
        },
        way_back: Bilingual {
            en: "put the nodes back into the security group that ACK created, with its rules",
            zh: "将节点加回 ACK 自动创建的安全组，并恢复其规则",
        },
        instead: Bilingual {
            en: "leave ACK's security group as it is, and set API server access control in the ACK console",
            zh: "保持 ACK 创建的安全组不变，API Server 的访问控制在 ACK 控制台设置",
        },
    },
];
