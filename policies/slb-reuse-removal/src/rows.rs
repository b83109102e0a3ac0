//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "42",
        impact: Bilingual {
            en: "the load balancer malfunctions, as ACK loses track of it and stops syncing",
            zh: "ACK 找不到该负载均衡并停止同步，负载均衡工作异常",
        },
        way_back: Bilingual {
            en: "add `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id` with the previous id again",
            zh: "将 `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id` 按原实例 ID 加回",
        },
        instead: Bilingual {
            en: "create a new Service with the load balancer you want, move the traffic, then delete the old one",
            zh: "用目标负载均衡新建 Service，切换流量后再删除旧的",
        },
    },
];
