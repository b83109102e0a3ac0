//! The answers of modules.
//!
//! Answers are decoded as the types of Kubewarden's SDK, so that whatever a Kubewarden host understands is understood here.
//! Ours can be compared and keep annotations in order.

use std::collections::BTreeMap;

use kubewarden_policy_sdk::{response::ValidationResponse, settings::SettingsValidationResponse};
use redline_core::verdict::Verdict;
use serde::{Deserialize, Serialize};

/// The answer to `validate`. A member that is `null` and one that is missing are the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "ValidationResponse")]
pub struct Response {
    /// Whether the request is accepted.
    pub accepted: bool,
    /// Why it is rejected; shown to the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// HTTP status of a rejection: 403 is a denial; with any other the request could not be evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// Warnings, which are shown to the user whether the request is accepted or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<String>>,
    /// Annotations for the audit log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_annotations: Option<BTreeMap<String, String>>,
    /// The object as a mutating policy changes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutated_object: Option<serde_json::Value>,
}

impl From<ValidationResponse> for Response {
    fn from(response: ValidationResponse) -> Self {
        let ValidationResponse { accepted, message, code, mutated_object, audit_annotations, warnings } = response;
        let audit_annotations = audit_annotations.map(|annotations| annotations.into_iter().collect());
        Response { accepted, message, code, warnings, audit_annotations, mutated_object }
    }
}

impl Response {
    /// The verdict. Audit annotations alone are not a warning.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.accepted, self.code, self.warnings())
    }

    /// The warnings; empty when there are none.
    pub fn warnings(&self) -> &[String] {
        self.warnings.as_deref().unwrap_or_default()
    }
}

/// The answer to `validate_settings`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "SettingsValidationResponse")]
pub struct SettingsResponse {
    /// Whether the settings are valid.
    pub valid: bool,
    /// Why they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl From<SettingsValidationResponse> for SettingsResponse {
    fn from(SettingsValidationResponse { valid, message }: SettingsValidationResponse) -> Self {
        SettingsResponse { valid, message }
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
}
