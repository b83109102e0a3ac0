//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "@TITLE_EN@", zh: "@TITLE_ZH@" },
    text: "\
## What it stops
Say which requests, in a sentence or two.
## Why it is high-risk
Say what breaks, and for whom.
## How to get it done anyway
Say the proper way.
",
    text_zh: "同样的内容，写给中文读者。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
