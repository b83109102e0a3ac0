//! Row @ROW@: @TITLE_EN@.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = PartialObjectMetadata<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[on(DELETE, kinds::CONFIG_MAP)],
        rows: &[rows::R@ROW@],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, PartialObjectMetadata<'_>>, _: &NoSettings, out: &mut Findings) {
        let object = req.object_id();
        out.push(Finding::warn("", text!("`{object}` is not evaluated yet", "尚未检查 `{object}`")));
    }
}
