//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "B3",
        impact: Bilingual {
            en: "the operations that they stopped pass again",
            zh: "原先被拦截的高危操作不再受限",
        },
        way_back: Bilingual {
            en: "apply the policies again",
            zh: "重新部署策略",
        },
        instead: Bilingual {
            en: "exempt one user or object in the settings, or approve one object for a while",
            zh: "在设置中豁免具体用户或对象，或对单个对象限时批准",
        },
    },
];
