//! `matchConditions`, evaluated as an API server does: they hold for every request about which a rule has something to
//! report, and not for the ordinary requests of a cluster.

use redline_dev::generate::match_conditions::{WIDENING, of_bundle, of_rule};
use redline_dev::{BUNDLES, RULES};
use redline_e2e::condition::{Condition, request};
use redline_e2e::everyday::{requests, rules};
use redline_e2e::{cases, native};
use redline_engine::core::rule::RuleKind;
use redline_host::{Case, Verdict};
use serde_json::{Value, json};

#[test]
fn a_condition_holds_wherever_its_rule_reports_something() {
    let bundle = BUNDLES.iter().find(|bundle| bundle.kind == RuleKind::Admission).unwrap();
    let joint = Condition::new(of_bundle(bundle)).unwrap();
    let (mut checked, mut wrong) = (0, Vec::new());
    for rule in rules() {
        let single = Condition::new(of_rule(rule));
        let widening =
            |case: &Case| WIDENING.iter().any(|(id, setting)| *id == rule.id() && case.settings.get(setting).is_some());
        for case in cases(rule).iter().filter(|case| !widening(case)) {
            let reports = matches!(case.expect.verdict, Some(Verdict::Deny | Verdict::Warn));
            let Some(request) = request(case).filter(|_| reports) else { continue };
            checked += 1;
            for condition in single.iter().chain([&joint]) {
                match condition.holds(&request) {
                    Ok(true) => {}
                    other => wrong.push(format!("{}: {}: {other:?}", rule.id(), case.name())),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked > 800, "{checked} requests are too few to prove anything");
}

#[test]
fn everyday_requests_with_findings_are_of_interest() {
    let conditions: Vec<_> = rules().map(|rule| (rule, Condition::new(of_rule(rule)))).collect();
    let mut wrong = Vec::new();
    for everyday in requests() {
        let Some(request) = request(&everyday.case) else { continue };
        let payload = everyday.case.payload().unwrap();
        for (rule, condition) in &conditions {
            let Some(condition) = condition else { continue };
            let response = native(rule, &payload, everyday.case.cluster().as_ref());
            let silent = response.accepted && response.warnings.iter().flatten().next().is_none();
            if !silent && condition.holds(&request) != Ok(true) {
                wrong.push(format!("{}: {}: {:?}", everyday.id, rule.id(), condition.holds(&request)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A request of a person, or of the Deployment controller, about an object of this kind in a namespace of their own.
fn ordinary(operation: &str, group: &str, version: &str, kind: &str, plural: &str, spec: &Value) -> Value {
    let api_version = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
    let mut object = json!({
        "apiVersion": api_version, "kind": kind,
        "metadata": {"name": "shop", "namespace": "web", "labels": {"app": "shop"}, "annotations": {
            "kubectl.kubernetes.io/last-applied-configuration": "{}", "example.com/owner": "shop",
        }},
    });
    for (name, value) in spec.as_object().unwrap() {
        object[name] = value.clone();
    }
    let mut user = "dev";
    if kind == "Deployment" {
        object["metadata"]["annotations"]["deployment.kubernetes.io/revision"] = json!("2");
    } else if kind == "ReplicaSet" {
        user = "system:serviceaccount:kube-system:deployment-controller";
        for name in ["revision", "desired-replicas", "max-replicas"] {
            object["metadata"]["annotations"][format!("deployment.kubernetes.io/{name}")] = json!("2");
        }
    }
    let (new, old) = match operation {
        "CREATE" => (object, Value::Null),
        "DELETE" => (Value::Null, object),
        _ => (object.clone(), object),
    };
    json!({
        "operation": operation, "namespace": "web", "name": "shop",
        "kind": {"group": group, "version": version, "kind": kind},
        "resource": {"group": group, "version": version, "resource": plural},
        "object": new, "oldObject": old, "userInfo": {"username": user},
    })
}

#[test]
fn ordinary_requests_do_not_reach_the_bundle() {
    let bundle = BUNDLES.iter().find(|bundle| bundle.kind == RuleKind::Admission).unwrap();
    let joint = Condition::new(of_bundle(bundle)).unwrap();
    let pod = json!({
        "containers": [{"name": "web", "image": "shop:1", "command": ["sh", "-c", "exec shop"],
            "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}],
        "volumes": [{"name": "config", "configMap": {"name": "shop"}}, {"name": "tmp", "emptyDir": {}}],
    });
    let template = json!({"metadata": {"labels": {"app": "shop"}, "annotations": {
        "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:00:00Z"}}, "spec": pod});
    for operation in ["CREATE", "UPDATE", "DELETE"] {
        for (group, version, kind, plural, spec) in [
            ("", "v1", "Pod", "pods", json!({"spec": pod})),
            ("apps", "v1", "Deployment", "deployments", json!({"spec": {"replicas": 2, "template": template}})),
            ("apps", "v1", "ReplicaSet", "replicasets", json!({"spec": {"replicas": 2, "template": template}})),
            ("batch", "v1", "Job", "jobs", json!({"spec": {"template": template}})),
            ("batch", "v1", "CronJob", "cronjobs", json!({"spec": {"jobTemplate": {"spec": {"template": template}}}})),
            ("", "v1", "ConfigMap", "configmaps", json!({"data": {"shop.conf": "listen 8080"}})),
            ("", "v1", "Secret", "secrets", json!({"type": "Opaque", "data": {"key": "eA=="}})),
        ] {
            let request = ordinary(operation, group, version, kind, plural, &spec);
            assert_eq!(joint.holds(&request), Ok(false), "{operation} {kind}");
            // Proof that the test can fail: the same request with an approval is of interest.
            let mut approved = request.clone();
            for object in ["object", "oldObject"] {
                if approved[object].is_object() {
                    approved[object]["metadata"]["annotations"]["redline.dev/approve"] = json!("node-deletion");
                }
            }
            assert_eq!(joint.holds(&approved), Ok(true), "{operation} {kind} with an approval");
        }
    }
}

#[test]
fn settings_that_widen_a_rule_exist() {
    for (id, setting) in WIDENING {
        let rule = RULES.iter().find(|rule| rule.id() == *id).unwrap_or_else(|| panic!("no rule `{id}`"));
        assert!(rule.docs.settings.iter().any(|field| field.name == *setting), "{id} has no setting `{setting}`");
    }
}
