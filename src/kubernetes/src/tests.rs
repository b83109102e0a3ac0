//! What happens to a request around the check of a rule: scope, exemptions, missing objects, approvals, look-ups, and the
//! pods in an object.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use redline_core::finding::Finding;
use redline_core::kinds;
use redline_core::outcome::Outcome;
use redline_core::request_match::{CREATE, DELETE, UPDATE, on};
use redline_core::rule::RuleMetadata;
use redline_core::settings::NoSettings;

use crate::evaluate::{Received, evaluate, evaluate_received};
use crate::lookup::{Host, items};
use crate::object_meta::PartialObjectMetadata;
use crate::workload::Workload;

const RULE: &RuleMetadata = &RuleMetadata {
    requests: &[
        on(DELETE, kinds::NODE),
        on(UPDATE, kinds::NODE),
        on(DELETE, kinds::DEPLOYMENT),
        on(DELETE, kinds::SECRET),
        on(CREATE, kinds::SECRET),
    ],
    ..RuleMetadata::new("some-rule")
};

/// What a rule that objects to everything says about the members of a request, with settings.
fn outcome(request: &str, settings: &str) -> Outcome {
    let payload = format!(r#"{{"request":{{{request}}},"settings":{settings}}}"#);
    evaluate::<PartialObjectMetadata<'_>, NoSettings>(
        RULE,
        payload.as_bytes(),
        None,
        &Host::SILENT,
        |_, req, _, out| {
            let text = req.object_namespace().to_owned();
            out.push(Finding::deny("", redline_core::language::Text { en: text.clone(), zh: text }));
        },
    )
}

/// The outcome in one word, with what it says.
fn said(request: &str, settings: &str) -> String {
    words(outcome(request, settings))
}

fn words(outcome: Outcome) -> String {
    match outcome {
        Outcome::Allow => "allow".to_owned(),
        Outcome::Exempt(why) => format!("exempt: {why}"),
        Outcome::Invalid(problem) => format!("invalid: {problem}"),
        Outcome::Violations(violations) => {
            format!(
                "found {}",
                violations.findings.iter().map(|finding| &*finding.text.en).collect::<Vec<_>>().join(" ")
            )
        }
    }
}

const NODE: &str = r#""kind":{"group":"","kind":"Node"},"resource":{"group":"","resource":"nodes"},"name":"n1""#;
const OLD: &str = r#""oldObject":{"metadata":{"name":"n1"}}"#;
const WEB: &str = r#""kind":{"group":"apps","kind":"Deployment"},"resource":{"group":"apps","resource":"deployments"},
    "name":"web","operation":"DELETE""#;

