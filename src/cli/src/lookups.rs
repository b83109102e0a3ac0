//! Answers look-ups of rules with the objects of the same input: a claim beside the Deployment that mounts it, a ConfigMap
//! beside the Pod that runs its script.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use redline_host::{Cluster, LiveObjects, Lookup};
use redline_input::{ObjectIdentity, Subject, items_in, place_in, yaml};
use serde_json::Value;

use crate::files::{File, Input};
use crate::name_index::NameIndex;
use crate::rules::Rules;
use crate::script_kind::recognise;
use crate::text_source::{SourceFile, TextReader, TextSource};

/// Answers that are kept, because the rules ask for the same objects.
const ANSWERS: usize = 256;

/// The kinds that the rules may look up.
pub(crate) fn kinds(rules: &Rules) -> BTreeSet<String> {
    let metadata = rules.all().iter().filter_map(|rule| rule.rule.metadata());
    metadata.flat_map(|metadata| &metadata.context_aware_resources).map(|resource| resource.kind.clone()).collect()
}

/// The objects in the files that rules may look up. What cannot be read is reported when it is checked.
pub(crate) fn cluster_of(inputs: &[Input], rules: &Rules, namespace: Option<&str>) -> Option<Cluster> {
    let mut kinds = kinds(rules);
    // A Node is looked up to learn whether it has joined already, which a manifest of it does not say.
    kinds.remove("Node");
    if kinds.is_empty() {
        return None;
    }
    let mut objects = InputObjects { namespace: namespace.unwrap_or("default").to_owned(), ..InputObjects::default() };
    for file in inputs.iter().flatten() {
        objects.add(file, &kinds);
    }
    objects.index.finish();
    Some(Cluster::partial(Arc::new(objects)))
}

/// The objects of files. Each is read when a rule asks for it, because most rules never ask for most of them.
#[derive(Default)]
struct InputObjects {
    documents: Vec<TextSource>,
    index: NameIndex,
    /// The namespace of objects that name none.
    namespace: String,
    texts: Mutex<TextReader>,
    /// Answers by kind and name.
    answers: Mutex<HashMap<(String, String), Vec<Value>>>,
}

impl InputObjects {
    fn add(&mut self, file: &File, kinds: &BTreeSet<String>) {
        let Ok(text) = file.text() else { return };
        // A manifest within a script is none of the input.
        if recognise(&file.path, &text).is_some() {
            return;
        }
        let source = match &file.rendered {
            Some(text) => SourceFile::Held(text.clone()),
            None => SourceFile::Here(file.path.clone()),
        };
        let source = Arc::new(source);
        for chunk in yaml::chunks(&text) {
            if self.index.add(chunk.text, kinds, self.documents.len()) {
                self.documents.push(TextSource::new(&source, &text, chunk.text));
            }
        }
    }

    /// The objects of this kind and name.
    fn find(&self, kind: &str, name: &str) -> Vec<Value> {
        let mut found = Vec::new();
        for document in self.index.find(kind, name) {
            let mut texts = self.texts.lock().unwrap_or_else(|e| e.into_inner());
            let Some(text) = self.documents.get(document).and_then(|source| texts.of(source)) else { continue };
            for chunk in yaml::chunks(text) {
                let values = chunk.values("").into_iter().filter_map(|(_, value)| value.ok());
                for item in values.flat_map(items_in) {
                    if let Ok(Subject::Object(mut object)) = item.subject
                        && object["kind"] == kind
                        && object["metadata"]["name"] == name
                    {
                        place_in(&mut object, &self.namespace);
                        found.push(object);
                    }
                }
            }
        }
        found
    }
}

impl LiveObjects for InputObjects {
    fn read(&self, lookup: &Lookup) -> Result<Vec<Value>, String> {
        let key = (lookup.kind.clone(), lookup.name.clone().unwrap_or_default());
        let answers = || self.answers.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(known) = answers().get(&key) {
            return Ok(known.clone());
        }
        let found = self.find(&key.0, &key.1);
        let mut answers = answers();
        if answers.len() >= ANSWERS {
            answers.clear();
        }
        answers.insert(key, found.clone());
        Ok(found)
    }
}

/// The objects of two states that rules may look up.
#[derive(Default)]
pub(crate) struct StateObjects(HashMap<(String, String), Vec<Arc<str>>>);

impl StateObjects {
    /// Adds an object, if it is of one of the kinds. What is added first is found.
    pub(crate) fn add(&mut self, identity: &ObjectIdentity, json: &Arc<str>, kinds: &BTreeSet<String>) {
        if kinds.contains(identity.kind()) {
            let key = (identity.kind().to_owned(), identity.name().to_owned());
            self.0.entry(key).or_default().push(json.clone());
        }
    }
}

impl LiveObjects for StateObjects {
    fn read(&self, lookup: &Lookup) -> Result<Vec<Value>, String> {
        let key = (lookup.kind.clone(), lookup.name.clone().unwrap_or_default());
        let found = self.0.get(&key).into_iter().flatten();
        let mut found: Vec<Value> = found.filter_map(|json| serde_json::from_str(json).ok()).collect();
        found.iter_mut().for_each(|object| place_in(object, "default"));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_wherever_they_stand() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| -> Input {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            Ok(File::named(path.to_str().unwrap()))
        };
        let inputs = [
            file("a.yaml", "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: x}\nspec: {name: c}\n"),
            file("b.yaml", "a: 1\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: 'c'\n  namespace: ops\n"),
            file(
                "c.json",
                "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\
                            \"metadata\":{\"name\":\"d\"}}]}",
            ),
            file("d.yaml", "x: &x e\napiVersion: v1\nkind: \"ConfigMap\"\nmetadata: {name: *x}\n"),
            file("e.sh", "cat <<X\nkind: ConfigMap\nmetadata: {name: f}\nX\n"),
        ];
        let kinds = BTreeSet::from(["ConfigMap".to_owned()]);
        let mut objects = InputObjects { namespace: "default".to_owned(), ..InputObjects::default() };
        inputs.iter().flatten().for_each(|input| objects.add(input, &kinds));
        objects.index.finish();
        let namespaces = |name: &str| -> Vec<String> {
            let found = objects.find("ConfigMap", name).into_iter();
            found.map(|object| object["metadata"]["namespace"].as_str().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(objects.documents.len(), 3, "only documents with a ConfigMap");
        assert_eq!(namespaces("c"), ["ops"]);
        assert_eq!(namespaces("d"), ["default"]);
        assert_eq!(namespaces("e"), ["default"], "an alias is followed");
        assert!(namespaces("f").is_empty() && objects.find("Deployment", "x").is_empty());
    }
}
