//! The annotations that a request adds, changes or removes: on the object itself, and on the pod, job and claim templates in
//! it, from which controllers create other objects.

use super::members::{MemberChange, pairs};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use redline_json::{List, Loose, Map, Str};
use redline_kubernetes::object_meta::ObjectMeta;
use redline_text::concat;

redline_json::view! {
    /// Any object, reduced to what carries annotations. The fields are those of the kinds of Kubernetes that have templates;
    /// in objects of other kinds they may have any type.
    pub struct Annotated<'a> {
        /// The object's metadata.
        pub metadata: ObjectMeta<'a>,
        /// `spec`, which contains the templates.
        pub spec: Loose<Spec<'a>>,
        /// `template` of a PodTemplate.
        pub template: Loose<Option<Box<Template<'a>>>>,
    }
    /// `spec` of the object or of a template.
    pub struct Spec<'a> {
        /// `spec.metadata` of a ResourceClaimTemplate: the metadata of its claims.
        pub metadata: Loose<ObjectMeta<'a>>,
        /// Pod template of a workload.
        pub template: Loose<Option<Box<Template<'a>>>>,
        /// Job template of a CronJob.
        pub job_template = "jobTemplate": Loose<Option<Box<Template<'a>>>>,
        /// Claim templates of a StatefulSet.
        pub claims = "volumeClaimTemplates": Loose<List<Loose<Template<'a>>>>,
        /// Volumes of a pod.
        pub volumes: Loose<List<Loose<Volume<'a>>>>,
    }
    /// A template.
    pub struct Template<'a> {
        /// Metadata of the objects that are created from it.
        pub metadata: Loose<ObjectMeta<'a>>,
        /// Specification of the objects that are created from it.
        pub spec: Loose<Spec<'a>>,
    }
    /// A volume of a pod.
    pub struct Volume<'a> {
        /// Name.
        pub name: Str<'a>,
        /// The source of a generic ephemeral volume.
        pub ephemeral: Loose<Ephemeral<'a>>,
    }
    /// A generic ephemeral volume.
    pub struct Ephemeral<'a> {
        /// Template of the claim, which is created and deleted together with the pod.
        pub claim = "volumeClaimTemplate": Loose<Option<Box<Template<'a>>>>,
    }
}
redline_kubernetes::objects!(Annotated);

/// An annotation that a request changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<'r> {
    /// The path of the template that carries it, such as `spec.template`; empty for the object itself.
    pub holder: String,
    /// Its key.
    pub key: &'r str,
    /// What the request does to it.
    pub change: MemberChange,
}

/// The keys that differ between two maps, in key order.
pub fn diff<'r>(old: &'r Map<'_>, new: &'r Map<'_>) -> Vec<(&'r str, MemberChange)> {
    let differ = pairs(old, new).into_iter().filter(|(_, old, new)| old != new);
    differ.map(|(key, old, new)| (key, MemberChange::between(old, new))).collect()
}

static NONE: Map<'static> = Map(Vec::new());

/// Every annotation that a request changes, in the object and in its templates. Without an old object all of them are added.
/// Claim templates and volumes are matched by name, so that their order does not matter.
pub fn edits<'r>(old: Option<&'r Annotated<'_>>, new: &'r Annotated<'_>) -> Vec<Edit<'r>> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    if let Some(old) = old {
        object(old, &mut before);
    }
    object(new, &mut after);
    let mut edits = Vec::new();
    let mut add = |holder: String, old: &'r Map<'r>, new: &'r Map<'r>| {
        edits.extend(diff(old, new).into_iter().map(|(key, change)| Edit { holder: holder.clone(), key, change }));
    };
    for (holder, annotations) in after {
        let same = before.iter().position(|(other, _)| *other == holder);
        let old = same.map_or(&NONE, |i| before.swap_remove(i).1);
        add(holder, old, annotations);
    }
    for (holder, annotations) in before {
        add(holder, annotations, &NONE);
    }
    edits
}

/// Annotations, each with the path of what carries them.
type Held<'r> = Vec<(String, &'r Map<'r>)>;

fn object<'r>(object: &'r Annotated<'r>, out: &mut Held<'r>) {
    held("", &object.metadata, out);
    spec("spec", &object.spec, out);
    if let Some(made) = &*object.template {
        template("template", made, out);
    }
}

fn held<'r>(holder: &str, metadata: &'r ObjectMeta<'r>, out: &mut Held<'r>) {
    if !metadata.annotations.is_empty() {
        out.push((holder.to_owned(), &metadata.annotations));
    }
}

fn template<'r>(at: &str, template: &'r Template<'r>, out: &mut Held<'r>) {
    held(at, &template.metadata, out);
    spec(&concat(&[at, ".spec"]), &template.spec, out);
}

