//! The requests that plain objects stand for: the operation that the arguments name, done by the user that they name.

use std::collections::HashMap;

use redline_input::{AdmissionRequest, ObjectIdentity, Operation, RequestSpec, Requester, Subject, items_in, yaml};
use serde_json::Value;

use crate::args;
use crate::error::CliError;
use crate::files::read;

/// How a plain object becomes a request.
pub(crate) enum PlannedRequests {
    /// It does not: the command takes no plain objects.
    None,
    /// The same operation for every object, with the objects before an update.
    Same(RequestSpec, Option<HashMap<ObjectIdentity, Value>>),
}

impl PlannedRequests {
    /// The requests that the arguments of `redline check` ask for. Errors: `--old` without UPDATE or the reverse, or a file
    /// that cannot be read.
    pub(crate) fn new(args: &args::Check) -> Result<Self, CliError> {
        let old = args.old.as_deref().map(objects_in).transpose()?;
        match (args.operation, &old) {
            (Operation::Update, None) => return Err("`--operation UPDATE` needs `--old FILE`".to_owned().into()),
            (Operation::Update, Some(_)) | (_, None) => {}
            _ => return Err("`--old FILE` needs `--operation UPDATE`".to_owned().into()),
        }
        Ok(PlannedRequests::Same(spec(args.operation, args.who.requester()), old))
    }

    /// The operation, for reports.
    pub(crate) fn operation(&self) -> &'static str {
        match self {
            PlannedRequests::None => "",
            PlannedRequests::Same(spec, _) => spec.operation.as_str(),
        }
    }

    /// The request for an object. Errors: why there is none.
    pub(crate) fn request_for(&self, object: Value) -> Result<Value, String> {
        let PlannedRequests::Same(spec, old) = self else { return Err("not a cloud operation".to_owned()) };
        let old = match old {
            None => None,
            Some(objects) => {
                let found = objects.get(&ObjectIdentity::of(&object)).cloned();
                Some(found.ok_or("`--old` has no object of this kind and name")?)
            }
        };
        AdmissionRequest::for_object(object, &RequestSpec { old, ..spec.clone() }).map(AdmissionRequest::into_json)
    }
}

/// A request without an old object.
pub(crate) fn spec(operation: Operation, requester: Requester) -> RequestSpec {
    RequestSpec { operation, requester, old: None, dry_run: false }
}

/// The plain objects in a file, by identity.
fn objects_in(file: &str) -> Result<HashMap<ObjectIdentity, Value>, CliError> {
    let text = read(file)?;
    let mut objects = HashMap::new();
    for (_, value) in yaml::chunks(&text).iter().flat_map(|chunk| chunk.values(file)) {
        for item in items_in(value?) {
            match item.subject {
                Ok(Subject::Object(object)) => objects.insert(ObjectIdentity::of(&object), object),
                Ok(_) => return Err(format!("{file}: `--old` takes plain objects").into()),
                Err(reason) => return Err(format!("{file}: {reason}").into()),
            };
        }
    }
    Ok(objects)
}
