//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "50",
        impact: Bilingual {
            en: "pods that write to the disk get IO errors",
            zh: "写入该云盘的 Pod 出现 IO 错误",
        },
        way_back: Bilingual {
            en: "restart the pods and clean up the mounts left on the node",
            zh: "重启 Pod，并清理节点上残留的挂载",
        },
        instead: Bilingual {
            en: "delete the pod or scale its workload to zero, and CSI detaches the disk itself",
            zh: "删除 Pod 或将工作负载缩容到 0，由 CSI 卸载云盘",
        },
    },
];
