//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "41",
        impact: Bilingual {
            en: "the load balancer malfunctions, and ACK may overwrite the change",
            zh: "负载均衡工作异常，改动还可能被 ACK 覆盖",
        },
        way_back: Bilingual {
            en: "restore the previous configuration and protection",
            zh: "恢复原配置和保护设置",
        },
        instead: Bilingual {
            en: "keep protection on and use `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-*` or the AlbConfig",
            zh: "保持保护开启，配置通过 `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-*` 注解或 AlbConfig 修改",
        },
    },
];
