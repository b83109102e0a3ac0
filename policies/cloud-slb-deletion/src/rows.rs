//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "43",
        impact: Bilingual {
            en: "the Service loses its address and the cluster's network may fail",
            zh: "Service 失去访问地址，集群网络可能异常",
        },
        way_back: Bilingual {
            en: "recreate the Service, which brings a new load balancer with a new address",
            zh: "重建 Service，会得到新的负载均衡和新的地址",
        },
        instead: Bilingual {
            en: "delete the Service or AlbConfig that owns it, and ACK deletes the load balancer with it",
            zh: "删除对应的 Service 或 AlbConfig，由 ACK 一并删除负载均衡",
        },
    },
];
