//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "46",
        impact: Bilingual {
            en: "the network of the pods on it is interrupted",
            zh: "使用该网卡的 Pod 网络中断",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "leave ENIs to Terway, and tune `eni_conf` in `kube-system/eni-config` or a PodNetworking",
            zh: "弹性网卡交由 Terway 管理，配置通过 `kube-system/eni-config` 的 `eni_conf` 或 PodNetworking 调整",
        },
    },
    Row {
        id: "48",
        impact: Bilingual {
            en: "Terway no longer works and the network of pods may fail",
            zh: "Terway 无法正常工作，Pod 网络可能中断",
        },
        way_back: Bilingual {
            en: "delete the custom resources you made or changed, and recreate the pods concerned",
            zh: "删除自行改动的自定义资源，并重建相关 Pod",
        },
        instead: Bilingual {
            en: "use PodNetworking for networks of pods and NetworkPolicy for access, the rest belongs to Terway",
            zh: "Pod 网络用 PodNetworking，访问控制用 NetworkPolicy，其余对象交由 Terway 管理",
        },
    },
];
