//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "N4",
        impact: Bilingual {
            en: "the kubelet or the container runtime may fail and take the node's pods down",
            zh: "kubelet 或容器运行时可能异常，节点上的 Pod 随之受影响",
        },
        way_back: Bilingual {
            en: "restore the directory, or remove the node from its pool and add it again",
            zh: "恢复目录内容，或将节点移出节点池后重新添加",
        },
        instead: Bilingual {
            en: "mount it read-only or use another path, and set node parameters with `cs:ModifyNodePoolNodeConfig`",
            zh: "改为只读挂载或换用其他路径，节点参数通过 `cs:ModifyNodePoolNodeConfig` 设置",
        },
    },
];
