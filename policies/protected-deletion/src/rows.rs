//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "B1",
        impact: Bilingual {
            en: "what somebody meant to keep is gone, with everything that belongs to it",
            zh: "被特意保护的对象及其从属资源被删除",
        },
        way_back: Bilingual {
            en: "recreate it from its manifests, where there are any",
            zh: "用原有清单重新创建",
        },
        instead: Bilingual {
            en: "ask who set the label, take it off, then delete",
            zh: "与设置标签的人确认，移除标签后再删除",
        },
    },
];
