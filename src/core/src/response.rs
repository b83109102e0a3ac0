//! The answers of a module, in Kubewarden's form.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Serialize, Serializer};

/// Kubewarden's validation response.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// Whether the request goes through.
    pub accepted: bool,
    /// Why not.
    pub message: Option<String>,
    /// HTTP status for the client: 403 when a rule says no, 400 when the input cannot be read.
    pub code: Option<u16>,
    /// Warnings for the client; Kubernetes asks for 120 characters each.
    pub warnings: Option<Vec<String>>,
    /// Keys and values for the audit log.
    pub audit_annotations: Option<AuditAnnotations>,
}

/// Keys and values for the audit log, written as a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditAnnotations(pub Vec<(&'static str, String)>);

/// Kubewarden's settings validation response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsResponse {
    /// Whether the settings can be used.
    pub valid: bool,
    /// Why not.
    pub message: Option<String>,
}

/// A member of an answer. One type for all, because serde makes code for each.
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

/// Writes the members that are there.
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
    /// Accepts the request without a word.
    pub fn allow() -> Response {
        Response { accepted: true, ..Response::default() }
    }
}
