//! The two short forms of a request in a case: its relevant members, or a plain object and an operation.

use redline_input::{AdmissionRequest, Operation, RequestSpec, Requester, fill_type, kinds};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The user in cases that name none.
const USER: &str = "alice";

/// The key `request`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct RequestPart {
    #[serde(deserialize_with = "redline_input::operation")]
    operation: Operation,
    resource: String,
    kind: Option<String>,
    sub_resource: Option<String>,
    namespace: Option<String>,
    name: Option<String>,
    user: Option<String>,
    groups: Option<Vec<String>>,
    #[serde(default)]
    dry_run: bool,
    object: Option<Value>,
    old_object: Option<Value>,
    options: Option<Value>,
}

/// The key `manifest`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ManifestPart {
    #[serde(deserialize_with = "redline_input::operation")]
    operation: Operation,
    user: Option<String>,
    groups: Option<Vec<String>>,
    old: Option<Value>,
    object: Value,
}

impl RequestPart {
    /// The complete request.
    ///
    /// # Errors
    /// A message that names the key.
    pub(super) fn into_request(mut self) -> Result<Value, String> {
        let (group, version, plural, sub) = split_resource(&self.resource)?;
        let sub = match (sub, self.sub_resource) {
            (Some(_), Some(_)) => return Err("`resource` already has a sub-resource".to_owned()),
            (from_resource, given) => from_resource.or(given),
        };
        let known = kinds::by_plural(&group, &plural);
        let kind = match (sub.as_deref().and_then(|sub| kinds::sub_resource(&plural, sub)), known) {
            _ if self.kind.is_some() => {
                kinds::of_object(&kinds::api_version(&group, &version), self.kind.as_deref().unwrap_or_default())
            }
            (Some(sub), _) => kinds::of_object(&kinds::api_version(sub.object.0, sub.object.1), sub.object.2),
            (None, Some(known)) => kinds::Kind { version: version.clone().into(), ..known.clone() },
            (None, None) => return Err(format!("`kind` is missing, and the kind of `{}` is not known", self.resource)),
        };
        if self.operation == Operation::Delete && self.object.is_none() && self.old_object.is_none() {
            let mut metadata = Map::new();
            for (key, value) in [("name", &self.name), ("namespace", &self.namespace)] {
                metadata.extend(value.as_ref().map(|value| (key.to_owned(), value.as_str().into())));
            }
            self.old_object = Some(json!({"metadata": metadata}));
        }
        for object in [&mut self.object, &mut self.old_object].into_iter().flatten() {
            fill_type(object, &kind);
        }
        let own = |member: &str| {
            let objects = [&self.object, &self.old_object].into_iter().flatten();
            objects
                .map(|object| object["metadata"][member].as_str().unwrap_or_default())
                .find(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let name = self.name.or_else(|| own("name")).unwrap_or_default();
        let namespace = self.namespace.or_else(|| own("namespace"));
        let inside_itself = group.is_empty() && plural == "namespaces";
        Ok(AdmissionRequest {
            operation: self.operation,
            requester: requester(self.user, self.groups),
            namespace: if inside_itself { Some(name.clone()) } else { namespace },
            name,
            kind,
            resource: (group, version, plural),
            sub_resource: sub,
            dry_run: self.dry_run,
            object: self.object.unwrap_or_default(),
            old_object: self.old_object.unwrap_or_default(),
            options: self.options,
        }
        .into_json())
    }
}

impl ManifestPart {
    /// The complete request.
    ///
    /// # Errors
    /// A message that names the key.
    pub(super) fn into_request(self) -> Result<Value, String> {
        let requester = requester(self.user, self.groups);
        let spec = RequestSpec { operation: self.operation, requester, old: self.old, dry_run: false };
        AdmissionRequest::for_object(self.object, &spec).map(AdmissionRequest::into_json)
    }
}

fn requester(user: Option<String>, groups: Option<Vec<String>>) -> Requester {
    Requester {
        user: user.unwrap_or_else(|| USER.to_owned()),
        groups: groups.unwrap_or_else(|| vec!["system:authenticated".to_owned()]),
    }
}

/// Group, version, plural and sub-resource of `v1/nodes`, `apps/v1/deployments`, `v1/pods/exec`.
fn split_resource(resource: &str) -> Result<(String, String, String, Option<String>), String> {
    let is_version =
        |part: &str| part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let parts: Vec<&str> = resource.split('/').collect();
    let (group, rest) = match parts.as_slice() {
        [version, rest @ ..] if is_version(version) => ("", (*version, rest)),
        [group, version, rest @ ..] if is_version(version) => (*group, (*version, rest)),
        _ => ("", ("", [].as_slice())),
    };
    let own = |text: &str| text.to_owned();
    match rest {
        (version, [plural]) if !plural.is_empty() => Ok((own(group), own(version), own(plural), None)),
        (version, [plural, sub]) if !plural.is_empty() && !sub.is_empty() => {
            Ok((own(group), own(version), own(plural), Some(own(sub))))
        }
        _ => {
            Err(format!("invalid `resource: {resource}`; expected `v1/nodes`, `apps/v1/deployments` or `v1/pods/exec`"))
        }
    }
}
