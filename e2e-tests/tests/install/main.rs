//! What a cluster is given: manifests, kustomizations and the Helm chart, rendered by kubectl and helm themselves and
//! held against Kubewarden's schemas.

mod steps;
mod tools;

use std::process::Command;

use redline_dev::catalogue::{PROFILES, profiles};
use redline_dev::metadata::project::policy_name;
use redline_dev::root;
use redline_engine::core::kinds;
use serde_json::{Value, json};

use tools::{
    assert_valid, chart, helm, helm_says, kustomize, kustomized, lookups, names, read, rendered, run, schema,
    settings_schema, wanted,
};

#[test]
fn the_schemas_see_what_is_wrong() {
    let schema = schema("clusteradmissionpolicy.json");
    let policy = read("policies/node-deletion/policy.yaml").remove(0);
    assert_valid(&schema, &policy);
    for (path, value) in [
        ("/apiVersion", json!("policies.kubewarden.io/v1alpha2")),
        ("/kind", json!("AdmissionPolicy")),
        ("/metadata/name", json!("Node_Deletion")),
        ("/spec/mode", json!("warn")),
        ("/spec/mutating", json!("false")),
        ("/spec/module", json!("ghcr.io/redline-policies/node-deletion:v0.1.0")),
        ("/spec/rules", json!([])),
        ("/spec/rules/0/operations", json!(["delete"])),
        ("/spec/timeoutSeconds", json!(1)),
        ("/spec/failurePolicy", json!("ignore")),
        ("/spec/settings", json!([])),
    ] {
        let mut broken = policy.clone();
        *broken.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        assert!(!schema.is_valid(&broken), "{path}");
    }
    let mut broken = policy.clone();
    broken["spec"]["failPolicy"] = json!("Fail");
    assert!(!schema.is_valid(&broken), "an unknown field");
    broken = policy;
    broken["spec"].as_object_mut().unwrap().remove("mutating");
    assert!(!schema.is_valid(&broken), "a missing field");
}

#[test]
fn every_kustomization_renders_the_rules_of_its_kind() {
    let schema = schema("clusteradmissionpolicy.json");
    for (_, kind) in PROFILES {
        for (folder, mode) in [(format!("deploy/{kind}"), "monitor"), (format!("deploy/{kind}-enforce"), "protect")] {
            let objects = kustomize(&folder);
            assert_eq!(objects.keys().cloned().collect::<Vec<_>>(), names(wanted(kind)), "{folder}");
            for id in wanted(kind) {
                let object = &objects[&policy_name(&id)];
                assert_valid(&schema, object);
                let mut plain = read(&format!("policies/{id}/policy.yaml")).remove(0);
                plain["spec"]["mode"] = mode.into();
                assert_eq!(object, &plain, "{folder}");
            }
        }
    }
    let bundle = read("policies/redline-admission/policy.yaml").remove(0);
    assert_valid(&schema, &bundle);
}

/// `policies/` itself is a kustomization: of every admission rule, whatever the cluster.
#[test]
fn the_kustomization_of_all_rules_has_every_rule() {
    let all: Vec<String> = profiles(&root()).unwrap().into_keys().filter(|id| !id.starts_with("cloud-")).collect();
    assert_eq!(kustomize("policies").into_keys().collect::<Vec<_>>(), names(all));
}

/// People name a kustomization in this repository by its URL, which kustomize clones.
#[test]
fn a_kustomization_renders_from_a_remote_repository() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("redline");
    let copy = |path: &str| {
        std::fs::create_dir_all(to.join(path).parent().unwrap()).unwrap();
        std::fs::copy(root().join(path), to.join(path)).unwrap();
    };
    copy("policies/kustomization.yaml");
    profiles(&root()).unwrap().keys().for_each(|id| copy(&format!("policies/{id}/policy.yaml")));
    for folder in ["registered", "registered-enforce", "lookups"] {
        copy(&format!("deploy/{folder}/kustomization.yaml"));
    }
    copy("deploy/lookups/rbac.yaml");
    for args in [
        &["init", "--quiet", "--initial-branch=main"][..],
        &["add", "."],
        &["-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message=x"],
    ] {
        assert!(Command::new("git").args(args).current_dir(&to).status().unwrap().success(), "git {args:?}");
    }
    let url = format!("file://{}//deploy/registered-enforce?ref=main", to.display());
    assert_eq!(kustomize(&url), kustomize("deploy/registered-enforce"));
}

#[test]
fn the_chart_renders_what_the_kustomizations_render() {
    let schema = schema("clusteradmissionpolicy.json");
    for (_, kind) in PROFILES {
        for (mode, folder) in [("monitor", format!("deploy/{kind}")), ("protect", format!("deploy/{kind}-enforce"))] {
            let mut rendered = helm(&["bundle=false", &format!("profile={kind}"), &format!("mode={mode}")]);
            for object in rendered.values_mut() {
                assert_valid(&schema, object);
                assert_eq!(object["metadata"]["labels"]["app.kubernetes.io/managed-by"], "Helm");
                for own in ["app.kubernetes.io/managed-by", "app.kubernetes.io/instance", "helm.sh/chart"] {
                    object["metadata"]["labels"].as_object_mut().unwrap().remove(own);
                }
                let server = object["spec"].as_object_mut().unwrap().remove("policyServer");
                assert_eq!(server, Some("default".into()));
            }
            assert_eq!(rendered, kustomize(&folder), "{kind}, {mode}");
        }
    }
    let all = profiles(&root()).unwrap().keys().filter(|id| !id.starts_with("cloud-")).count();
    assert_eq!(helm(&["bundle=false", "profile=all"]).len(), all);
    assert!(helm(&["bundle=false", "profile=none"]).is_empty());
}

