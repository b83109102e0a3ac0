//! The steps of `docs/quickstart.md` and `docs/rollout.md`, one after the other, as the policy of each step answers.

use redline_dev::BUNDLES;
use redline_e2e::bundle_native;
use serde_json::{Value, json};

use crate::tools::helm;

/// The policy that the chart renders with the values of the installation and these.
fn policy(more: &[&str]) -> Value {
    let install = ["profile=managed", "rules.guard-removal.settings.exempt.users={me}"];
    helm(&[&install[..], more].concat()).remove("redline-admission").unwrap()
}

/// What a policy answers to a request: whether it is accepted, and how many warnings there are.
fn answer(policy: &Value, request: &Value) -> (bool, usize) {
    let bundle = BUNDLES.iter().find(|bundle| bundle.id == "redline-admission").unwrap();
    let payload = json!({"request": request, "settings": policy["spec"]["settings"]}).to_string();
    let response = bundle_native(bundle, payload.as_bytes(), None);
    (response.accepted, response.warnings.map_or(0, |warnings| warnings.len()))
}

/// The update of an object; its deletion where `new` is null.
fn request(user: &str, group: &str, resource: &str, old: &Value, new: &Value) -> Value {
    let object = if new.is_null() { old } else { new };
    json!({
        "uid": "1", "operation": if new.is_null() { "DELETE" } else { "UPDATE" }, "userInfo": {"username": user},
        "kind": {"group": group, "version": "v1", "kind": object["kind"]},
        "resource": {"group": group, "version": "v1", "resource": resource},
        "name": object["metadata"]["name"], "object": new, "oldObject": old,
    })
}

#[test]
fn each_step_of_the_guides_does_what_they_say() {
    let node = json!({
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": "worker-1", "labels": {"alibabacloud.com/nodepool-id": "np1"}},
        "spec": {"providerID": "cn-hangzhou.i-bp1"},
    });
    let deletion = request("me", "", "nodes", &node, &Value::Null);
    let warn = policy(&["mode=protect", "settings.enforcement=warn"]);
    let deny = policy(&["mode=protect", "settings.enforcement=deny"]);
    let (passes, warnings) = answer(&warn, &deletion);
    assert!(passes && warnings > 0);
    assert!(!answer(&deny, &deletion).0);

    // Who is named at the installation may go back and switch approvals on, and nobody else may.
    let approvals = policy(&[
        "mode=protect",
        "settings.enforcement=deny",
        "settings.approval.enabled=true",
        "rules.approval-grant.settings.approvers.users={me}",
    ]);
    for to in [&warn, &approvals] {
        for (user, may) in [("me", true), ("somebody", false)] {
            let change = request(user, "policies.kubewarden.io", "clusteradmissionpolicies", &deny, to);
            assert_eq!(answer(&deny, &change).0, may, "{user}");
        }
    }
    for (user, may) in [("me", true), ("somebody", false)] {
        let removal = request(user, "policies.kubewarden.io", "clusteradmissionpolicies", &deny, &Value::Null);
        assert_eq!(answer(&deny, &removal).0, may, "{user}");
    }

    // The same for approvals.
    let mut approved = node.clone();
    approved["metadata"]["annotations"] = json!({
        "redline.dev/approve": "node-deletion", "redline.dev/reason": "disk is broken",
        "redline.dev/approved-until": "2026-11-23T22:00:00+08:00",
    });
    for (user, may) in [("me", true), ("somebody", false)] {
        assert_eq!(answer(&approvals, &request(user, "", "nodes", &node, &approved)).0, may, "{user}");
    }
}
