//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "45",
        impact: Bilingual {
            en: "DNS on the node and in its pods may fail",
            zh: "节点及其 Pod 的 DNS 解析可能失败",
        },
        way_back: Bilingual {
            en: "put the previous `nameserver` lines of `/etc/resolv.conf` back",
            zh: "恢复 `/etc/resolv.conf` 原有的 `nameserver` 配置",
        },
        instead: Bilingual {
            en: "set upstreams with `forward` in ConfigMap `kube-system/coredns`, or `dnsConfig` in the pod",
            zh: "在 ConfigMap `kube-system/coredns` 中用 `forward` 配置上游 DNS，或在 Pod 中设置 `dnsConfig`",
        },
    },
];
