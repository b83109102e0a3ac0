//! Answers look-ups of rules with the objects of the same input: a claim beside the Deployment that mounts it, a ConfigMap
//! beside the Pod that runs its script.

use std::collections::BTreeSet;

use redline_host::{Cluster, KnownObjects};
use redline_input::{Subject, items_in, place_in, yaml};
use serde_json::Value;

use crate::files::Input;
use crate::modules::Rules;
use crate::script_kind::recognise;

/// The kinds that the rules may look up.
pub(crate) fn kinds(rules: &Rules) -> BTreeSet<String> {
    let metadata = rules.all().filter_map(|rule| rule.module.metadata());
    metadata.flat_map(|metadata| &metadata.context_aware_resources).map(|resource| resource.kind.clone()).collect()
}

/// Whether a text may hold an object of one of the kinds. It may not after all, but never the other way round.
pub(crate) fn may_be_of(kinds: &BTreeSet<String>, text: &str) -> bool {
    kinds.iter().any(|kind| text.contains(kind.as_str()))
}

/// The objects in the files that rules may look up. What cannot be read is reported when it is checked.
pub(crate) fn cluster_of(inputs: &[Input], rules: &Rules, namespace: Option<&str>) -> Option<Cluster> {
    let kinds = kinds(rules);
    if kinds.is_empty() {
        return None;
    }
    let mut objects = KnownObjects::default();
    for file in inputs.iter().flatten() {
        let Ok(text) = file.text() else { continue };
        // A manifest within a script is none of the input.
        if recognise(&file.path, &text).is_some() {
            continue;
        }
        for chunk in yaml::chunks(&text).into_iter().filter(|chunk| may_be_of(&kinds, chunk.text)) {
            let values = chunk.values(&file.path).into_iter().filter_map(|(_, value)| value.ok());
            for item in values.flat_map(items_in) {
                if let Ok(Subject::Object(mut object)) = item.subject
                    && object["kind"].as_str().is_some_and(|kind| kinds.contains(kind))
                {
                    place_in(&mut object, namespace.unwrap_or("default"));
                    objects.add(&without_bulk(object));
                }
            }
        }
    }
    Some(Cluster::partial(objects))
}

/// The object without what no look-up needs and what may be large.
fn without_bulk(mut object: Value) -> Value {
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    object
}
