//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "49",
        impact: Bilingual {
            en: "Terway no longer works, and pods may get no network",
            zh: "Terway 无法工作，Pod 可能没有网络",
        },
        way_back: Bilingual {
            en: "restore the ConfigMap and reboot the node",
            zh: "恢复该 ConfigMap 并重启节点",
        },
        instead: Bilingual {
            en: "change only open fields such as `vswitches` or `max_pool_size`, then restart DaemonSet `terway-eniip`",
            zh: "只修改 `vswitches`、`max_pool_size` 等允许改动的字段，再滚动重启 DaemonSet `terway-eniip`",
        },
    },
];