#[test]
fn values_reach_the_rules_they_are_for() {
    let schema = schema("clusteradmissionpolicy.json");
    let objects = helm(&[
        "bundle=false",
        "profile=serverless",
        "registry=registry-vpc.cn-hangzhou.aliyuncs.com/ops/",
        "tag=v9",
        "policyServer=redline",
        "settings.language=zh",
        "settings.enforcement=warn",
        "labels.team=platform",
        "annotations.note=a: b",
        "rules.node-deletion.enabled=true",
        "rules.node-deletion.mode=protect",
        "rules.node-deletion.failurePolicy=Fail",
        "rules.node-deletion.timeoutSeconds=9",
        "rules.node-deletion.settings.enforcement=strict",
        "rules.node-deletion.matchConditions[0].name=no-canary",
        "rules.node-deletion.matchConditions[0].expression=1 == 1",
        "rules.addon-change.enabled=false",
        "rules.shared-disk.enabled=false",
    ]);
    objects.values().for_each(|object| assert_valid(&schema, object));
    assert!(!objects.contains_key("redline-addon-change"));
    let node = &objects["redline-node-deletion"];
    assert_eq!(node["metadata"]["labels"]["team"], "platform");
    assert_eq!(node["metadata"]["annotations"], json!({"note": "a: b"}));
    let spec = &node["spec"];
    assert_eq!(spec["module"], "registry://registry-vpc.cn-hangzhou.aliyuncs.com/ops/node-deletion:v9");
    assert_eq!((&spec["mode"], &spec["failurePolicy"]), (&json!("protect"), &json!("Fail")));
    assert_eq!((&spec["timeoutSeconds"], &spec["policyServer"]), (&json!(9), &json!("redline")));
    assert_eq!(spec["matchConditions"], json!([{"name": "no-canary", "expression": "1 == 1"}]));
    assert_eq!(spec["settings"], json!({"language": "zh", "enforcement": "strict"}));
    let other = &objects["redline-guard-removal"]["spec"];
    assert_eq!(
        (&other["mode"], &other["settings"]),
        (&json!("monitor"), &json!({"language": "zh", "enforcement": "warn"}))
    );
}

#[test]
fn the_chart_renders_one_policy_for_the_bundle() {
    let objects = helm(&[
        "profile=serverless",
        "settings.language=both",
        "rules.guard-removal.settings.enforcement=warn",
        "rules.addon-change.enabled=false",
        "rules.redline-admission.mode=protect",
    ]);
    assert_eq!(objects.keys().collect::<Vec<_>>(), ["redline-admission"]);
    let bundle = &objects["redline-admission"];
    assert_valid(&schema("clusteradmissionpolicy.json"), bundle);
    let plain = read("policies/redline-admission/policy.yaml").remove(0);
    for member in ["rules", "contextAwareResources", "module", "failurePolicy"] {
        assert_eq!(bundle["spec"][member], plain["spec"][member], "{member}");
    }
    assert_eq!(bundle["spec"]["mode"], "protect");
    let settings = &bundle["spec"]["settings"];
    assert_eq!((&settings["allRules"], &settings["language"]), (&json!(false), &json!("both")));
    let mut rules = settings["rules"].as_object().unwrap().clone();
    assert_eq!(rules.remove("guard-removal"), Some(json!({"enforcement": "warn"})));
    assert!(rules.values().all(|rule| rule == &json!(true)));
    let own: Vec<String> =
        wanted("serverless").into_iter().filter(|id| !["guard-removal", "addon-change"].contains(&&**id)).collect();
    assert_eq!(rules.keys().cloned().collect::<Vec<_>>(), own);
    // What the chart writes, the module takes.
    assert!(settings_schema("redline-admission").is_valid(settings), "{settings:#}");
}

