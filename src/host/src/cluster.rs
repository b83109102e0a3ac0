//! A cluster in memory: the objects that look-ups of a context-aware policy find.

use std::{collections::BTreeSet, sync::Arc};

use redline_input::kinds;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::known_objects::{KnownObject, KnownObjects};
use crate::metadata::ContextAwareResource;

/// The operation that looks up one object.
const GET: &str = "get_resource";

/// Reads objects when a look-up asks for them.
pub trait LiveObjects: Send + Sync {
    /// The objects that a look-up may mean; more than it asks for do no harm.
    ///
    /// # Errors
    /// Why the cluster does not answer, as text for the guest.
    fn read(&self, lookup: &Lookup) -> Result<Vec<Value>, String>;
}

/// The objects that look-ups find. Clones share them.
#[derive(Clone, Default)]
pub struct Cluster {
    objects: Arc<KnownObjects>,
    /// Whether these are only some of its objects.
    partial: bool,
    live: Option<Arc<dyn LiveObjects>>,
}

impl PartialEq for Cluster {
    fn eq(&self, other: &Self) -> bool {
        self.objects == other.objects && self.partial == other.partial && self.live.is_none() && other.live.is_none()
    }
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cluster").field("objects", &self.objects).field("live", &self.live.is_some()).finish()
    }
}

/// The members of all three look-ups. Each operation uses some of them.
#[derive(Debug, Deserialize)]
pub struct Lookup {
    /// `apps/v1`
    pub api_version: String,
    /// `Deployment`
    pub kind: String,
    /// The name of one object.
    pub name: Option<String>,
    /// The namespace to look in.
    pub namespace: Option<String>,
    /// Labels of the objects, as kubectl selects them.
    pub label_selector: Option<String>,
    field_selector: Option<String>,
    field_masks: Option<BTreeSet<String>>,
}

impl Cluster {
    /// A cluster of these objects, each with `apiVersion`, `kind` and `metadata.name`.
    pub fn new(objects: Vec<Value>) -> Self {
        Cluster { objects: Arc::new(objects.into_iter().collect()), ..Cluster::default() }
    }

    /// A cluster of which only some objects are known. It hands them out one by one, reading each when a rule needs it,
    /// and refuses to list them, because it cannot know that there are no others.
    pub fn partial(live: Arc<dyn LiveObjects>) -> Self {
        Cluster { live: Some(live), partial: true, ..Cluster::default() }
    }

    /// A cluster whose objects are read when a rule needs them.
    pub fn live(live: Arc<dyn LiveObjects>) -> Self {
        Cluster { live: Some(live), ..Cluster::default() }
    }

    /// The objects.
    pub fn objects(&self) -> &KnownObjects {
        &self.objects
    }

    /// Answers a look-up as a Kubewarden host does.
    ///
    /// The arguments are the kinds that the policy may look up (none without metadata), the operation (`get_resource`,
    /// `list_resources_by_namespace`, `list_resources_all`) and its request. Returns the object or the list as JSON.
    ///
    /// # Errors
    /// A kind that the policy may not look up, a missing object, an unsupported selector; as text for the guest.
    pub fn answer(
        &self,
        granted: Option<&BTreeSet<ContextAwareResource>>,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, String> {
        let lookup: Lookup = serde_json::from_slice(payload)
            .map_err(|e| format!("the request of `kubernetes/{operation}` is invalid: {e}"))?;
        let wanted = ContextAwareResource { api_version: lookup.api_version.clone(), kind: lookup.kind.clone() };
        if !granted.is_some_and(|granted| granted.contains(&wanted)) {
            return Err(format!("policy has not been granted access to {}", lookup.what()));
        }
        match &self.live {
            Some(live) if !self.partial || operation == GET => {
                Cluster::new(live.read(&lookup)?).find(operation, lookup)
            }
            _ => self.find(operation, lookup),
        }
    }

    fn find(&self, operation: &str, lookup: Lookup) -> Result<Vec<u8>, String> {
        let answer = match operation {
            GET => self.get(&lookup)?,
            _ if self.partial => return Err(format!("not all {} are known", lookup.what())),
            "list_resources_by_namespace" => {
                lookup.namespaced()?;
                self.list(&lookup)?
            }
            "list_resources_all" => self.list(&Lookup { namespace: None, ..lookup })?,
            _ => return Err(format!("this host has no capability `kubernetes/{operation}`")),
        };
        Ok(answer.to_string().into_bytes())
    }

    fn get(&self, lookup: &Lookup) -> Result<Value, String> {
        let name = lookup.name.as_deref().unwrap_or_default();
        let namespace = match lookup.namespace.as_deref().filter(|n| !n.is_empty()) {
            Some(namespace) => Some(namespace),
            None if lookup.scope() == Some(true) => {
                return Err(format!("{} is namespaced, but no namespace was given", lookup.what()));
            }
            None => None,
        };
        let found = self.matching(lookup).find(|object| {
            &*object.name == name
                && (lookup.scope() == Some(false) || &*object.namespace == namespace.unwrap_or_default())
        });
        match found {
            Some(object) => Ok(lookup.masked(object.value())),
            None => Err(format!("cannot find {} named `{name}`", lookup.what())),
        }
    }

    fn list(&self, lookup: &Lookup) -> Result<Value, String> {
        let mut items = Vec::new();
        let here = |object: &&KnownObject| lookup.namespace.as_ref().is_none_or(|n| *object.namespace == **n);
        for object in self.matching(lookup).filter(here).map(KnownObject::value) {
            if labels_match(&object, lookup.label_selector.as_deref())?
                && fields_match(&object, lookup.field_selector.as_deref())?
            {
                items.push(lookup.masked(object));
            }
        }
        Ok(
            json!({"apiVersion": lookup.api_version, "kind": format!("{}List", lookup.kind), "metadata": {}, "items": items}),
        )
    }

    fn matching(&self, lookup: &Lookup) -> impl Iterator<Item = &KnownObject> {
        self.objects.of_kind(&lookup.api_version, &lookup.kind)
    }
}

impl Lookup {
    fn what(&self) -> String {
        format!("kubernetes {}/{} objects", self.api_version, self.kind)
    }

