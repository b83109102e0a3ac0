use redline_json::read;

use super::*;

fn whole(json: &str) -> Whole<'_> {
    read(json).unwrap()
}

#[test]
fn names_are_exact_or_have_one_star() {
    let list = &["nodes.network.alibabacloud.com", "*.cilium.io", "ack:podsecuritypolicy:*"];
    for name in ["nodes.network.alibabacloud.com", "ciliumnodes.cilium.io", "ack:podsecuritypolicy:x"] {
        assert!(named(list, name), "{name}");
    }
    for name in ["x.nodes.network.alibabacloud.com", ".cilium.io", "cilium.io", "a.cilium.io.example.com", "b", ""] {
        assert!(!named(list, name), "{name}");
    }
}

#[test]
fn a_star_stands_for_at_least_one_character() {
    assert!(named(&["*-x"], "a-x") && !named(&["*-x"], "-x"));
    assert!(named(&["x-*"], "x-a") && !named(&["x-*"], "x-"));
    assert!(!named(&["x-*"], "y-a") && !named(&["*-x"], "a-y"));
}

#[test]
fn protected_objects_are_known_by_group_kind_namespace_and_name() {
    use redline_core::kinds;
    use redline_core::outcome::Outcome;
    use redline_core::request_match::{DELETE, on};
    use redline_core::rule::RuleMetadata;
    use redline_core::settings::NoSettings;
    use redline_kubernetes::evaluate::evaluate;
    use redline_kubernetes::lookup::Host;
    use redline_kubernetes::object_meta::PartialObjectMetadata;
    const RULE: &RuleMetadata = &RuleMetadata { requests: &[on(DELETE, kinds::ANY)], ..RuleMetadata::new("some-rule") };
    const TARGETS: &[ProtectedObjects] = &[
        ProtectedObjects::new("apps", "daemonsets", "DaemonSet", "kube-system", &["terway-*"]),
        ProtectedObjects::new("", "nodes", "Node", "", &["n1"]),
    ];
    let found = |kind: &str, resource: &str, namespace: &str, name: &str| {
        let payload = format!(
            r#"{{"request":{{{kind}{resource}"namespace":"{namespace}","name":"{name}","operation":"DELETE",
               "oldObject":{{"metadata":{{"name":"{name}"}}}}}}}}"#
        );
        let outcome = evaluate::<PartialObjectMetadata<'_>, NoSettings>(
            RULE,
            payload.as_bytes(),
            None,
            &Host::SILENT,
            |_, req, _, out| {
                out.extend(
                    target(TARGETS, req)
                        .map(|found| redline_core::finding::Finding::deny(found.kind, redline_core::text!("x", "x"))),
                );
            },
        );
        match outcome {
            Outcome::Violations(found) => found.findings[0].path.clone(),
            _ => String::new(),
        }
    };
    let kind = |group: &str, kind: &str| format!(r#""kind":{{"group":"{group}","kind":"{kind}"}},"#);
    let resource = |group: &str, plural: &str| format!(r#""resource":{{"group":"{group}","resource":"{plural}"}},"#);
    let (set, sets) = (kind("apps", "DaemonSet"), resource("apps", "daemonsets"));
    assert_eq!(found(&set, &sets, "kube-system", "terway-eniip"), "DaemonSet");
    assert_eq!(found(&set, "", "kube-system", "terway-eniip"), "DaemonSet");
    assert_eq!(found("", &resource("apps", "DaemonSet"), "kube-system", "terway-eniip"), "DaemonSet");
    assert_eq!(found(&kind("", "Node"), "", "", "n1"), "Node");
    for (kind, resource) in [
        (kind("example.com", "DaemonSet"), String::new()),
        (kind("apps", "Deployment"), String::new()),
        (set.clone(), resource("example.com", "daemonsets")),
        (set.clone(), resource("apps", "deployments")),
    ] {
        assert_eq!(found(&kind, &resource, "kube-system", "terway-eniip"), "", "{kind} {resource}");
    }
    assert_eq!(found(&set, &sets, "default", "terway-eniip"), "");
    assert_eq!(found(&set, &sets, "kube-system", "web"), "");
}

#[test]
fn nothing_changed_is_nothing() {
    let old = whole(
        r#"{"apiVersion":"v1","kind":"X","metadata":{"name":"x","resourceVersion":"1","generation":1,
            "managedFields":[{"manager":"a"}],"labels":{"a":"1","b":"2"}},"spec":{"a":1,"b":[2]},"status":{"n":1}}"#,
    );
    let new = whole(
        r#"{"spec":{"b": [2],"a":1},"status":{"n":2},"metadata":{"resourceVersion":"2","generation":2,"name":"x",
            "labels":{"b":"2","a":"1"},"finalizers":null,"ownerReferences":[],"annotations":{"redline.dev/reason":"x",
            "kubectl.kubernetes.io/last-applied-configuration":"{}"}},"data":null}"#,
    );
    assert!(changes(&old, &new).is_empty(), "{:?}", changes(&old, &new));
}

