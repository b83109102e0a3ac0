//! The bundles: the verdicts of all their rules, one by one and together, natively and through the built module.

use std::collections::BTreeMap;

use rayon::prelude::*;
use redline_dev::{BUNDLES, Bundle, RegisteredRule};
use redline_e2e::{bundle_native, cases, host, module, native};
use redline_host::{Case, Cluster, Response, Verdict};
use serde_json::{Value, json};

const NOTES: &[&str] = &["redline-reason"];

/// Every request that a case of this bundle's rules makes, with the rule it was written for.
fn requests(bundle: &Bundle) -> Vec<(&'static RegisteredRule, Case, Value)> {
    let of = |rule: &'static RegisteredRule| {
        cases(rule).into_iter().filter_map(move |case| {
            let request = case.request()?.clone();
            Some((rule, case, request))
        })
    };
    bundle.rules().flat_map(of).collect()
}

fn payload(request: &Value, settings: &Value) -> Vec<u8> {
    json!({"request": request, "settings": settings}).to_string().into_bytes()
}

/// The answer as the bundle says it: its notes name the rule.
fn named(mut answer: Response, rule: &str) -> Response {
    for (key, text) in answer.audit_annotations.iter_mut().flatten() {
        if NOTES.contains(&key.as_str()) {
            *text = format!("{rule}: {text}");
        }
    }
    answer
}

#[test]
fn one_rule_alone_says_what_its_module_says() {
    for bundle in BUNDLES {
        requests(bundle).into_par_iter().for_each(|(rule, case, request)| {
            let settings = json!({"allRules": false, "rules": {rule.id(): case.settings}});
            let cluster = case.cluster();
            let alone = native(rule, &payload(&request, &case.settings), cluster.as_ref());
            let bundled = bundle_native(bundle, &payload(&request, &settings), cluster.as_ref());
            assert_eq!(bundled.verdict(), alone.verdict(), "{} {}", rule.id(), case.name());
            // Settings that cannot be used, and input that cannot be read, are refused in the bundle's own name.
            if alone.verdict() != Verdict::Invalid {
                assert_eq!(bundled, named(alone, rule.id()), "{} {}", rule.id(), case.name());
            }
        });
    }
}

/// What the single rules come to together: the gravest.
fn together(
    bundle: &Bundle,
    request: &Value,
    cluster: Option<&Cluster>,
) -> (Verdict, BTreeMap<&'static str, Response>) {
    let payload = payload(request, &json!({}));
    let said: BTreeMap<_, _> = bundle.rules().map(|rule| (rule.id(), native(rule, &payload, cluster))).collect();
    let denied = said.values().any(|answer| answer.verdict() == Verdict::Deny);
    let gravest = said.values().map(Response::verdict).max().unwrap_or(Verdict::Allow);
    (if denied { Verdict::Deny } else { gravest }, said)
}

#[test]
fn all_rules_together_say_what_they_say_one_by_one() {
    let host = host();
    for bundle in BUNDLES {
        let module = module(&host, bundle.id);
        requests(bundle).into_par_iter().for_each(|(rule, case, request)| {
            let cluster = case.cluster();
            let at = format!("{} {}", rule.id(), case.name());
            let bytes = payload(&request, &json!({"allRules": true}));
            let native = bundle_native(bundle, &bytes, cluster.as_ref());
            let (verdict, said) = together(bundle, &request, cluster.as_ref());
            assert_eq!(native.verdict(), verdict, "{at}");
            assert_eq!(native.accepted, said.values().all(|answer| answer.accepted), "{at}");
            for (id, answer) in &said {
                let Some(found) = answer.audit_annotations.as_ref().and_then(|notes| notes.get("redline-findings"))
                else {
                    continue;
                };
                let notes = native.audit_annotations.as_ref().and_then(|notes| notes.get("redline-findings"));
                let elements = found.trim_matches(['[', ']']);
                assert!(
                    notes.is_some_and(|notes| notes.contains(elements)),
                    "{at}: what {id} found is in the audit log"
                );
                let told = native.warnings().iter().chain(&native.message).any(|text| text.contains(id));
                assert!(told, "{at}: {id} found something and is not named: {:?}", native.warnings());
            }
            let wasm = module.validate(&bytes, cluster.as_ref()).unwrap_or_else(|e| panic!("{at}: {e}"));
            assert_eq!(wasm, native, "{at}: module and native differ");
        });
    }
}

