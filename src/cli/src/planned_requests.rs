//! The requests that plain objects stand for: the operation that the arguments name, done by the user that they name.

use std::collections::HashMap;

use redline_input::{
    AdmissionRequest, ObjectIdentity, Operation, RequestSpec, Requester, Subject, items_in, place_in, yaml,
};
use serde_json::Value;

use crate::args;
use crate::error::CliError;
use crate::files::{self, read};
use crate::kind_names;
use crate::language::tr;

/// The objects before an update, as JSON: a tree of each would take ten times the memory.
type OldObjects = HashMap<ObjectIdentity, Box<str>>;

/// How a plain object becomes a request.
pub(crate) enum PlannedRequests {
    /// It does not: the command takes no plain objects.
    None,
    /// The same operation for every object, with the objects before an update, in this namespace if they name none.
    Same(RequestSpec, Option<OldObjects>, Option<String>),
}

impl PlannedRequests {
    /// The requests that the arguments of `redline check` ask for.
    ///
    /// # Errors
    /// `--old` without UPDATE or the reverse, or a file that cannot be read.
    pub(crate) fn new(args: &args::Check) -> Result<Self, CliError> {
        let namespace = args.namespace.clone();
        let old = args.old.as_deref().map(|name| objects_in(name, namespace.as_deref())).transpose()?;
        match (args.operation, &old) {
            (Operation::Update, None) => {
                return Err(
                    tr!("`--operation UPDATE` needs `--old FILE`", "`--operation UPDATE` 需要 `--old FILE`").into()
                );
            }
            (Operation::Update, Some(_)) | (_, None) => {}
            _ => {
                return Err(
                    tr!("`--old FILE` needs `--operation UPDATE`", "`--old FILE` 需要 `--operation UPDATE`").into()
                );
            }
        }
        Ok(PlannedRequests::Same(spec(args.operation, args.who.requester()), old, namespace))
    }

    /// The operation, for reports.
    pub(crate) fn operation(&self) -> &'static str {
        match self {
            PlannedRequests::None => "",
            PlannedRequests::Same(spec, ..) => spec.operation.as_str(),
        }
    }

    /// The request for an object.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn request_for(&self, mut object: Value) -> Result<Value, String> {
        let PlannedRequests::Same(spec, old, namespace) = self else {
            return Err(tr!("not a cloud operation", "不是云操作"));
        };
        if let Some(mistake) = kind_names::mistake(&object) {
            return Err(mistake);
        }
        if let Some(namespace) = namespace {
            place_in(&mut object, namespace);
        }
        let old = match old {
            None => None,
            Some(objects) => {
                let found = objects.get(&ObjectIdentity::of(&object)).and_then(|text| serde_json::from_str(text).ok());
                let missing = || tr!("`--old` has no object of this kind and name", "`--old` 中没有该类型和名称的对象");
                Some(found.ok_or_else(missing)?)
            }
        };
        AdmissionRequest::for_object(object, &RequestSpec { old, ..spec.clone() }).map(AdmissionRequest::into_json)
    }
}

/// A request without an old object.
pub(crate) fn spec(operation: Operation, requester: Requester) -> RequestSpec {
    RequestSpec { operation, requester, old: None, dry_run: false }
}

/// The plain objects in a file or in the files of a folder, by identity.
fn objects_in(name: &str, namespace: Option<&str>) -> Result<OldObjects, CliError> {
    let mut objects = HashMap::new();
    for input in files::inputs(name, false) {
        let file = input.map_err(|(path, reason)| format!("{path}: {reason}"))?.path;
        let text = read(&file)?;
        for chunk in yaml::chunks(&text) {
            for (_, value) in chunk.values(&file) {
                for item in items_in(value?) {
                    let mut object = match item.subject {
                        Ok(Subject::Object(object)) => object,
                        Ok(_) => {
                            return Err(
                                tr!("{file}: `--old` takes plain objects", "{file}：`--old` 只接受普通对象").into()
                            );
                        }
                        Err(reason) => return Err(format!("{file}: {reason}").into()),
                    };
                    if let Some(namespace) = namespace {
                        place_in(&mut object, namespace);
                    }
                    objects.insert(ObjectIdentity::of(&object), object.to_string().into());
                }
            }
        }
    }
    Ok(objects)
}