/// Kubewarden grants its policy server little, so a rule that looks something up brings the permission along.
#[test]
fn the_policy_server_may_read_what_rules_look_up() {
    let allows = |rules: &Value, group: &str, resource: &str| {
        let has = |list: &Value, word: &str| list.as_array().unwrap().iter().any(|each| each == word);
        rules.as_array().unwrap().iter().any(|rule| {
            has(&rule["apiGroups"], group)
                && has(&rule["resources"], resource)
                && rule["verbs"] == json!(["get", "list", "watch"])
        })
    };
    let account = json!({"kind": "ServiceAccount", "name": "policy-server", "namespace": "kubewarden"});
    let installs = [
        rendered(&["profile=managed"]),
        rendered(&["profile=managed", "bundle=false"]),
        kustomized("deploy/managed"),
        kustomized("deploy/managed-enforce"),
    ];
    for objects in &installs {
        let (rules, subject) = lookups(objects).unwrap();
        assert_eq!(subject, &account);
        for policy in objects.iter().filter(|object| object["kind"] == "ClusterAdmissionPolicy") {
            for kind in policy["spec"]["contextAwareResources"].as_array().into_iter().flatten() {
                let version = kind["apiVersion"].as_str().unwrap();
                let group = version.rsplit_once('/').map_or("", |(group, _)| group);
                let known = kinds::ALL.iter().find(|known| known.group == group && known.kind == kind["kind"]).unwrap();
                assert!(allows(rules, group, known.plural), "{}: {kind}", policy["metadata"]["name"]);
            }
        }
    }
    // The chart grants no more than the enabled rules need.
    let objects = rendered(&["profile=none", "rules.unmanaged-node.enabled=true", "lookups.serviceAccount.name=mine"]);
    let (rules, subject) = lookups(&objects).unwrap();
    assert_eq!(rules, &json!([{"apiGroups": [""], "resources": ["nodes"], "verbs": ["get", "list", "watch"]}]));
    assert_eq!(subject["name"], "mine");

    // Without the role the policies still look things up; without look-ups they list no kind, so that none of them waits for one.
    let looks_up = |objects: &[Value]| objects.iter().any(|object| !object["spec"]["contextAwareResources"].is_null());
    let elsewhere = rendered(&["lookups.createRole=false"]);
    assert!(lookups(&elsewhere).is_none() && looks_up(&elsewhere));
    for bundle in ["bundle=true", "bundle=false"] {
        let without = rendered(&["lookups.enabled=false", bundle]);
        assert!(lookups(&without).is_none() && !looks_up(&without), "{bundle}");
    }
}

#[test]
fn values_that_mean_nothing_are_refused() {
    for (value, said) in [
        ("profile=edge", "/profile"),
        ("mode=warn", "/mode"),
        ("rules.node-deletio.enabled=true", "node-deletio"),
        ("rules.cloud-slb-config.enabled=true", "cloud-slb-config"),
        ("rules.node-deletion.settings.enforcment=warn", "enforcment"),
        ("rules.node-deletion.failurePolicy=ignore", "failurePolicy"),
        ("settings.langauge=zh", "langauge"),
        ("registry=registry://ghcr.io/redline-policies", "/registry"),
        ("modes=protect", "modes"),
        ("lookups.serviceAccount.namespace=", "/lookups/serviceAccount/namespace"),
    ] {
        let (done, text) = helm_says(&[value]);
        assert!(!done && text.contains(said), "{value}: {text}");
    }
}

#[test]
fn the_chart_is_in_order() {
    let (done, text) = run("helm", &["lint", "--strict", chart()]);
    assert!(done, "{text}");
    let dry = ["install", "redline", chart(), "--dry-run=client", "--set", "profile=serverless"];
    let (done, text) = run("helm", &dry);
    assert!(done, "{text}");
    let rules = wanted("serverless").len();
    assert!(text.contains(&format!("with {rules} rules (serverless), mode monitor")), "{text}");
    assert!(text.contains(&format!("{rules} 条规则")), "{text}");
    // Watch, warn, refuse: the notes name the next step, as the guide does.
    for (values, next) in [
        ("mode=monitor", "--set mode=protect --set settings.enforcement=warn"),
        ("mode=protect,settings.enforcement=warn", "--set settings.enforcement=deny"),
        ("mode=protect", "--set settings.enforcement=warn"),
    ] {
        let (done, text) = run("helm", &["install", "redline", chart(), "--dry-run=client", "--set", values]);
        let notes = text.split("NOTES:").nth(1).unwrap_or_default();
        assert!(done && notes.contains(next), "{values}: {text}");
        let guide = std::fs::read_to_string(root().join("docs/rollout.md")).unwrap();
        assert!(guide.contains(next), "docs/rollout.md: {next}");
    }
}

#[test]
fn the_example_of_a_group_is_valid() {
    let schema = schema("clusteradmissionpolicygroup.json");
    let group = read("deploy/examples/node-deletion-group.yaml").remove(0);
    assert_valid(&schema, &group);
    let settings = settings_schema("node-deletion");
    let rule = read("policies/node-deletion/policy.yaml").remove(0);
    for (name, member) in group["spec"]["policies"].as_object().unwrap() {
        assert_eq!(member["module"], rule["spec"]["module"], "{name}");
        assert!(settings.is_valid(&member["settings"]), "{name}");
        assert!(
            group["spec"]["expression"].as_str().unwrap().contains(&format!("{name}()")),
            "the expression lacks {name}"
        );
    }
    let mut broken = group.clone();
    broken["spec"].as_object_mut().unwrap().remove("message");
    assert!(!schema.is_valid(&broken), "a group needs a message");
    broken = group;
    broken["spec"]["policies"]["approved"]["mutating"] = json!(false);
    assert!(!schema.is_valid(&broken), "members of a group do not say `mutating`");
}
