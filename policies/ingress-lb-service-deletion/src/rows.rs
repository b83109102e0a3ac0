//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "44",
        impact: Bilingual {
            en: "the Nginx Ingress controller malfunctions or crashes, and Ingress traffic stops",
            zh: "Nginx Ingress Controller 异常甚至崩溃，Ingress 流量中断",
        },
        way_back: Bilingual {
            en: "create `kube-system/nginx-ingress-lb` again, ports 80 and 443, selector `app: ingress-nginx`",
            zh: "重建同名 Service `kube-system/nginx-ingress-lb`，端口 80 和 443，选择器 `app: ingress-nginx`",
        },
        instead: Bilingual {
            en: "change its annotations in place, or uninstall `nginx-ingress-controller` in the ACK console",
            zh: "直接修改其注解，不再需要时在 ACK 控制台卸载 `nginx-ingress-controller` 组件",
        },
    },
];
