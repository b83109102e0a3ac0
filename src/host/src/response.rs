//! What a module answers, and the verdict that follows from it.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// The answer to `validate`. Two answers are equal when every member is; `null` and an absent member are the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Response {
    /// Whether the request may go on.
    pub accepted: bool,
    /// Why not; shown to the requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// HTTP status of a refusal: 403 is a denial, anything else means that the request could not be judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// Warnings shown to the requester whatever the verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<String>>,
    /// Annotations for the audit log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit_annotations: Option<BTreeMap<String, String>>,
    /// The object as a mutating policy would have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutated_object: Option<serde_json::Value>,
}

impl Response {
    /// The verdict of this answer. Audit annotations alone do not make a warning.
    pub fn verdict(&self) -> Verdict {
        match (self.accepted, self.code) {
            (true, _) if self.warnings().is_empty() => Verdict::Allow,
            (true, _) => Verdict::Warn,
            (false, Some(403)) => Verdict::Deny,
            (false, _) => Verdict::Invalid,
        }
    }

    /// The warnings, empty when the answer has none.
    pub fn warnings(&self) -> &[String] {
        self.warnings.as_deref().unwrap_or_default()
    }
}

/// The answer to `validate_settings`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SettingsResponse {
    /// Whether the policy can work with these settings.
    pub valid: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The outcome of one request, mildest first, so that the greatest of several is the outcome of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing found.
    Allow,
    /// Let through with warnings.
    Warn,
    /// The request could not be judged, and is refused for that.
    Invalid,
    /// A rule said no.
    Deny,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Allow => "allow",
            Verdict::Warn => "warn",
            Verdict::Deny => "deny",
            Verdict::Invalid => "invalid",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(json: &str) -> Verdict {
        serde_json::from_str::<Response>(json).unwrap().verdict()
    }

    #[test]
    fn verdicts_follow_code_and_warnings() {
        assert_eq!(verdict(r#"{"accepted":true}"#), Verdict::Allow);
        assert_eq!(verdict(r#"{"accepted":true,"warnings":[]}"#), Verdict::Allow);
        assert_eq!(verdict(r#"{"accepted":true,"audit_annotations":{"a":"b"}}"#), Verdict::Allow);
        assert_eq!(verdict(r#"{"accepted":true,"warnings":["x"]}"#), Verdict::Warn);
        assert_eq!(verdict(r#"{"accepted":false,"code":403,"message":"m"}"#), Verdict::Deny);
        assert_eq!(verdict(r#"{"accepted":false,"code":400}"#), Verdict::Invalid);
        assert_eq!(verdict(r#"{"accepted":false,"code":null}"#), Verdict::Invalid);
    }

    #[test]
    fn null_equals_absent_and_everything_else_counts() {
        let bare: Response = serde_json::from_str(r#"{"accepted":true}"#).unwrap();
        let nulls = r#"{"accepted":true,"message":null,"warnings":null,"mutated_object":null}"#;
        assert_eq!(bare, serde_json::from_str(nulls).unwrap());
        let audited: Response = serde_json::from_str(r#"{"accepted":true,"audit_annotations":{"a":"b"}}"#).unwrap();
        assert_ne!(bare, audited);
    }

    #[test]
    fn a_denial_outweighs_an_invalid_request() {
        assert_eq!([Verdict::Deny, Verdict::Invalid, Verdict::Warn].into_iter().max(), Some(Verdict::Deny));
    }
}
