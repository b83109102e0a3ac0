//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "B2",
        impact: Bilingual {
            en: "the confirmation by a second person is void",
            zh: "双人确认形同虚设",
        },
        way_back: Bilingual {
            en: "remove the approval, and check what was done under it",
            zh: "移除批准注解，并检查期间的操作",
        },
        instead: Bilingual {
            en: "ask an approver to annotate the object, then do it in a second request",
            zh: "请审批人为对象添加注解，再单独发起操作",
        },
    },
];