    /// Whether the kind is namespaced; `None` when that is not known.
    fn scope(&self) -> Option<bool> {
        let (group, _) = kinds::split_api_version(&self.api_version);
        kinds::by_kind(group, &self.kind).map(|kind| kind.namespaced)
    }

    fn namespaced(&self) -> Result<(), String> {
        match self.scope() {
            Some(false) => Err(format!("{} are cluster-wide; they have no namespace to search", self.what())),
            _ => Ok(()),
        }
    }

    fn masked(&self, object: Value) -> Value {
        match &self.field_masks {
            Some(masks) if !masks.is_empty() => {
                prune(&object, &masks.iter().map(|m| m.split('.').collect()).collect::<Vec<_>>())
            }
            _ => object,
        }
    }
}

/// The parts of a value at these paths. A path goes through arrays, and keeps everything below its end.
fn prune(value: &Value, paths: &[Vec<&str>]) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| prune(item, paths)).collect(),
        Value::Object(members) => {
            let mut kept = Map::new();
            for (key, member) in members {
                let below: Vec<Vec<&str>> =
                    paths.iter().filter(|p| p.first() == Some(&key.as_str())).map(|p| p[1..].to_vec()).collect();
                if below.iter().any(Vec::is_empty) {
                    kept.insert(key.clone(), member.clone());
                } else if !below.is_empty() {
                    kept.insert(key.clone(), prune(member, &below));
                }
            }
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

fn labels_match(object: &Value, selector: Option<&str>) -> Result<bool, String> {
    every(selector, "label", |term| {
        Ok(match term {
            Term::Equal(key, value) => object["metadata"]["labels"][key] == value,
            Term::NotEqual(key, value) => object["metadata"]["labels"][key] != value,
            Term::Exists(key) => !object["metadata"]["labels"][key].is_null(),
            Term::Absent(key) => object["metadata"]["labels"][key].is_null(),
        })
    })
}

fn fields_match(object: &Value, selector: Option<&str>) -> Result<bool, String> {
    let field =
        |path: &str| path.split('.').fold(object, |value, key| &value[key]).as_str().unwrap_or_default().to_owned();
    every(selector, "field", |term| match term {
        Term::Equal(path, value) => Ok(field(path) == value),
        Term::NotEqual(path, value) => Ok(field(path) != value),
        Term::Exists(term) | Term::Absent(term) => Err(format!("field selector `{term}` has no `=`")),
    })
}

enum Term<'a> {
    Equal(&'a str, &'a str),
    NotEqual(&'a str, &'a str),
    Exists(&'a str),
    Absent(&'a str),
}

fn every(selector: Option<&str>, what: &str, holds: impl Fn(Term<'_>) -> Result<bool, String>) -> Result<bool, String> {
    let selector = selector.unwrap_or_default();
    if selector.contains(['(', ')', ' ']) {
        return Err(format!(
            "{what} selector `{selector}` is not supported: this host supports `=`, `==`, `!=`, `key` and `!key`"
        ));
    }
    for term in selector.split(',').filter(|term| !term.is_empty()) {
        let term = match term.split_once("!=").filter(|(key, _)| !key.is_empty()) {
            Some((key, value)) => Term::NotEqual(key, value),
            None => match (term.split_once('='), term.strip_prefix('!')) {
                (Some((key, value)), _) => Term::Equal(key, value.strip_prefix('=').unwrap_or(value)),
                (None, Some(key)) => Term::Absent(key),
                (None, None) => Term::Exists(term),
            },
        };
        if !holds(term)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster() -> Cluster {
        Cluster::new(vec![
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "x", "labels": {"app": "web"}},
                   "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "i"}]}}),
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b", "namespace": "y"}}),
            json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}}),
        ])
    }

    fn ask(operation: &str, request: Value) -> Result<Value, String> {
        let granted = ["Pod", "Node"]
            .map(|kind| ContextAwareResource { api_version: "v1".to_owned(), kind: kind.to_owned() })
            .into();
        cluster()
            .answer(Some(&granted), operation, request.to_string().as_bytes())
            .map(|bytes| serde_json::from_slice(&bytes).unwrap())
    }

    fn names(operation: &str, extra: Value) -> Result<Vec<String>, String> {
        let mut request = json!({"api_version": "v1", "kind": "Pod"});
        request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let list = ask(operation, request)?;
        assert_eq!(list["kind"], "PodList");
        Ok(list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|o| o["metadata"]["name"].as_str().unwrap().to_owned())
            .collect())
    }

    #[test]
    fn objects_are_found_by_name_and_namespace() {
        let pod = |namespace| {
            ask(
                "get_resource",
                json!({"api_version": "v1", "kind": "Pod", "name": "a", "namespace": namespace, "disable_cache": false}),
            )
        };
        assert_eq!(pod(json!("x")).unwrap()["metadata"]["name"], "a");
        assert_eq!(pod(json!("y")).unwrap_err(), "cannot find kubernetes v1/Pod objects named `a`");
        assert!(pod(json!(null)).unwrap_err().contains("no namespace was given"));
        assert!(ask("get_resource", json!({"api_version": "v1", "kind": "Node", "name": "n1"})).is_ok());
    }

    #[test]
    fn kinds_that_were_not_granted_stay_closed() {
        let secret = json!({"api_version": "v1", "kind": "Secret", "namespace": "x"});
        assert_eq!(
            ask("list_resources_by_namespace", secret.clone()).unwrap_err(),
            "policy has not been granted access to kubernetes v1/Secret objects"
        );
        let refused = cluster().answer(None, "list_resources_all", secret.to_string().as_bytes());
        assert!(refused.is_err());
    }

    #[test]
    fn lists_honour_namespace_and_selectors() {
        assert_eq!(names("list_resources_all", json!({})).unwrap(), ["a", "b"]);
        assert_eq!(names("list_resources_by_namespace", json!({"namespace": "y"})).unwrap(), ["b"]);
        for (selector, want) in [
            ("app=web", vec!["a"]),
            ("app==web", vec!["a"]),
            ("app!=web", vec!["b"]),
            ("app", vec!["a"]),
            ("!app", vec!["b"]),
        ] {
            assert_eq!(names("list_resources_all", json!({"label_selector": selector})).unwrap(), want, "{selector}");
        }
        assert_eq!(names("list_resources_all", json!({"field_selector": "spec.nodeName=n1"})).unwrap(), ["a"]);
        assert!(names("list_resources_all", json!({"label_selector": "app in (web)"})).is_err());
        let nodes = json!({"api_version": "v1", "kind": "Node", "namespace": "x"});
        assert!(ask("list_resources_by_namespace", nodes).unwrap_err().contains("cluster-wide"));
    }

    #[test]
    fn of_a_cluster_that_is_known_in_part_nothing_is_listed() {
        struct All;
        impl LiveObjects for All {
            fn read(&self, _: &Lookup) -> Result<Vec<Value>, String> {
                Ok(cluster().objects().values().collect())
            }
        }
        let cluster = Cluster::partial(Arc::new(All));
        let granted = BTreeSet::from([ContextAwareResource { api_version: "v1".to_owned(), kind: "Node".to_owned() }]);
        let ask = |operation| {
            let request = json!({"api_version": "v1", "kind": "Node", "name": "n1"}).to_string();
            cluster.answer(Some(&granted), operation, request.as_bytes())
        };
        assert!(ask("get_resource").is_ok());
        assert_eq!(ask("list_resources_all").unwrap_err(), "not all kubernetes v1/Node objects are known");
    }

    #[test]
    fn masks_keep_only_the_named_fields() {
        let masks = json!({"api_version": "v1", "kind": "Pod", "name": "a", "namespace": "x",
                           "field_masks": ["metadata.name", "spec.containers.image"]});
        assert_eq!(
            ask("get_resource", masks).unwrap(),
            json!({"metadata": {"name": "a"}, "spec": {"containers": [{"image": "i"}]}})
        );
    }
}
