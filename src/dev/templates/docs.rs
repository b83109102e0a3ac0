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
    text_zh: "\
## 拦截的操作
用一两句话说明拦截哪些请求。
## 为何高危
说明会造成什么影响，影响到谁。
## 正确做法
说明正确的操作方式。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
