//! What an evaluation comes to, as JavaScript sees it.

use serde::Serialize;
use tsify::Tsify;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, Tsify)]
pub struct Text {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl From<redline_engine::core::language::Bilingual> for Text {
    fn from(text: redline_engine::core::language::Bilingual) -> Self {
        Text { en: text.en.trim().to_owned(), zh: text.zh.trim().to_owned() }
    }
}

impl From<redline_engine::core::language::Text> for Text {
    fn from(text: redline_engine::core::language::Text) -> Self {
        Text { en: text.en, zh: text.zh }
    }
}

/// The outcome of one request, mildest first: `invalid` could not be judged and is refused for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing found.
    Allow,
    /// Let through with warnings.
    Warn,
    /// Could not be judged, and is refused for that.
    Invalid,
    /// A rule said no.
    Deny,
}

impl Verdict {
    /// What an answer means: 403 is a denial, any other refusal means that the request could not be judged.
    pub(crate) fn of(response: &redline_engine::core::response::Response) -> Verdict {
        let warns = response.warnings.as_ref().is_some_and(|warnings| !warnings.is_empty());
        match (response.accepted, response.code) {
            (true, _) if warns => Verdict::Warn,
            (true, _) => Verdict::Allow,
            (false, Some(403)) => Verdict::Deny,
            (false, _) => Verdict::Invalid,
        }
    }
}

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum TextName {
    /// The text to judge.
    Text,
    /// The objects as they stand.
    Old,
}

/// A place in one of the texts. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Place {
    /// Which text.
    pub text: TextName,
    /// Line.
    pub line: usize,
    /// Column; 0 when only the line is known.
    pub column: usize,
    /// False when the field itself is not in the text, and this is what should hold it.
    pub exact: bool,
}

/// What kept something from being judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Problem {
    /// One sentence.
    pub message: String,
    /// Where.
    pub at: Place,
}

/// One thing a rule has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// `deny`: the request is the operation; `warn`: it makes it possible.
    #[tsify(type = "\"warn\" | \"deny\"")]
    pub level: &'static str,
    /// Where in the object, such as `spec.volumes[2].hostPath.path`; empty for the object as a whole.
    pub path: String,
    /// What was seen there; empty where the text says it.
    pub value: String,
    /// What it means.
    pub text: Text,
    /// The row of ACK's list that it belongs to.
    pub row: String,
    /// What breaks.
    pub impact: Text,
    /// How to recover.
    pub way_back: Text,
    /// The proper way.
    pub instead: Text,
    /// Where that stands in the text.
    pub at: Place,
}

/// What one rule said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Ruling {
    /// The rule's id.
    pub rule: String,
    /// What its answer means.
    pub verdict: Verdict,
    /// The answer to the byte as the rule's module gives it: JSON.
    pub answer: String,
    /// Why the request is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub message: Option<String>,
    /// Warnings for whoever asks.
    pub warnings: Vec<String>,
    /// Why nothing is refused although there would be reason to: an exemption or an approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub exempt: Option<String>,
    /// What the answer was made from.
    pub findings: Vec<Finding>,
}

/// One thing that was judged.
#[derive(Debug, Clone, PartialEq, Serialize, Tsify)]
pub struct Judged {
    /// Which document of the text, from 1.
    pub document: usize,
    /// Which part of the document, such as `item 3`; empty when the document is not a list.
    pub within: String,
    /// Where it starts.
    pub at: Place,
    /// `Node/worker-1`, `slb:DeleteLoadBalancer/lb-1`, a Terraform address.
    pub title: String,
    /// `DELETE`, `call`, `event`, or a Terraform plan's actions.
    pub operation: String,
    /// The worst of the rulings.
    pub verdict: Verdict,
    /// Why it could not be judged at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub problem: Option<Problem>,
    /// What the rules said, by rule; those with nothing to say only where the input asks for all.
    pub rulings: Vec<Ruling>,
    /// How many rules were asked.
    pub asked: usize,
}

/// What came of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Tsify)]
pub struct Evaluation {
    /// The worst verdict.
    pub verdict: Verdict,
    /// Everything that was judged, in the order of the text; deletions last.
    pub judged: Vec<Judged>,
}
