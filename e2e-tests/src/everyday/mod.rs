//! The everyday corpus: requests that people and controllers send to a living cluster, shown to every admission rule
//! with default settings. What is not let through in silence stands in one table.
//!
//! Whoever makes a rule report one of them says in `defence` why that is right: in one sentence, or one for each rule.
//!
//! A document has a `name` and, as in a case, `request` or `manifest`, perhaps with a `cluster`. For an UPDATE `change`
//! may stand in place of the new object: a merge patch (RFC 7396) over the old one. What the API server would add is
//! added here: the groups of the requester, `uid`, `creationTimestamp` and `managedFields`.
//!
//! Charts of projects are shorter still (`charts`).

mod charts;
mod request;

use std::fmt::Write as _;

use redline_dev::generate::match_conditions::of_bundle;
use redline_dev::{BUNDLES, RULES, RegisteredRule};
use redline_engine::core::rule::{ClusterKind, RuleKind};
use redline_host::Verdict;
use serde_json::Value;

use crate::condition::Condition;
use crate::native;

pub use request::Everyday;
pub(crate) use request::{documents, merge, of_document};

/// The table, below the root of the workspace.
pub const TABLE: &str = "e2e-tests/everyday.tsv";

/// What rewrites the table.
pub const BLESS: &str = "make everyday";

/// The admission rules that run where nobody names the kind of cluster.
pub fn rules() -> impl Iterator<Item = &'static RegisteredRule> {
    let runs = |rule: &&RegisteredRule| !rule.metadata.only_on.is_some_and(ClusterKind::is_ordinary_elsewhere);
    RULES.iter().filter(|rule| rule.kind == RuleKind::Admission).filter(runs)
}

/// Every request, by file, in the order of the documents.
///
/// # Panics
/// When a document cannot be read; the message names file and line.
pub fn requests() -> Vec<Everyday> {
    let mut all = documents("e2e-tests/everyday", of_document);
    all.extend(charts::requests());
    all
}

/// The table: what becomes of the requests in numbers, then every request that a rule does not allow silently.
///
/// # Panics
/// When a request has no payload.
pub fn table(requests: &[Everyday]) -> String {
    let joint = BUNDLES
        .iter()
        .find(|bundle| bundle.kind == RuleKind::Admission)
        .and_then(|bundle| Condition::new(of_bundle(bundle)));
    let (mut warned, mut denied, mut unsent) = (0, 0, 0);
    let mut rows = String::new();
    for Everyday { id, case, defence } in requests {
        let payload = case.payload().unwrap_or_else(|e| panic!("{id}: {e}"));
        let mut worst = Verdict::Allow;
        for rule in rules() {
            let answer = native(rule, &payload, case.cluster().as_ref());
            let verdict = answer.verdict();
            if verdict == Verdict::Allow {
                continue;
            }
            if worst == Verdict::Allow || verdict != Verdict::Warn {
                worst = verdict;
            }
            let said = answer.warnings().first().or(answer.message.as_ref()).map_or("", String::as_str);
            let said = said.strip_prefix(&format!("{}: ", rule.id())).unwrap_or(said);
            let defence = defence.get(rule.id()).or_else(|| defence.get("")).map_or("", String::as_str);
            let _ = writeln!(rows, "{id}\t{}\t{verdict}\t{said}\t{defence}", rule.id());
        }
        match worst {
            Verdict::Allow => {}
            Verdict::Warn => warned += 1,
            _ => denied += 1,
        }
        let request = case.request().unwrap_or(&Value::Null);
        if !matched(request) || joint.as_ref().is_some_and(|condition| condition.holds(request) == Ok(false)) {
            unsent += 1;
        }
    }
    let (all, rules) = (requests.len(), rules().count());
    let share = |count: usize| {
        let tenths = count * 1000 / all;
        format!("{count} ({}.{} %)", tenths / 10, tenths % 10)
    };
    format!(
        "# {all} requests x {rules} rules = {} verdicts; all that are not below: allow\n# silent: {}; warned: {}; denied: {}; \
         never sent to `redline-admission`, whose rules or matchConditions leave them out: {}\n\
         request\trule\tverdict\tfinding\tdefence\n{rows}",
        all * rules,
        share(all - warned - denied),
        share(warned),
        share(denied),
        share(unsent),
    )
}

/// Whether a rule watches such requests.
fn matched(request: &Value) -> bool {
    let text = |pointer: &str| request.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let kind = (text("/kind/group"), text("/kind/kind"));
    let resource = (text("/resource/group"), text("/resource/resource"));
    rules().flat_map(|rule| rule.metadata.requests).any(|on| {
        on.matches_kind(kind, resource)
            && on.sub_resource == text("/subResource")
            && on.operations.iter().any(|operation| operation.as_str() == text("/operation"))
    })
}