fn spec<'r>(at: &str, spec: &'r Spec<'r>, out: &mut Held<'r>) {
    held(at, &spec.metadata, out);
    for (name, made) in [("template", &*spec.template), ("jobTemplate", &*spec.job_template)] {
        if let Some(made) = made {
            template(&concat(&[at, ".", name]), made, out);
        }
    }
    for claim in &**spec.claims {
        template(&concat(&[at, ".volumeClaimTemplates[", &claim.metadata.name, "]"]), claim, out);
    }
    for volume in &**spec.volumes {
        if let Some(claim) = &*volume.ephemeral.claim {
            template(&concat(&[at, ".volumes[", &volume.name, "].ephemeral.volumeClaimTemplate"]), claim, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use redline_json::read;

    fn described(old: Option<&str>, new: &str) -> Vec<String> {
        let old: Option<Annotated<'_>> = old.map(|old| read(old).unwrap());
        let new = read(new).unwrap();
        edits(old.as_ref(), &new).iter().map(|e| format!("{:?} {} {}", e.change, e.holder, e.key)).collect()
    }

    #[test]
    fn keys_are_added_changed_and_removed() {
        let old = r#"{"metadata":{"annotations":{"a":"1","b":"1","c":"1"}}}"#;
        let new = r#"{"metadata":{"annotations":{"d":"1","c":"1","b":"2"}}}"#;
        assert_eq!(described(Some(old), new), ["Removed  a", "Changed  b", "Added  d"]);
        assert_eq!(described(None, r#"{"metadata":{"annotations":{"d":""}}}"#), ["Added  d"]);
        assert!(described(Some(old), old).is_empty());
        assert!(described(Some("{}"), r#"{"metadata":{"annotations":null},"spec":null}"#).is_empty());
    }

    #[test]
    fn templates_count() {
        let object = r#"{"template":{"metadata":{"annotations":{"a":""}}},
            "spec":{"template":{"metadata":{"annotations":{"b":""}},"spec":{"volumes":[{"name":"v","ephemeral":
                {"volumeClaimTemplate":{"metadata":{"annotations":{"c":""}}}}}]}},
            "jobTemplate":{"metadata":{"annotations":{"d":""}},"spec":{"template":{"metadata":{"annotations":{"e":""}}}}},
            "volumeClaimTemplates":[{"metadata":{"name":"x","annotations":{"f":""}}}],
            "metadata":{"annotations":{"g":""}}}}"#;
        let want = [
            "Added spec g",
            "Added spec.template b",
            "Added spec.template.spec.volumes[v].ephemeral.volumeClaimTemplate c",
            "Added spec.jobTemplate d",
            "Added spec.jobTemplate.spec.template e",
            "Added spec.volumeClaimTemplates[x] f",
            "Added template a",
        ];
        assert_eq!(described(None, object), want);
        assert!(described(Some(object), object).is_empty());
        assert_eq!(described(Some(object), "{}").len(), 7);
    }

    #[test]
    fn fields_of_other_kinds_are_no_templates() {
        let policy = r#"{"metadata":{"annotations":{"a":"1"}},"spec":{"volumes":["configMap","*"],"template":"x","metadata":[1],
            "jobTemplate":7,"volumeClaimTemplates":{"a":[]}},"template":["x"]}"#;
        assert_eq!(described(None, policy), ["Added  a"]);
        assert_eq!(described(None, r#"{"metadata":{"annotations":{"a":"1"}},"spec":"x"}"#), ["Added  a"]);
        let mixed = r#"{"spec":{"volumes":["x",{"name":"v","ephemeral":{"volumeClaimTemplate":{"metadata":{"annotations":{"c":""}}}}}]}}"#;
        assert_eq!(described(None, mixed), ["Added spec.volumes[v].ephemeral.volumeClaimTemplate c"]);
        assert!(read::<Annotated<'_>>(r#"{"metadata":["x"]}"#).is_err());
    }

    #[test]
    fn claims_are_matched_by_name() {
        let old = r#"{"spec":{"volumeClaimTemplates":[{"metadata":{"name":"x","annotations":{"a":"1"}}}]}}"#;
        let new = r#"{"spec":{"volumeClaimTemplates":[{"metadata":{"name":"w","annotations":{"b":"1"}}},
            {"metadata":{"name":"x","annotations":{"a":"1"}}}]}}"#;
        assert_eq!(described(Some(old), new), ["Added spec.volumeClaimTemplates[w] b"]);
    }

    proptest! {
        #[test]
        fn an_unrelated_annotation_hides_no_edit(
            old in prop::collection::hash_map("[a-d]", "[xy]", 0..4),
            new in prop::collection::hash_map("[a-d]", "[xy]", 0..4),
            other in "[e-h]",
        ) {
            let json = |map: &std::collections::HashMap<String, String>| {
                serde_json::json!({"metadata": {"annotations": map}}).to_string()
            };
            let plain = described(Some(&json(&old)), &json(&new));
            let mut more = new.clone();
            more.insert(other.clone(), String::new());
            let with = described(Some(&json(&old)), &json(&more));
            prop_assert!(plain.iter().all(|edit| with.contains(edit)));
            prop_assert_eq!(with.len(), plain.len() + 1);
            let touched = old.keys().chain(new.keys()).collect::<std::collections::HashSet<_>>();
            let differ = touched.into_iter().filter(|key| old.get(*key) != new.get(*key)).count();
            prop_assert_eq!(plain.len(), differ);
        }
    }
}
