//! The responses of a module, as Kubewarden's policy protocol defines them (`ValidationResponse` and
//! `SettingsValidationResponse` of `kubewarden-policy-sdk`).

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Serialize, Serializer};

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

/// The value of a member of a response. One type for all of them, because serde generates code for each type.
enum Member<'r> {
    Flag(bool),
    Code(u16),
    Text(&'r str),
    Texts(&'r [String]),
    AuditAnnotations(&'r AuditAnnotations),
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Member::Flag(flag) => s.serialize_bool(*flag),
            Member::Code(code) => s.serialize_u16(*code),
            Member::Text(text) => s.serialize_str(text),
            Member::Texts(texts) => s.collect_seq(texts.iter().map(|text| Member::Text(text))),
            Member::AuditAnnotations(AuditAnnotations(notes)) => {
                s.collect_map(notes.iter().map(|(key, text)| (*key, Member::Text(text))))
            }
        }
    }
}

/// Writes a JSON object with the members that are `Some`.
fn object<S: Serializer>(members: &[(&str, Option<Member<'_>>)], s: S) -> Result<S::Ok, S::Error> {
    s.collect_map(members.iter().filter_map(|(key, member)| Some((*key, member.as_ref()?))))
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let members = [
            ("accepted", Some(Member::Flag(self.accepted))),
            ("message", self.message.as_deref().map(Member::Text)),
            ("code", self.code.map(Member::Code)),
            ("warnings", self.warnings.as_deref().map(Member::Texts)),
            ("audit_annotations", self.audit_annotations.as_ref().map(Member::AuditAnnotations)),
        ];
        object(&members, s)
    }
}

impl Serialize for SettingsResponse {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let members =
            [("valid", Some(Member::Flag(self.valid))), ("message", self.message.as_deref().map(Member::Text))];
        object(&members, s)
    }
}

impl Response {
    /// Allows the request, without warnings and audit annotations.
    pub fn allow() -> Response {
        Response { accepted: true, ..Response::default() }
    }
}