fn settings_problem(bundle: &str, settings: &Value) -> String {
    let bundle = BUNDLES.iter().find(|b| b.id == bundle).unwrap();
    (bundle.validate_settings)(settings.to_string().as_bytes()).message.unwrap_or_default()
}

#[test]
fn settings_are_checked_down_to_each_rule() {
    let says = |settings| settings_problem("redline-admission", &settings);
    assert_eq!(says(json!({})), "");
    assert_eq!(
        says(json!({"language": "zh", "rules": {"psp-preset": false, "node-deletion": {"language": "en"}}})),
        ""
    );
    assert_eq!(
        says(json!({"rules": {"node-deletoin": false}})),
        "redline-admission: unknown setting `rules.node-deletoin`, did you mean `node-deletion`?"
    );
    assert_eq!(
        says(json!({"rules": {"node-deletion": 1}})),
        "redline-admission: `rules.node-deletion`: expected true, false or the rule's settings"
    );
    assert_eq!(
        says(json!({"rules": {"node-deletion": {"enforcment": "warn"}}})),
        "redline-admission: node-deletion: unknown setting `enforcment`, did you mean `enforcement`?"
    );
    assert_eq!(says(json!({"rule": {}})), "redline-admission: unknown setting `rule`, did you mean `rules`?");
    let says = |settings| settings_problem("redline-cloud", &settings);
    assert_eq!(says(json!({"clusterId": "c1", "instances": ["i-1"], "rules": {"cloud-slb-tag": {"disks": []}}})), "");
    assert!(says(json!({"instances": [""]})).contains("`instances[0]`: is empty"));
}

#[test]
fn rules_for_one_kind_of_cluster_wait_for_the_kind() {
    for bundle in BUNDLES {
        let only = requests(bundle).into_iter().filter(|(rule, ..)| rule.metadata.only_on.is_some());
        let mut kinds_seen = 0;
        for (rule, case, request) in only {
            let own = format!("\"rule\":\"{}\"", rule.id());
            let speaks = |settings: Value| {
                let answer = bundle_native(bundle, &payload(&request, &settings), case.cluster().as_ref());
                let found = answer.audit_annotations.as_ref().and_then(|notes| notes.get("redline-findings"));
                found.is_some_and(|found| found.contains(&own))
            };
            let at = format!("{} {}", rule.id(), case.name());
            assert!(!speaks(json!({})) && !speaks(json!({"kind": "managed"})), "{at}");
            let kind = rule.metadata.only_on.unwrap().as_str();
            kinds_seen += usize::from(speaks(json!({"kind": kind})));
            assert_eq!(speaks(json!({"kind": kind})), speaks(json!({"allRules": true})), "{at}");
            assert_eq!(speaks(json!({"kind": kind})), speaks(json!({"rules": {rule.id(): true}})), "{at}");
        }
        assert!(kinds_seen > 0, "{}", bundle.id);
    }
    let says = settings_problem("redline-admission", &json!({"kind": "edge"}));
    assert_eq!(says, "redline-admission: `kind`: expected managed, dedicated, serverless or registered");
}

#[test]
fn a_rule_that_is_off_says_nothing() {
    let bundle = &BUNDLES[0];
    for (rule, case, request) in requests(bundle) {
        let settings = json!({"rules": {rule.id(): false}});
        let answer = bundle_native(bundle, &payload(&request, &settings), case.cluster().as_ref());
        let own = format!("{}: ", rule.id());
        assert!(answer.warnings().iter().all(|line| !line.starts_with(&own)), "{own}{:?}", answer.warnings());
    }
}
