//! Row @ROW@: @TITLE_EN@.
#![no_std]

mod rows;

use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Say which requests, in a sentence or two.
    /// ## Why it is high-risk
    /// Say what breaks, and for whom.
    /// ## How to get it done anyway
    /// Say the proper way.
    docs: {
        title: Bilingual { en: "@TITLE_EN@", zh: "@TITLE_ZH@" },
        text_zh: "同样的内容，写给中文读者。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("configmaps", "ConfigMap")],
        }],
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of MetaOnly
}

fn check(_: &Context<'_>, req: &Request<'_, MetaOnly<'_>>, _: &Settings, out: &mut Findings) {
    let object = req.object_id();
    out.push(Finding::warn("", text!("`{object}` is not evaluated yet", "尚未检查 `{object}`")));
}
