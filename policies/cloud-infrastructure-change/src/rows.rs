//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "N2",
        impact: Bilingual {
            en: "ACK and the real resources drift apart, and nodes or traffic may fail",
            zh: "ACK 记录的状态与实际资源不一致，节点或业务流量可能异常",
        },
        way_back: Bilingual {
            en: "set the resource back to its previous state, where the call can be undone",
            zh: "把资源改回原来的状态，部分操作无法撤销",
        },
        instead: Bilingual {
            en: "make the change in the ACK console, with the `cs` OpenAPI or through the Service",
            zh: "在 ACK 控制台、通过 `cs` OpenAPI 或修改 Service 来完成变更",
        },
    },
];
