//! Nodes: what a request changes in their labels, annotations and taints, and which nodes belong to the control plane or are
//! virtual.
//!
//! An update of the sub-resource `status` can change labels and annotations too, but not the `spec`. So taints are compared
//! only in updates of the Node itself.

use super::annotations;
use super::members::{MemberChange, pairs};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use redline_core::annotations::is_bookkeeping;
use redline_core::language::Text;
use redline_json::{List, Map, Str};
use redline_kubernetes::object_meta::ObjectMeta;
use redline_kubernetes::request::Request;
use redline_text::{before, concat, truncate_for_display};

redline_json::view! {
    /// A Node.
    pub struct Node<'a> {
        /// The node's metadata.
        pub metadata: ObjectMeta<'a>,
        /// `spec`.
        pub spec: Spec<'a>,
    }
    /// `spec` of a Node.
    pub struct Spec<'a> {
        /// The cloud instance of the node, such as `cn-hangzhou.i-bp1...`.
        pub provider_id = "providerID": Str<'a>,
        /// Taints, which keep pods away from the node.
        pub taints: List<Taint<'a>>,
    }
    /// A taint. A node has at most one for each pair of key and effect.
    pub struct Taint<'a> {
        /// Key.
        pub key: Str<'a>,
        /// Value.
        pub value: Str<'a>,
        /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
        pub effect: Str<'a>,
    }
}
redline_kubernetes::objects!(Node);

/// Keys of the labels and taints of control-plane nodes.
pub const ROLES: &[&str] = &["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

/// The key of the label of virtual nodes, whose value is `virtual-kubelet`.
const TYPE: &str = "type";
/// The key of the taint of virtual nodes.
const PROVIDER: &str = "virtual-kubelet.io/provider";
/// The prefix of the names that ACK gives to virtual nodes.
const VIRTUAL: &str = "virtual-kubelet-";

impl Spec<'_> {
    /// Whether the node has a taint with this key.
    fn tainted(&self, key: &str) -> bool {
        self.taints.iter().any(|taint| taint.key == key)
    }
}

impl Node<'_> {
    /// See [`is_control_plane`].
    pub fn is_control_plane(&self) -> bool {
        is_control_plane(&self.metadata, &self.spec)
    }
}

/// Whether a node has a label or a taint of the control plane.
pub fn is_control_plane(metadata: &ObjectMeta<'_>, spec: &Spec<'_>) -> bool {
    ROLES.iter().any(|role| metadata.labels.get(role).is_some() || spec.tainted(role))
}

/// How many of the three marks of a virtual node the node has, from 0 to 3: the label, the taint, and a name like those that
/// ACK gives.
pub fn virtual_marks(name: &str, metadata: &ObjectMeta<'_>, spec: &Spec<'_>) -> usize {
    let labelled = metadata.labels.get(TYPE).is_some_and(|value| value == "virtual-kubelet");
    usize::from(labelled) + usize::from(spec.tainted(PROVIDER)) + usize::from(name.starts_with(VIRTUAL))
}

/// The part of a Node that an edit changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A label.
    Label,
    /// An annotation.
    Annotation,
    /// A taint.
    Taint,
}

/// A label, annotation or taint that a request changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which of the three it is.
    pub part: Part,
    /// Its key.
    pub key: String,
    /// What the request does to it.
    pub change: MemberChange,
}

impl Edit {
    /// The path for findings, such as `metadata.labels[key]`.
    pub fn path(&self) -> String {
        match self.part {
            Part::Label => concat(&["metadata.labels[", &truncate_for_display(&self.key), "]"]),
            Part::Annotation => concat(&["metadata.annotations[", &truncate_for_display(&self.key), "]"]),
            Part::Taint => "spec.taints".to_owned(),
        }
    }

    /// The text of a finding about it, such as ``removes label `k` from node `n` ``.
    pub fn text(&self, node: &str) -> Text {
        let (part, part_zh) = match self.part {
            Part::Label => ("label", "标签"),
            Part::Annotation => ("annotation", "注解"),
            Part::Taint => ("taint", "污点"),
        };
        let (verb, preposition, verb_zh) = match self.change {
            MemberChange::Added => ("adds ", "` to node `", "添加"),
            MemberChange::Changed => ("changes ", "` of node `", "修改"),
            MemberChange::Removed => ("removes ", "` from node `", "移除"),
        };
        let (key, node) = (truncate_for_display(&self.key), truncate_for_display(node));
        Text {
            en: concat(&[verb, part, " `", &key, preposition, &node, "`"]),
            zh: concat(&["该请求将", verb_zh, "节点 `", &node, "` 的", part_zh, " `", &key, "`"]),
        }
    }
}

/// Every label, annotation and taint that an update of a Node changes, in this order and sorted by key. Empty for other
/// requests. Bookkeeping annotations are ignored; see [`is_bookkeeping`].
pub fn edits(req: &Request<'_, Node<'_>>) -> Vec<Edit> {
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return Vec::new() };
    let mut edits = metadata_edits(&old.metadata, &new.metadata);
    if req.sub_resource.is_empty() {
        edits.extend(taint_edits(&old.spec, &new.spec));
    }
    edits
}