#[test]
fn a_rule_sees_the_requests_that_it_names() {
    let delete = r#""operation":"DELETE""#;
    assert_eq!(said(&format!("{NODE},{delete},{OLD}"), "{}"), "found ");
    assert_eq!(said(&format!(r#""kind":{{"kind":"Node"}},"name":"n1",{delete},{OLD}"#), "{}"), "found ");
    assert_eq!(said(&format!(r#""resource":{{"resource":"nodes"}},"name":"n1",{delete},{OLD}"#), "{}"), "found ");
    for other in [
        format!(r#"{NODE},"operation":"CREATE","object":{{}}"#),
        format!(r#"{NODE},"operation":"UPDATE","subResource":"status","object":{{}},{OLD}"#),
        format!(r#""kind":{{"kind":"Pod"}},"resource":{{"resource":"pods"}},{delete},{OLD}"#),
        format!(r#""kind":{{"kind":"Pod"}},{delete},{OLD}"#),
        format!(
            r#""kind":{{"group":"apps","kind":"Node"}},"resource":{{"group":"apps","resource":"nodes"}},{delete},{OLD}"#
        ),
        // What the rule does not match, it need not be able to read.
        format!(r#""kind":{{"kind":"Pod"}},"resource":{{"resource":"pods"}},{delete},"oldObject":7"#),
    ] {
        assert_eq!(said(&other, "{}"), "allow", "{other}");
    }
}

/// Kubernetes moved the kinds of `extensions`; manifests and audit logs still have that group.
#[test]
fn kinds_of_a_former_group_are_those_of_today() {
    const FORMER: &RuleMetadata = &RuleMetadata {
        requests: &[
            on(DELETE, kinds::DEPLOYMENT),
            on(DELETE, kinds::DAEMON_SET),
            on(DELETE, kinds::REPLICA_SET),
            on(DELETE, kinds::INGRESS),
            on(DELETE, kinds::NETWORK_POLICY),
            on(DELETE, kinds::POD_SECURITY_POLICY),
        ],
        ..RuleMetadata::new("some-rule")
    };
    let matched = |group: &str, kind: &str, resource: &str| {
        let of = |member: &str, name: &str| match name {
            "" => String::new(),
            name => format!(r#""{member}":{{"group":"{group}","{member}":"{name}"}},"#),
        };
        let (kind, resource) = (of("kind", kind), of("resource", resource));
        let payload = format!(
            r#"{{"request":{{{kind}{resource}"name":"x","operation":"DELETE","oldObject":{{"metadata":{{"name":"x"}}}}}},
               "settings":{{}}}}"#
        );
        let mut groups = None;
        let outcome = evaluate::<PartialObjectMetadata<'_>, NoSettings>(
            FORMER,
            payload.as_bytes(),
            None,
            &Host::SILENT,
            |_, req, _, out| {
                let text = format!("{} {}", req.kind.group, req.resource.group);
                out.push(Finding::deny("", redline_core::language::Text { en: text.clone(), zh: text }));
            },
        );
        if let Outcome::Violations(found) = outcome {
            groups = Some(found.findings[0].text.en.clone());
        }
        groups
    };
    for (kind, resource, group) in [
        ("Deployment", "deployments", "apps"),
        ("DaemonSet", "daemonsets", "apps"),
        ("ReplicaSet", "replicasets", "apps"),
        ("Ingress", "ingresses", "networking.k8s.io"),
        ("NetworkPolicy", "networkpolicies", "networking.k8s.io"),
        ("PodSecurityPolicy", "podsecuritypolicies", "policy"),
    ] {
        let both = Some(format!("{group} {group}"));
        assert_eq!(matched("extensions", kind, resource), both, "{kind}");
        assert_eq!(matched(group, kind, resource), both, "{kind}");
        assert!(matched("extensions", kind, "").is_some() && matched("extensions", "", resource).is_some(), "{kind}");
        assert_eq!(matched("example.com", kind, resource), None, "{kind}");
    }
    assert_eq!(matched("extensions", "Other", "others"), None);
}

/// What a bundle reads once for several rules is evaluated as it is for a single one.
#[test]
fn a_request_that_was_received_is_evaluated_like_any_other() {
    let read = |request: &str| {
        let payload = format!(r#"{{"request":{{{request}}},"settings":{{}}}}"#);
        let received = Received::<PartialObjectMetadata<'_>>::read(RULE, &payload);
        match received {
            Ok(received) => {
                let outcome =
                    evaluate_received::<_, NoSettings>(RULE, &received, "{}", &Host::SILENT, None, |_, req, _, out| {
                        let text = req.object_name().to_owned();
                        out.push(Finding::deny("", redline_core::language::Text { en: text.clone(), zh: text }));
                    });
                (received.request().map(|req| req.object_name().to_owned()), words(outcome))
            }
            Err(outcome) => (None, words(outcome)),
        }
    };
    let node = |rest: &str| read(&format!(r#"{NODE},"operation":"DELETE",{rest}"#));
    assert_eq!(node(OLD), (Some("n1".to_owned()), "found n1".to_owned()));
    let problem = "invalid: cannot read `request.oldObject`: expected an object".to_owned();
    assert_eq!(node(r#""oldObject":7"#), (None, problem));
    let user = r#""oldObject":7,"userInfo":{"username":"system:apiserver"}"#;
    assert_eq!(node(user), (None, "exempt: user system:apiserver".to_owned()));
    assert_eq!(read(&format!(r#"{NODE},"operation":"CREATE","object":{{}}"#)).1, "allow");
    assert!(read(r#""operation":"DELETE""#).1.starts_with("invalid: "));
}

#[test]
fn an_object_that_is_needed_is_present() {
    let nothing = |path: &str| format!("invalid: cannot read `{path}`: expected the object, found nothing");
    assert_eq!(said(&format!(r#"{NODE},"operation":"DELETE""#), "{}"), nothing("request.oldObject"));
    assert_eq!(said(&format!(r#"{NODE},"operation":"UPDATE",{OLD}"#), "{}"), nothing("request.object"));
    assert_eq!(said(&format!(r#"{NODE},"operation":"UPDATE","object":{{}},{OLD}"#), "{}"), "found ");
    let payload = |text: &[u8]| match evaluate::<PartialObjectMetadata<'_>, NoSettings>(
        RULE,
        text,
        None,
        &Host::SILENT,
        |_, _, _, _| {},
    ) {
        Outcome::Invalid(problem) => problem,
        other => panic!("{other:?}"),
    };
    let unread = format!(r#"{NODE},"operation":"DELETE","oldObject":7"#);
    let problem = "cannot read `request.oldObject`: expected an object";
    assert_eq!(said(&unread, "{}"), format!("invalid: {problem}"));
    let audited = format!("exempt: enforcement audit; {problem}");
    assert_eq!(said(&unread, r#"{"enforcement":"audit"}"#), audited);
    assert_eq!(payload(b"[]"), "cannot read `the request`: expected an object with `request` and `settings`");
    assert_eq!(payload(b"{\"request\":[]}"), "cannot read `request`: expected an AdmissionRequest");
    assert_eq!(payload(b"\xff"), "cannot read `the request`: not valid UTF-8");
}

#[test]
fn only_a_deletion_of_what_is_being_deleted_is_nothing_new() {
    let going = r#"{"metadata":{"name":"n1","deletionTimestamp":"2026-01-01T00:00:00Z"}}"#;
    assert_eq!(said(&format!(r#"{NODE},"operation":"DELETE","oldObject":{going}"#), "{}"), "allow");
    assert_eq!(said(&format!(r#"{NODE},"operation":"DELETE","object":{going}"#), "{}"), "allow");
    // What was there before decides, where a DELETE has both.
    let both = format!(r#"{NODE},"operation":"DELETE","object":{going},{OLD}"#);
    assert_eq!(said(&both, "{}"), "found ");
    let update = format!(r#"{NODE},"operation":"UPDATE","object":{going},"oldObject":{going}"#);
    assert_eq!(said(&update, "{}"), "found ");
}

#[test]
fn exemptions_are_exact() {
    let by = |user: &str| format!(r#"{NODE},"operation":"DELETE",{OLD},"userInfo":{{"username":"{user}"}}"#);
    assert_eq!(said(&by("system:node:n1"), "{}"), "exempt: kubelet of n1");
    assert_eq!(said(&by("system:node:n2"), "{}"), "found ");
    // The kind or the resource says that it is a Node, and the group that it is one of Kubernetes.
    let kubelet = |what: &str| {
        said(
            &format!(r#"{what},"name":"n1","operation":"DELETE",{OLD},"userInfo":{{"username":"system:node:n1"}}"#),
            "{}",
        )
    };
    assert_eq!(kubelet(r#""kind":{"kind":"Node"}"#), "exempt: kubelet of n1");
    assert_eq!(kubelet(r#""resource":{"resource":"nodes"}"#), "exempt: kubelet of n1");
    let web = r#""kind":{"group":"apps","kind":"Deployment"},"resource":{"group":"apps","resource":"deployments"}"#;
    assert_eq!(kubelet(web), "found ");
    let secret = r#""kind":{"kind":"Secret"},"resource":{"resource":"secrets"},"name":"n1","operation":"DELETE""#;
    assert_eq!(said(&format!(r#"{secret},{OLD},"userInfo":{{"username":"system:node:n1"}}"#), "{}"), "found ");
    assert_eq!(said(&by("system:apiserver"), "{}"), "exempt: user system:apiserver");
    assert_eq!(said(&by("system:apiserver"), r#"{"exemptDefaults":false}"#), "found ");
    let controller = "system:serviceaccount:kube-system:node-controller";
    assert_eq!(said(&by(controller), "{}"), "exempt: controller node-controller");
    assert_eq!(said(&by("alice"), r#"{"exempt":{"users":["ali*"]}}"#), "exempt: exempt.users ali*");
    assert_eq!(said(&by("alice"), r#"{"exempt":{"objects":["n2"]}}"#), "found ");
}

#[test]
fn the_namespace_is_that_of_the_request_or_of_the_object() {
    let (given, own) = (r#""namespace":"prod""#, r#""oldObject":{"metadata":{"name":"web","namespace":"test"}}"#);
    assert_eq!(said(&format!("{WEB},{given},{own}"), "{}"), "found prod");
    assert_eq!(said(&format!("{WEB},{own}"), "{}"), "found test");
    let exempt = r#"{"exempt":{"namespaces":["prod"]}}"#;
    assert_eq!(said(&format!("{WEB},{given},{own}"), exempt), "exempt: exempt.namespaces prod");
    assert_eq!(said(&format!("{WEB},{own}"), exempt), "found test");
}

#[test]
fn a_denial_says_how_to_approve_it() {
    let how = |request: &str, settings: &str| match outcome(request, settings) {
        Outcome::Violations(violations) => violations.how_to_approve.map(|text| text.en),
        other => panic!("{other:?}"),
    };
    let enabled = r#"{"approval":{"enabled":true}}"#;
    let node = format!(r#"{NODE},"operation":"DELETE",{OLD}"#);
    let command =
        |object: &str| Some(format!("to approve: `redline approve {object} --rule some-rule --reason \"...\"`"));
    assert_eq!(how(&node, enabled), command("nodes/n1"));
    assert_eq!(how(&node, "{}"), None);
    let odd = r#""oldObject":{"metadata":{"name":"n 1"}}"#;
    assert_eq!(how(&format!(r#""kind":{{"kind":"Node"}},"name":"n 1","operation":"DELETE",{odd}"#), enabled), None);
    let nameless = r#""kind":{"kind":"Node"},"operation":"DELETE","oldObject":{"metadata":{}}"#;
    assert_eq!(how(nameless, enabled), None);
    let new = r#""kind":{"kind":"Secret"},"name":"s","operation":"CREATE","object":{"metadata":{"name":"s"}}"#;
    assert_eq!(how(new, enabled), None);
    let approved = r#"{"metadata":{"name":"n1","annotations":{"redline.dev/approve":"some-rule"}}}"#;
    let approved = format!(r#"{NODE},"operation":"DELETE","oldObject":{approved}"#);
    assert_eq!(said(&approved, enabled), "found  (its approval does not count: the host has no clock)");
    let web = format!(r#"{WEB},"namespace":"prod",{OLD}"#);
    assert_eq!(how(&web, enabled), command("deployments.apps/web --namespace prod"));
}

#[test]
fn an_update_of_approvals_alone_is_no_operation() {
    let update = |old: &str, new: &str| {
        let object = |rest: &str| format!(r#"{{"metadata":{{"name":"n1",{rest}}}}}"#);
        let (old, new) = (object(old), object(new));
        said(&format!(r#"{NODE},"operation":"UPDATE","object":{new},"oldObject":{old}"#), "{}")
    };
    let (none, approved) =
        (r#""annotations":{"a":"b"}"#, r#""annotations":{"a":"b","redline.dev/approve":"some-rule"}"#);
    assert_eq!(update(none, approved), "allow");
    assert_eq!(update(approved, none), "allow");
    assert_eq!(update(none, none), "found ");
    assert_eq!(update(none, r#""annotations":{"a":"c","redline.dev/approve":"some-rule"}"#), "found ");
    assert_eq!(update(r#""annotations":{}"#, approved), "found ");
    assert_eq!(update(r#""labels":{},"annotations":{"a":"b"}"#, approved), "found ");
}

#[test]
fn a_list_without_items_and_another_object_are_no_answer() {
    let count = |answer: &str| {
        let call = |_: &str, _: &[u8]| Ok(answer.as_bytes().to_vec());
        Host { now: &|| None, call: Some(&call) }.count("v1", "Pod", "")
    };
    assert_eq!(count(r#"{"items":[]}"#), Some(0));
    assert_eq!(count(r#"{"items":[{},{"metadata":{"name":"a"}}]}"#), Some(2));
    for nonsense in ["", "{}", r#"{"items":null}"#, r#"{"items":7}"#, r#"{"items":[7]}"#, "[]", r#"{"items":["#] {
        assert_eq!(count(nonsense), None, "{nonsense}");
    }
    assert!(items::<PartialObjectMetadata<'_>>(None).is_none());
    let get = |answer: &str| {
        let call = |_: &str, _: &[u8]| Ok(answer.as_bytes().to_vec());
        Host { now: &|| None, call: Some(&call) }.get("v1", "Node", "", "n1").is_some()
    };
    assert!(get(r#"{"kind":"Node","metadata":{"name":"n1"}}"#));
    for nonsense in ["", "{}", "null", r#"{"metadata":{"name":"n2"}}"#, r#"{"metadata":[]}"#, r#"{"kind":"Status"}"#] {
        assert!(!get(nonsense), "{nonsense}");
    }
}

#[test]
fn a_specification_with_anything_of_a_pod_is_one() {
    let pods = |spec: &str| redline_json::read::<Workload<'_>>(&format!(r#"{{"spec":{spec}}}"#)).unwrap().pods().len();
    assert_eq!(pods("{}"), 0);
    for part in [
        r#"{"containers":[{}]}"#,
        r#"{"initContainers":[{}]}"#,
        r#"{"ephemeralContainers":[{}]}"#,
        r#"{"volumes":[{}]}"#,
        r#"{"securityContext":{"sysctls":[{}]}}"#,
    ] {
        assert_eq!(pods(part), 1, "{part}");
    }
}

#[test]
fn a_container_is_root_unless_it_says_otherwise() {
    let root = |pod: &str, container: &str| {
        let json =
            format!(r#"{{"spec":{{"securityContext":{pod},"containers":[{{"securityContext":{container}}}]}}}}"#);
        let workload: Workload<'_> = redline_json::read(&json).unwrap();
        workload.spec.containers[0].may_be_root(&workload.spec)
    };
    assert!(root("{}", "{}"));
    assert!(root("{}", r#"{"runAsUser":0}"#));
    assert!(root(r#"{"runAsUser":1}"#, r#"{"runAsUser":0}"#));
    assert!(!root(r#"{"runAsUser":1}"#, "{}"));
    assert!(!root("{}", r#"{"runAsNonRoot":true}"#));
    let account = |json: &str| {
        let json = format!(r#"{{"spec":{json}}}"#);
        redline_json::read::<Workload<'_>>(&json).unwrap().spec.account().to_owned()
    };
    assert_eq!(account(r#"{"serviceAccount":"old"}"#), "old");
    assert_eq!(account(r#"{"serviceAccount":"old","serviceAccountName":"new"}"#), "new");
}
