//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "11",
        impact: Bilingual {
            en: "components on the node malfunction, as certificates and leases depend on its clock",
            zh: "证书和租约都依赖节点时间，节点上的组件会工作异常",
        },
        way_back: Bilingual {
            en: "set the correct time and turn time synchronisation on again",
            zh: "校正时间并恢复时间同步",
        },
        instead: Bilingual {
            en: "leave NTP running, set `TZ` in the container, choose the node `timezone` when creating the cluster",
            zh: "保持 NTP 同步，容器时区用环境变量 `TZ`，节点时区在创建集群时用 `timezone` 指定",
        },
    },
    Row {
        id: "22",
        impact: Bilingual {
            en: "control-plane components malfunction, as certificates and etcd depend on the clock",
            zh: "证书和 etcd 都依赖节点时间，控制面组件会工作异常",
        },
        way_back: Bilingual {
            en: "set the correct time and turn time synchronisation on again",
            zh: "校正时间并恢复时间同步",
        },
        instead: Bilingual {
            en: "leave NTP running, and choose the `timezone` when creating the cluster",
            zh: "保持 NTP 同步，时区在创建集群时用 `timezone` 指定",
        },
    },
];
