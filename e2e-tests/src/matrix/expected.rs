//! What must come of a changed case, and the comparison.

use std::collections::BTreeMap;

use redline_host::{Response, Verdict};

/// The annotation that holds the findings.
pub(super) const FINDINGS: &str = "redline-findings";

/// What must come of a changed case.
pub enum Expected {
    /// This answer.
    Answer(Box<Response>),
    /// This verdict, and the same lines and annotations in any order.
    InAnyOrder(Box<Response>),
    /// This verdict, to the client and in the audit log, in whatever words.
    AsGrave(Box<Response>),
    /// Let through with a warning because of an approval of this rule.
    ApprovedIn(&'static str),
    /// Let through, with a reason for the audit log that begins like this.
    ExemptBy(&'static str),
    /// A refusal because the payload cannot be read, with a message that ends like this.
    Unreadable(&'static str),
    /// A refusal because of the settings, with this problem; `validate_settings` names it too.
    UnusableSettings(String),
}

impl From<Response> for Expected {
    fn from(answer: Response) -> Expected {
        Expected::Answer(Box::new(answer))
    }
}

/// Annotations for the audit log.
pub(super) fn notes<const N: usize>(notes: [(&str, String); N]) -> Option<BTreeMap<String, String>> {
    Some(notes.into_iter().map(|(key, text)| (key.to_owned(), text)).collect())
}

/// The answer with other words in the place of some: for texts that name what was changed.
///
/// # Panics
/// When the words leave no answer.
pub(super) fn with_words(answer: &Response, words: &[(&str, &str)]) -> Response {
    let text = serde_json::to_string(answer).unwrap_or_default();
    let text = words.iter().fold(text, |text, (old, new)| text.replace(old, new));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

impl Expected {
    /// Let through without a word.
    pub fn silence() -> Expected {
        Response { accepted: true, ..Response::default() }.into()
    }

    /// Let through because of the requester, or of the object.
    pub fn exempt(why: impl Into<String>) -> Expected {
        let audit_annotations = notes([("redline-verdict", "exempt".to_owned()), ("redline-reason", why.into())]);
        Response { accepted: true, audit_annotations, ..Response::default() }.into()
    }

    /// What differs, with what was expected and what came.
    pub(super) fn check(&self, rule: &str, answer: &Response) -> Result<(), String> {
        let sorted = |answer: &Response| {
            let mut lines = answer.warnings().to_vec();
            lines.sort();
            (answer.verdict(), lines)
        };
        let refusal = format!("{rule}: invalid: ");
        let message = answer.message.as_deref().unwrap_or_default();
        let refused = answer.verdict() == Verdict::Invalid && answer.warnings.is_none() && answer.code == Some(400);
        let noted = |answer: &Response| answer.audit_annotations.as_ref()?.get("redline-verdict").cloned();
        let (fits, wanted) = match self {
            Expected::ApprovedIn(rule) => {
                let said = answer.warnings().first().map_or("", String::as_str);
                let fits = answer.accepted && noted(answer).as_deref() == Some("approved");
                let begins = said.starts_with(&format!("{rule}: approved until "));
                (fits && begins, "approved".to_owned())
            }
            Expected::AsGrave(wanted) => {
                let same = (wanted.verdict(), noted(wanted)) == (answer.verdict(), noted(answer));
                (same, format!("as grave as {wanted:#?}"))
            }
            Expected::Answer(wanted) => (**wanted == *answer, format!("{wanted:#?}")),
            Expected::InAnyOrder(wanted) => (sorted(wanted) == sorted(answer), format!("in any order, {wanted:#?}")),
            Expected::ExemptBy(start) => {
                let notes = answer.audit_annotations.as_ref();
                let reason = notes.and_then(|notes| notes.get("redline-reason")).map_or("", String::as_str);
                let silent = answer.verdict() == Verdict::Allow;
                (silent && reason.starts_with(start), format!("exempt, because of `{start}`"))
            }
            Expected::Unreadable(problem) => {
                let fits = refused && message.starts_with(&refusal) && message.ends_with(problem);
                (fits, format!("invalid, with a message that ends in `{problem}`"))
            }
            Expected::UnusableSettings(problem) => {
                (refused && message == [&*refusal, problem].concat(), format!("invalid: {problem}"))
            }
        };
        if fits { Ok(()) } else { Err(format!("\nexpected {wanted}\ngot {answer:#?}")) }
    }
}