/// The labels and annotations that an update changes.
pub fn metadata_edits(old: &ObjectMeta<'_>, new: &ObjectMeta<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (part, old, new) in
        [(Part::Label, &old.labels, &new.labels), (Part::Annotation, &old.annotations, &new.annotations)]
    {
        for (key, change) in annotations::diff(old, new) {
            if part == Part::Label || !is_bookkeeping(key) {
                edits.push(Edit { part, key: key.to_owned(), change });
            }
        }
    }
    edits
}

/// The taints that an update changes, one for each key. A taint that gets another effect is changed.
pub fn taint_edits(old: &Spec<'_>, new: &Spec<'_>) -> Vec<Edit> {
    // Maps `key NUL effect` to the value, so that the effects of one key are neighbours.
    fn by_effect<'r>(spec: &'r Spec<'_>) -> Map<'r, &'r str> {
        let entry = |taint: &'r Taint<'_>| {
            let key = concat(&[&taint.key, "\0", &taint.effect]);
            (Str(key.into()), &*taint.value)
        };
        Map(spec.taints.iter().map(entry).collect())
    }
    let (old_effects, new_effects) = (by_effect(old), by_effect(new));
    let mut edits: Vec<Edit> = Vec::new();
    for (key, old, new) in pairs(&old_effects, &new_effects) {
        if old == new {
            continue;
        }
        let change = MemberChange::between(old, new);
        let key = before(key, "\0");
        match edits.last_mut() {
            Some(last) if last.key == key => {
                if last.change != change {
                    last.change = MemberChange::Changed;
                }
            }
            _ => edits.push(Edit { part: Part::Taint, key: key.to_owned(), change }),
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use redline_json::read;

    fn taints(old: &str, new: &str) -> Vec<String> {
        let edits = taint_edits(&read(old).unwrap(), &read(new).unwrap());
        edits.iter().map(|e| format!("{} {:?}", e.key, e.change)).collect()
    }

    #[test]
    fn taints_are_compared_by_key_and_effect() {
        let old = r#"{"taints":[{"key":"a","effect":"NoSchedule"},{"key":"b","value":"1","effect":"NoExecute"},
            {"key":"c","effect":"NoSchedule","timeAdded":"2026-01-01T00:00:00Z"}]}"#;
        let new = r#"{"taints":[{"key":"c","effect":"NoSchedule"},{"key":"b","value":"2","effect":"NoExecute"},
            {"key":"a","effect":"NoExecute"},{"key":"a-b","effect":"NoSchedule"}]}"#;
        assert_eq!(taints(old, new), ["a Changed", "a-b Added", "b Changed"]);
        assert_eq!(taints(new, "{}"), ["a Removed", "a-b Removed", "b Removed", "c Removed"]);
        assert!(taints(old, old).is_empty() && taints("{}", r#"{"taints":null}"#).is_empty());
    }

    #[test]
    fn bookkeeping_is_no_edit() {
        let old: ObjectMeta<'_> = read(r#"{"labels":{"a":"1","b":"1"},"annotations":{"x":"1"}}"#).unwrap();
        let new: ObjectMeta<'_> = read(
            r#"{"labels":{"a":"2","c":"1"},"annotations":{"x":"1","redline.dev/reason":"r",
                "kubectl.kubernetes.io/last-applied-configuration":"{}","y":"1"}}"#,
        )
        .unwrap();
        let edits = metadata_edits(&old, &new);
        let texts: Vec<String> = edits.iter().map(|e| format!("{}: {}", e.path(), e.text("n").en)).collect();
        let want = [
            "metadata.labels[a]: changes label `a` of node `n`",
            "metadata.labels[b]: removes label `b` from node `n`",
            "metadata.labels[c]: adds label `c` to node `n`",
            "metadata.annotations[y]: adds annotation `y` to node `n`",
        ];
        assert_eq!(texts, want);
    }

    #[test]
    fn special_nodes() {
        let node = |json: &'static str| read::<Node<'_>>(json).unwrap();
        let by_label = node(r#"{"metadata":{"labels":{"node-role.kubernetes.io/master":""}}}"#);
        let by_taint = node(r#"{"spec":{"taints":[{"key":"node-role.kubernetes.io/control-plane"}]}}"#);
        assert!(by_label.is_control_plane() && by_taint.is_control_plane() && !node("{}").is_control_plane());
        let all = node(
            r#"{"metadata":{"labels":{"type":"virtual-kubelet"}},
                "spec":{"taints":[{"key":"virtual-kubelet.io/provider"}]}}"#,
        );
        let marks = |node: &Node<'_>, name| virtual_marks(name, &node.metadata, &node.spec);
        assert_eq!((marks(&all, "virtual-kubelet-cn-hangzhou-i"), marks(&node("{}"), "worker")), (3, 0));
    }
}
