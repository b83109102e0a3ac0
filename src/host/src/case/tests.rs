use super::*;

fn case(text: &str) -> Result<Case, String> {
    Case::parse(text, Path::new("cases/x.yaml")).map_err(|e| e.to_string())
}

fn request(text: &str) -> Value {
    case(&format!("why: w\nexpect: {{verdict: allow}}\n{text}")).unwrap().request().unwrap().clone()
}

fn refusal(text: &str) -> String {
    case(&format!("why: w\nexpect: {{verdict: allow}}\n{text}")).unwrap_err()
}

#[test]
fn a_short_request_is_filled_in() {
    let deletion = request("request: {operation: DELETE, resource: v1/nodes, name: worker-1}");
    assert_eq!(
        deletion,
        json!({
            "uid": "00000000-0000-4000-8000-000000000000", "operation": "DELETE", "name": "worker-1", "dryRun": false,
            "kind": {"group": "", "version": "v1", "kind": "Node"},
            "requestKind": {"group": "", "version": "v1", "kind": "Node"},
            "resource": {"group": "", "version": "v1", "resource": "nodes"},
            "requestResource": {"group": "", "version": "v1", "resource": "nodes"},
            "userInfo": {"username": "alice", "groups": ["system:authenticated"]},
            "object": null,
            "oldObject": {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker-1"}},
            "options": {"apiVersion": "meta.k8s.io/v1", "kind": "DeleteOptions"},
        })
    );
}

#[test]
fn what_is_given_wins() {
    let update = request(
        "request:\n  operation: UPDATE\n  resource: apps/v1/deployments/scale\n  user: bob\n  groups: [ops]\n  dryRun: true\n  \
         object: {metadata: {name: web, namespace: prod}, spec: {replicas: 0}}\n  oldObject: {kind: Other}\n  options: {x: 1}",
    );
    assert_eq!(update["kind"], json!({"group": "autoscaling", "version": "v1", "kind": "Scale"}));
    assert_eq!(update["resource"], json!({"group": "apps", "version": "v1", "resource": "deployments"}));
    assert_eq!(update["subResource"], "scale");
    assert_eq!((&update["name"], &update["namespace"]), (&json!("web"), &json!("prod")));
    assert_eq!(update["userInfo"], json!({"username": "bob", "groups": ["ops"]}));
    assert_eq!(update["object"]["apiVersion"], "autoscaling/v1");
    assert_eq!(update["oldObject"]["kind"], "Other");
    assert_eq!((&update["dryRun"], &update["options"]), (&json!(true), &json!({"x": 1})));
}

#[test]
fn exec_needs_no_kind() {
    let exec = request("request: {operation: CONNECT, resource: v1/pods/exec, namespace: prod, name: web-0}");
    assert_eq!(exec["kind"]["kind"], "PodExecOptions");
    assert_eq!(exec["object"], Value::Null);
    let error = refusal("request: {operation: CREATE, resource: example.com/v1/widgets}");
    assert_eq!(
        error,
        "cases/x.yaml: `request`: `kind` is missing, and the kind of `example.com/v1/widgets` is not known"
    );
    assert!(refusal("request: {operation: CREATE, resource: pods}").contains("expected `v1/nodes`"));
    assert!(refusal("request: {operation: CREATE, resource: v1/pods/exec, subResource: exec}").contains("already"));
}

#[test]
fn manifests_reviews_and_raw_requests_are_taken() {
    let manifest = "manifest: {operation: DELETE, object: {apiVersion: v1, kind: Node, metadata: {name: n}}}";
    assert_eq!(request(manifest)["oldObject"]["metadata"]["name"], "n");
    assert_eq!(request("review: {kind: AdmissionReview, request: {uid: u}}"), json!({"uid": "u"}));
    assert_eq!(request("review: {uid: u, operation: DELETE}")["uid"], "u");
    assert!(refusal("review: {uid: u}").contains("neither an AdmissionReview"));
    assert_eq!(request("raw: {product: slb, action: X}"), json!({"product": "slb", "action": "X"}));
}

#[test]
fn payloads_carry_the_settings() {
    let case = case("why: w\nsettings: {a: 1}\nraw: {x: y}\nexpect: {verdict: deny}").unwrap();
    assert_eq!(case.payload().unwrap(), br#"{"request":{"x":"y"},"settings":{"a":1}}"#);
    let text = self::case("why: w\nrawText: '{broken'\nexpect: {verdict: invalid}").unwrap();
    assert_eq!((text.payload().unwrap(), text.request()), (b"{broken".to_vec(), None));
    let bare = self::case("why: w\nraw: {}\nexpect: {verdict: allow}").unwrap();
    assert_eq!(bare.payload().unwrap(), br#"{"request":{},"settings":{}}"#);
}

#[test]
fn slips_are_refused_with_their_place() {
    let error = case("why: w\nraw: {}\nexpect:\n  verdict: allow\n  mesage: x\n").unwrap_err();
    assert!(error.starts_with("cases/x.yaml:5:3: ") && error.contains("mesage"), "{error}");
    let error = case("why: w\nraw: {}\nexpect: {verdict: maybe}").unwrap_err();
    assert!(error.starts_with("cases/x.yaml:3:") && error.contains("maybe"), "{error}");
    let error = case("why: w\nnow: x\nraw: {}\nexpect: {verdict: allow}").unwrap_err();
    assert!(error.starts_with("cases/x.yaml:2:1: ") && error.contains("now"), "{error}");
    assert!(refusal("").ends_with("found 0"));
    assert!(refusal("raw: {}\nrawText: x").ends_with("found 2"));
    assert!(refusal("raw: '${now+1y}'").starts_with("cases/x.yaml:3: invalid time `${now+1y}'`"));
    assert!(case("why: ' '\nraw: {}\nexpect: {verdict: allow}").unwrap_err().contains("`why` is empty"));
    assert!(case("why: w\nraw: {}\nexpect: {}").unwrap_err().contains("neither `verdict` nor `settingsError`"));
}

#[test]
fn times_are_relative_to_now() {
    let stamp = request("raw: {until: '${now+1h}'}")["until"].as_str().unwrap().to_owned();
    let until: jiff::Timestamp = stamp.parse().unwrap();
    let ahead = until.as_second() - clock::now();
    assert!((3595..=3600).contains(&ahead), "{ahead} seconds ahead");
}

#[test]
fn every_expectation_counts() {
    let case =
        case("why: w\nraw: {}\nexpect:\n  verdict: deny\n  message: no\n  warnings: [w1]\n  audit: {k: v}\n").unwrap();
    let good = Response {
        accepted: false,
        message: Some("no".to_owned()),
        code: Some(403),
        warnings: Some(vec!["w1".to_owned()]),
        audit_annotations: Some([("k", "v"), ("other", "x")].map(|(k, v)| (k.to_owned(), v.to_owned())).into()),
        mutated_object: None,
    };
    assert_eq!(case.check(&good), Ok(()));
    for (change, want) in [
        (Response { code: Some(400), ..good.clone() }, "verdict\n  want deny\n  got  invalid: no"),
        (Response { message: None, ..good.clone() }, "message\n  want \"no\"\n  got  null"),
        (Response { warnings: None, ..good.clone() }, "warnings\n  want [\"w1\"]\n  got  []"),
        (Response { audit_annotations: None, ..good.clone() }, "audit annotation `k`\n  want \"v\"\n  got  null"),
    ] {
        assert_eq!(case.check(&change).unwrap_err(), want);
    }
}

#[test]
fn texts_may_be_regular_expressions() {
    let expect = "message: '/^deletes .+ through the API/'\n  warnings: ['/^a/', b]\n  audit: {k: '/v[0-9]/'}\n";
    let case = case(&format!("why: w\nraw: {{}}\nexpect:\n  verdict: deny\n  {expect}")).unwrap();
    let good = Response {
        code: Some(403),
        message: Some("deletes node `x` through the API".to_owned()),
        warnings: Some(vec!["ab".to_owned(), "b".to_owned()]),
        audit_annotations: Some([("k".to_owned(), "v1".to_owned())].into()),
        ..Response::default()
    };
    assert_eq!(case.check(&good), Ok(()));
    let other = Response { message: Some("no".to_owned()), ..good.clone() };
    assert_eq!(case.check(&other).unwrap_err(), "message\n  want \"/^deletes .+ through the API/\"\n  got  \"no\"");
    assert!(case.check(&Response { warnings: Some(vec!["ab".to_owned()]), ..good }).is_err());
    let invalid = self::case("why: w\nraw: {}\nexpect: {verdict: deny, message: '/(/'}").unwrap_err();
    assert!(invalid.contains("invalid regular expression `/(/`: unclosed group"), "{invalid}");
}

#[test]
fn findings_are_compared_member_by_member() {
    let findings = r#"[{"rule":"r","level":"deny","path":"a","value":"","row":"26","text":{"en":"deletes `x`"}}]"#;
    let answer = Response {
        code: Some(403),
        audit_annotations: Some([("redline-findings".to_owned(), findings.to_owned())].into()),
        ..Response::default()
    };
    let check = |findings: &str| {
        case(&format!("why: w\nraw: {{}}\nexpect: {{verdict: deny, findings: {findings}}}")).unwrap().check(&answer)
    };
    assert_eq!(check("[{level: deny, text: 'deletes `x`'}]"), Ok(()));
    assert!(check("[{level: warn}]").unwrap_err().starts_with("findings\n  want [{\"level\":\"warn\"}]\n  got  [{"));
    assert!(check("[]").is_err() && check("[{}, {}]").is_err());
}

#[test]
fn settings_errors_are_compared() {
    let case = case("why: w\nsettings: {a: 1}\nexpect: {settingsError: unknown key}").unwrap();
    let refused = |message: &str| SettingsResponse { valid: false, message: Some(message.to_owned()) };
    assert_eq!(case.check_settings(&refused("unknown key")), Ok(()));
    assert!(case.check_settings(&refused("other")).is_err());
    assert!(case.check_settings(&SettingsResponse { valid: true, message: None }).is_err());
    assert!(case.payload().is_err());
    let usual = self::case("why: w\nraw: {}\nexpect: {verdict: allow}").unwrap();
    assert!(usual.check_settings(&refused("x")).unwrap_err().contains("want {\"valid\":true}"));
}

#[test]
fn clusters_are_optional_and_case_files_sorted() {
    assert_eq!(case("why: w\nraw: {}\nexpect: {verdict: allow}").unwrap().cluster(), None);
    let with = case("why: w\nraw: {}\ncluster: [{kind: Pod}]\nexpect: {verdict: allow}").unwrap();
    assert_eq!(with.cluster().unwrap().objects().values().collect::<Vec<_>>(), [json!({"kind": "Pod"})]);
    let dir = tempfile::tempdir().unwrap();
    for name in ["b.yaml", "a.yml", "c.txt"] {
        std::fs::write(dir.path().join(name), "").unwrap();
    }
    let names: Vec<_> = cases_in(dir.path()).unwrap().iter().map(|p| p.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["a.yml", "b.yaml"]);
}
