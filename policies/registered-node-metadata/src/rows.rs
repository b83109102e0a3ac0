//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "N7",
        impact: Bilingual {
            en: "pods may be scheduled or evicted wrongly and applications may misbehave",
            zh: "Pod 可能被错误调度或驱逐，应用运行异常",
        },
        way_back: Bilingual {
            en: "put the previous labels, annotations and taints back",
            zh: "恢复原有的标签、注解和污点",
        },
        instead: Bilingual {
            en: "set labels and taints on the node pool in the ACK console",
            zh: "在 ACK 控制台的节点池配置中设置标签和污点",
        },
    },
];
