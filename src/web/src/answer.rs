//! The result of an evaluation, as JavaScript gets it.

use redline_engine::core::response::Response;
use redline_engine::core::verdict::Verdict;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
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

#[wasm_bindgen(typescript_custom_section)]
const VERDICT: &str = r#"/**
 * The result of one request, from mild to severe. `invalid` requests could not be evaluated and are rejected for that reason.
 */
export type Verdict = "allow" | "warn" | "invalid" | "deny";"#;

/// The verdict of an answer.
pub(crate) fn verdict_of(response: &Response) -> Verdict {
    Verdict::of(response.accepted, response.code, response.warnings.as_deref().unwrap_or_default())
}

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum TextName {
    /// The text to evaluate.
    Text,
    /// The objects before the change.
    Old,
}

/// A place in one of the texts. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Position {
    /// Which text.
    pub text: TextName,
    /// Line.
    pub line: usize,
    /// Column; 0 when only the line is known.
    pub column: usize,
    /// Whether this is the field itself; otherwise it is missing, and this is the part that should have it.
    pub exact: bool,
}

/// Why something could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// One sentence.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
    /// Where.
    pub at: Position,
}

impl Problem {
    /// A problem at a place, of which a reader of input says this.
    pub(crate) fn new(message: String, at: &Position) -> Self {
        let message_zh = redline_input::in_chinese(&message).unwrap_or_else(|| message.clone());
        Problem { message, message_zh, at: at.clone() }
    }
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// `deny`: the request is the operation; `warn`: it makes it possible.
    #[tsify(type = "\"warn\" | \"deny\"")]
    pub level: &'static str,
    /// Where in the object, such as `spec.volumes[2].hostPath.path`; empty for the object as a whole.
    pub path: String,
    /// The value there; empty where the text has it.
    pub value: String,
    /// What was found.
    pub text: Text,
    /// The row of ACK's list that it belongs to.
    pub row: String,
    /// What breaks.
    pub impact: Text,
    /// How to recover.
    pub recovery: Text,
    /// How to do it properly.
    pub instead: Text,
    /// Where it is in the text.
    pub at: Position,
}

/// What one rule reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct RuleResult {
    /// The rule's id.
    pub rule: String,
    /// The verdict of its answer.
    pub verdict: Verdict,
    /// The answer as JSON, byte for byte as the module of the rule gives it.
    pub answer: String,
    /// Why the request is rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub message: Option<String>,
    /// Warnings for the user.
    pub warnings: Vec<String>,
    /// Why findings do not count: an exemption or an approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub exempt: Option<String>,
    /// The findings behind the answer.
    pub findings: Vec<Finding>,
}

/// One item and its results.
#[derive(Debug, Clone, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ItemEvaluation {
    /// Which document of the text, from 1.
    pub document: usize,
    /// Which item of the document, such as `item 3`; empty when it is the only one.
    pub within: String,
    /// Where it starts.
    pub at: Position,
    /// `Node/worker-1`, `slb:DeleteLoadBalancer/lb-1`, a Terraform address.
    pub title: String,
    /// `DELETE`, `call`, `event`, or a Terraform plan's actions.
    pub operation: String,
    /// The worst verdict of the results.
    pub verdict: Verdict,
    /// Why it could not be evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub problem: Option<Problem>,
    /// What the rules reported. Rules that found nothing are listed only if the input asks for them.
    pub results: Vec<RuleResult>,
    /// How many rules ran.
    pub evaluated_rules: usize,
    /// Whether the text itself says what is done and by whom, as an admission review, a plan, an event or a call does. Of a plain
    /// object the input says it.
    pub self_contained: bool,
}

/// The result for a text.
#[derive(Debug, Clone, PartialEq, Serialize, Tsify)]
pub struct Evaluation {
    /// The worst verdict.
    pub verdict: Verdict,
    /// The items, in the order of the text, with deletions at the end.
    pub items: Vec<ItemEvaluation>,
}
