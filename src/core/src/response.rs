//! The responses of a module, as Kubewarden's policy protocol defines them (`ValidationResponse` and
//! `SettingsValidationResponse` of `kubewarden-policy-sdk`).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use redline_json::write::{self, Members};

/// The response to a `validate` call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// Whether the request is allowed.
    pub accepted: bool,
    /// The reason for a rejection.
    pub message: Option<String>,
    /// The HTTP status of a rejection: 403 if a rule denies the request, 400 if the input cannot be read.
    pub code: Option<u16>,
    /// Warnings for the client. Kubernetes recommends at most 120 characters for each.
    pub warnings: Option<Vec<String>>,
    /// Keys and values for the audit log; see [`crate::annotations`].
    pub audit_annotations: Option<AuditAnnotations>,
}

/// Keys and values for the audit log, written as a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditAnnotations(pub Vec<(&'static str, String)>);

/// The response to a `validate_settings` call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsResponse {
    /// Whether the settings can be used.
    pub valid: bool,
    /// The reason why they cannot.
    pub message: Option<String>,
}

/// Writes the member `message`, if there is one.
fn message(members: &mut Members<'_>, message: Option<&String>) {
    if let Some(message) = message {
        write::string(members.member("message"), message);
    }
}

impl Response {
    /// Allows the request, without warnings and audit annotations.
    pub fn allow() -> Response {
        Response { accepted: true, ..Response::default() }
    }

    /// The response as JSON, with the members that are `Some`.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        write::object(&mut json, |members| {
            members.member("accepted").push_str(if self.accepted { "true" } else { "false" });
            message(members, self.message.as_ref());
            if let Some(code) = self.code {
                members.member("code").push_str(&code.to_string());
            }
            if let Some(warnings) = &self.warnings {
                write::list(members.member("warnings"), warnings, |json, text| write::string(json, text));
            }
            if let Some(AuditAnnotations(notes)) = &self.audit_annotations {
                write::object(members.member("audit_annotations"), |members| {
                    notes.iter().for_each(|(key, text)| write::string(members.member(key), text));
                });
            }
        });
        json
    }
}

impl SettingsResponse {
    /// The response as JSON, with the members that are `Some`.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        write::object(&mut json, |members| {
            members.member("valid").push_str(if self.valid { "true" } else { "false" });
            message(members, self.message.as_ref());
        });
        json
    }
}
