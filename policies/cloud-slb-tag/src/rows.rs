//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "40",
        impact: Bilingual {
            en: "ACK may no longer find the load balancer, which then malfunctions",
            zh: "ACK 可能无法识别该负载均衡，导致其工作异常",
        },
        way_back: Bilingual {
            en: "put the tags back, `kubernetes.do.not.delete` and `ack.aliyun.com` above all",
            zh: "恢复标签，尤其是 `kubernetes.do.not.delete` 和 `ack.aliyun.com`",
        },
        instead: Bilingual {
            en: "add tags of your own with `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-additional-resource-tags`",
            zh: "自定义标签用 `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-additional-resource-tags` 添加",
        },
    },
];
