//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "N5",
        impact: Bilingual {
            en: "controllers take the value for their own state and act wrongly on the object",
            zh: "控制器会把它当成自己写入的状态，从而对该对象做出错误处理",
        },
        way_back: Bilingual {
            en: "remove the annotation, and recreate the object if a controller has already acted on it",
            zh: "删除该注解，若控制器已据此处理则重建对象",
        },
        instead: Bilingual {
            en: "use an annotation key under a domain of your own",
            zh: "改用自有域名前缀的注解",
        },
    },
];
