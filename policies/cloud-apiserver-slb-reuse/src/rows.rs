//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "1",
        impact: Bilingual {
            en: "the API server may become unreachable and the whole cluster unusable",
            zh: "API Server 可能无法访问，整个集群不可用",
        },
        way_back: Bilingual {
            en: "restore the load balancer's configuration, or ask ACK support for help",
            zh: "恢复负载均衡的原配置，或联系 ACK 技术支持",
        },
        instead: Bilingual {
            en: "use a load balancer of its own, whose id goes into `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id`",
            zh: "使用独立的负载均衡，将其 ID 填入 `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id`",
        },
    },
];
