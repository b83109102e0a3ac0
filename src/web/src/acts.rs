//! What is done to plain objects: the operation asked for, or what two texts differ in.

use redline_input::{Act, Operation, Review, Subject, kinds};
use serde_json::Value;

use crate::choice::Input;
use crate::documents::Thing;

/// Group, kind, namespace, name.
type Identity = [String; 4];

/// The acts of one evaluation.
pub(crate) struct Acts<'t> {
    act: Act,
    /// The objects as they stand, where they were given, each with whether the new text has it too.
    old: Option<Vec<(Identity, Thing<'t>, bool)>>,
}

impl<'t> Acts<'t> {
    pub(crate) fn new(input: &Input, old: Option<Vec<Thing<'t>>>) -> Self {
        let operation = input.operation.unwrap_or_default();
        let act = Act { operation, requester: input.requester(), old: None, dry_run: false };
        let identify = |thing: Thing<'t>| match &thing.subject {
            Ok(Subject::Object(object)) => (identity(object), thing, false),
            _ => (Identity::default(), thing, false),
        };
        Acts { act, old: old.map(|things| things.into_iter().map(identify).collect()) }
    }

    /// The request that does it to this object, and where the object stood before. Errors: why there is none.
    pub(crate) fn review(&mut self, object: &Value) -> (&'static str, Result<Value, String>, Option<usize>) {
        let mut act = self.act.clone();
        let mut before = None;
        if let Some(old) = &mut self.old {
            let identity = identity(object);
            let found = old.iter_mut().enumerate().find(|(_, (id, thing, _))| *id == identity && thing.subject.is_ok());
            act.operation = if found.is_some() { Operation::Update } else { Operation::Create };
            if let Some((index, (_, thing, met))) = found {
                *met = true;
                before = Some(index);
                if let Ok(Subject::Object(object)) = &thing.subject {
                    act.old = Some(object.clone());
                }
            }
        }
        let operation = act.operation.as_str();
        (operation, Review::of(object.clone(), &act).map(Review::into_request), before)
    }

    /// Where an old object stands.
    pub(crate) fn old(&self, index: usize) -> Option<&Thing<'t>> {
        self.old.as_ref()?.get(index).map(|(_, thing, _)| thing)
    }

    /// What the new text has no more, each with the request that deletes it; or why it cannot be compared.
    pub(crate) fn deletions(self) -> Vec<(Thing<'t>, Result<Value, String>)> {
        let act = Act { operation: Operation::Delete, ..self.act };
        let left = self.old.into_iter().flatten().filter(|(_, _, met)| !met);
        left.map(|(_, thing, _)| {
            let request = match &thing.subject {
                Ok(Subject::Object(object)) => Review::of(object.clone(), &act).map(Review::into_request),
                Ok(_) => Err("only plain objects can stand here".to_owned()),
                Err(problem) => Err(problem.message.clone()),
            };
            (thing, request)
        })
        .collect()
    }
}

fn identity(object: &Value) -> Identity {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (group, _) = kinds::split_api_version(text("/apiVersion"));
    let namespace = match text("/metadata/namespace") {
        "" if kinds::of_object(text("/apiVersion"), text("/kind")).namespaced => "default",
        namespace => namespace,
    };
    [group, text("/kind"), namespace, text("/metadata/name")].map(str::to_owned)
}
