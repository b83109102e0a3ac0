//! Findings, taken out of a module's answer: what is said, how grave it is, and where in the object.

use redline_host::{Response, Verdict};
use redline_input::spans::Spot;

/// One thing that a rule says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// Deny, warn, or invalid for what could not be judged.
    pub level: Verdict,
    /// What is said, without the rule's id; one line in each language asked for.
    pub text: Vec<String>,
    /// Where in the object; empty for the object as a whole, and where the module does not say.
    pub path: String,
    /// Where in the file.
    pub spot: Option<(Spot, String)>,
}

/// What the parts of a message begin with, in both languages.
const ADVICE: [&str; 4] = ["impact: ", "instead: ", "影响：", "正确做法："];

/// What a rule says: its findings, and after them what they break and how it is done properly.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Said {
    pub found: Vec<Found>,
    pub advice: Vec<String>,
}

impl Said {
    /// What is said of a rule that could not answer.
    pub(crate) fn failed(error: &redline_host::Error) -> Said {
        let text = vec![error.to_string()];
        Said {
            found: vec![Found { level: Verdict::Invalid, text, path: String::new(), spot: None }],
            advice: Vec::new(),
        }
    }
}

/// Takes an answer apart. Redline's own modules give every finding a warning of its own, and note level and path in the
/// audit annotations; of other modules the message is all there is.
pub(crate) fn said(rule: &str, answer: &Response) -> Said {
    let own = format!("{rule}: ");
    let lines = || answer.warnings().iter().map(|line| line.strip_prefix(&own).unwrap_or(line));
    let (advice, texts): (Vec<&str>, Vec<&str>) =
        lines().partition(|line| ADVICE.iter().any(|head| line.starts_with(head)));
    let notes = answer.audit_annotations.as_ref().and_then(|notes| notes.get("redline-findings"));
    let notes = notes.map(|notes| self::notes(notes)).unwrap_or_default();
    let advice = advice.into_iter().map(str::to_owned).collect();
    let languages = if notes.is_empty() { 0 } else { texts.len() / notes.len() };
    if languages == 0 || texts.len() != languages * notes.len() {
        let level = answer.verdict();
        let said = match (&answer.message, level) {
            (Some(message), Verdict::Deny | Verdict::Invalid) => vec![message.strip_prefix(&own).unwrap_or(message)],
            (None, Verdict::Deny | Verdict::Invalid) => vec!["refused without a word"],
            _ => texts,
        };
        let mut advice: Vec<String> = advice;
        let mut found = Vec::new();
        for text in said {
            let (text, rest) = cut(text);
            found.push(Found { level, text: vec![text.to_owned()], path: String::new(), spot: None });
            for line in rest {
                if !advice.iter().any(|said| said == line) {
                    advice.push(line.to_owned());
                }
            }
        }
        return Said { found, advice };
    }
    // Under `strict` a warning refuses, under `warn` a denial does not.
    let any_deny = notes.iter().any(|(deny, _)| *deny);
    let level = |deny: bool| match (answer.accepted, deny || !any_deny) {
        (false, true) => Verdict::Deny,
        _ => Verdict::Warn,
    };
    let found = notes.iter().zip(texts.chunks(languages)).map(|((deny, path), text)| Found {
        level: level(*deny),
        text: text.iter().map(|text| (*text).to_owned()).collect(),
        path: path.clone(),
        spot: None,
    });
    Said { found: found.collect(), advice }
}

/// Cuts a message of one line where impact and proper way begin.
fn cut(message: &str) -> (&str, Vec<&str>) {
    let marks = ADVICE.iter().flat_map(|head| ["; ", "；"].map(|mark| (mark.len(), [mark, *head].concat())));
    let mut cuts: Vec<(usize, usize)> = marks
        .flat_map(|(skip, mark)| message.match_indices(&mark).map(|(at, _)| (at, at + skip)).collect::<Vec<_>>())
        .collect();
    cuts.sort_unstable();
    let first = cuts.first().map_or(message.len(), |(end, _)| *end);
    let ends = cuts.iter().skip(1).map(|(end, _)| *end).chain([message.len()]);
    (&message[..first], cuts.iter().zip(ends).map(|((_, start), end)| &message[*start..end]).collect())
}

/// Level and path of each finding, as the audit annotation lists them: `deny: spec.x: text; warn: text`.
fn notes(text: &str) -> Vec<(bool, String)> {
    let starts = text.match_indices("deny: ").chain(text.match_indices("warn: "));
    let mut starts: Vec<usize> =
        starts.map(|(at, _)| at).filter(|at| *at == 0 || text[..*at].ends_with("; ")).collect();
    starts.sort_unstable();
    let one = |at: &usize| {
        let deny = text[*at..].starts_with("deny");
        let rest = &text[at + "deny: ".len()..];
        // A path has no blanks, and the text behind it has.
        let path = rest.split_once(": ").map(|(path, _)| path).filter(|path| !path.contains([' ', '`']));
        (deny, path.unwrap_or_default().to_owned())
    };
    starts.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(value: serde_json::Value) -> Response {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn findings_of_our_own_modules_come_with_level_and_path() {
        let said = said(
            "r",
            &answer(json!({
                "accepted": false, "code": 403, "message": "r: a goes; b may; impact: x; instead: y",
                "warnings": ["r: a goes", "r: b may", "r: impact: x", "r: instead: y"],
                "audit_annotations": {"redline-findings": "deny: spec.a[0].b: a goes; warn: b may"},
            })),
        );
        let found: Vec<_> = said.found.iter().map(|f| (f.level, &*f.path, &*f.text[0])).collect();
        assert_eq!(found, [(Verdict::Deny, "spec.a[0].b", "a goes"), (Verdict::Warn, "", "b may")]);
        assert_eq!(said.advice, ["impact: x", "instead: y"]);
    }

    #[test]
    fn both_languages_belong_together() {
        let said = said(
            "r",
            &answer(json!({
                "accepted": true, "warnings": ["r: a may", "r: 可能"],
                "audit_annotations": {"redline-findings": "deny: a may"},
            })),
        );
        assert_eq!(said.found.len(), 1);
        assert_eq!((said.found[0].level, said.found[0].text.len()), (Verdict::Warn, 2));
    }

    #[test]
    fn messages_break_at_their_parts() {
        assert_eq!(
            cut("`n` goes; and `m`; impact: it is gone; instead: drain"),
            ("`n` goes; and `m`", vec!["impact: it is gone", "instead: drain"])
        );
        assert_eq!(cut("删除；影响：没了；正确做法：移除"), ("删除", vec!["影响：没了", "正确做法：移除"]));
        assert_eq!(cut("plain"), ("plain", vec![]));
    }

    #[test]
    fn other_modules_have_their_message() {
        let said = said("r", &answer(json!({"accepted": false, "message": "no"})));
        assert_eq!((said.found[0].level, &*said.found[0].text[0]), (Verdict::Invalid, "no"));
    }
}
