//! The requests for plain objects: the operation that the input names, or what differs between two texts.

use redline_input::{AdmissionRequest, ObjectIdentity, Operation, RequestSpec, Subject};
use serde_json::Value;

use crate::choice::Input;
use crate::documents::Item;

/// The request for an object.
pub(crate) struct PlannedRequest {
    pub(crate) operation: &'static str,
    /// The request, or why there is none.
    pub(crate) request: Result<Value, String>,
    /// Which of the old objects is the same one before the change.
    pub(crate) before: Option<usize>,
}

/// The requests of one evaluation.
pub(crate) struct PlannedRequests<'t> {
    spec: RequestSpec,
    /// The old objects, if they were given, each with whether the new text has it, too.
    old: Option<Vec<(ObjectIdentity, Item<'t>, bool)>>,
}

impl<'t> PlannedRequests<'t> {
    pub(crate) fn new(input: &Input, old: Option<Vec<Item<'t>>>) -> Self {
        let operation = input.operation.unwrap_or(Operation::Create);
        let spec = RequestSpec { operation, requester: input.requester(), old: None, dry_run: false };
        let identify = |item: Item<'t>| match &item.subject {
            Ok(Subject::Object(object)) => (ObjectIdentity::of(object), item, false),
            _ => (ObjectIdentity::default(), item, false),
        };
        PlannedRequests { spec, old: old.map(|items| items.into_iter().map(identify).collect()) }
    }

    /// The request for an object of the new text.
    pub(crate) fn request_for(&mut self, object: &Value) -> PlannedRequest {
        let mut spec = self.spec.clone();
        let mut before = None;
        if let Some(old) = &mut self.old {
            let identity = ObjectIdentity::of(object);
            let found = old.iter_mut().enumerate().find(|(_, (id, item, _))| *id == identity && item.subject.is_ok());
            spec.operation = if found.is_some() { Operation::Update } else { Operation::Create };
            if let Some((index, (_, item, kept))) = found {
                *kept = true;
                before = Some(index);
                if let Ok(Subject::Object(object)) = &item.subject {
                    spec.old = Some(object.clone());
                }
            }
        }
        let request = AdmissionRequest::for_object(object.clone(), &spec).map(AdmissionRequest::into_json);
        PlannedRequest { operation: spec.operation.as_str(), request, before }
    }

    /// An old object.
    pub(crate) fn old(&self, index: usize) -> Option<&Item<'t>> {
        self.old.as_ref()?.get(index).map(|(_, item, _)| item)
    }

    /// The old objects that the new text lacks, each with the request that deletes it, or why there is none.
    pub(crate) fn deletions(self) -> Vec<(Item<'t>, Result<Value, String>)> {
        let spec = RequestSpec { operation: Operation::Delete, ..self.spec };
        let gone = self.old.into_iter().flatten().filter(|(_, _, kept)| !kept);
        gone.map(|(_, item, _)| {
            let request = match &item.subject {
                Ok(Subject::Object(object)) => {
                    AdmissionRequest::for_object(object.clone(), &spec).map(AdmissionRequest::into_json)
                }
                Ok(_) => Err("expected plain objects here".to_owned()),
                Err(problem) => Err(problem.message.clone()),
            };
            (item, request)
        })
        .collect()
    }
}