#[test]
fn every_part_counts() {
    let old = whole(r#"{"metadata":{"finalizers":["a"],"labels":{"l":"1"}},"spec":{"a":1},"data":{"k":"v"}}"#);
    let new = whole(
        r#"{"metadata":{"finalizers":["b"],"labels":{},"annotations":{"x":"y"},
            "ownerReferences":[{"uid":"u"}]},"spec":{"a":2},"binaryData":{"k":"dg=="}}"#,
    );
    let all = [
        "metadata.labels",
        "metadata.annotations",
        "metadata.finalizers",
        "metadata.ownerReferences",
        "binaryData",
        "data",
        "spec",
    ];
    assert_eq!(changes(&old, &new), all);
    assert_eq!(lost_finalizers(&old.metadata, &new.metadata), ["a"]);
}

#[test]
fn an_unrelated_annotation_hides_nothing() {
    let old = whole(r#"{"metadata":{"finalizers":["a"]},"spec":{"a":1}}"#);
    let new = whole(r#"{"metadata":{"annotations":{"redline.dev/reason":"x"}},"spec":{"a":2}}"#);
    assert_eq!(changes(&old, &new), ["metadata.finalizers", "spec"]);
}

#[test]
fn workloads_are_stopped_in_two_ways() {
    let running = r#"{"spec":{"replicas":2,"template":{"spec":{"nodeSelector":{"a":"b"}}}}}"#;
    let silent = r#"{"spec":{"template":{"spec":{"nodeSelector":{"a":"b"}}}}}"#;
    let zero = r#"{"spec":{"replicas":0,"template":{"spec":{"nodeSelector":{"a":"b"}}}}}"#;
    let moved = r#"{"spec":{"replicas":2,"template":{"spec":{"nodeSelector":{"a":"b","c":"d"}}}}}"#;
    let wider = r#"{"spec":{"replicas":2,"template":{"spec":{}}}}"#;
    let check = |old, new| stop::between(&whole(old), &whole(new), 1);
    let scale = |old, new| stop::between(&whole(old), &whole(new), 0);
    assert_eq!(scale(r#"{"spec":{"replicas":2}}"#, r#"{"spec":{}}"#), [Stop::ScaledToZero]);
    assert!(scale(r#"{"spec":{}}"#, r#"{"spec":{}}"#).is_empty());
    assert_eq!(check(running, zero), [Stop::ScaledToZero]);
    assert_eq!(check(silent, zero), [Stop::ScaledToZero]);
    assert_eq!(check(running, moved), [Stop::Nodes("nodeSelector")]);
    let picky = r#"{"spec":{"replicas":2,"template":{"spec":{"nodeSelector":{"a":"b"},"affinity":{"nodeAffinity":{
        "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]}}}}}}}"#;
    assert_eq!(check(running, picky), [Stop::Nodes("affinity")]);
    assert!(check(picky, picky).is_empty() && check(picky, running).is_empty());
    assert!(check(running, wider).is_empty() && check(zero, zero).is_empty() && check(running, running).is_empty());
    assert!(check(running, r#"{"spec":7}"#).is_empty());
    assert_eq!(check(r#"{"spec":{"replicas":1}}"#, r#"{"spec":{"replicas":0}}"#), [Stop::ScaledToZero]);
}
