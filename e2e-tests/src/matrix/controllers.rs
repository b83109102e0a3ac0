//! Who is let through without a setting: Kubernetes' own controllers, the control plane and whom the rule names, by exact
//! names.

use redline_engine::kubernetes::exemption::{CONTROL_PLANE, CONTROLLERS};
use serde_json::{Value, json};

use super::expected::with_words;
use super::identities::own_users;
use super::{Base, Expected, Variant};

/// How much of a name a message shows.
const SHOWN: usize = 80;

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let mut variants = Vec::new();
    for controller in CONTROLLERS {
        let user = format!("system:serviceaccount:kube-system:{controller}");
        variants.push(by(base, &user, Expected::exempt(format!("controller {controller}"))));
        for lookalike in [
            format!("system:serviceaccount:default:{controller}"),
            format!("system:serviceaccount:kube-system2:{controller}"),
            format!("system:{controller}"),
            (*controller).to_owned(),
        ] {
            variants.push(by(base, &lookalike, as_anybody(base, &lookalike)));
        }
    }
    for user in CONTROL_PLANE.iter().map(|&user| user.to_owned()).chain(own_users(base)) {
        variants.push(by(base, &user, Expected::exempt(format!("user {user}"))));
        let lookalike = format!("x{user}");
        variants.push(by(base, &lookalike, as_anybody(base, &lookalike)));
    }
    variants.extend(without_defaults(base));
    variants.extend(kubelets(base));
    let groups = ["system:masters", "system:nodes", "system:authenticated"];
    let admin = base.by(&json!({"username": base.text("/userInfo/username"), "groups": groups}));
    variants.push(base.variant("groups of administrators and nodes", &admin, json!({}), base.same()));
    variants
}

/// The request as this user's, who is in no group.
fn request_by(base: &Base, user: &str) -> Value {
    base.by(&json!({"username": user, "groups": []}))
}

fn by(base: &Base, user: &str, expected: Expected) -> Variant {
    base.variant(format!("by {user}"), &request_by(base, user), json!({}), expected)
}

/// What the request of somebody without a special name gets, with the name of this user where the answer names one.
fn as_anybody(base: &Base, user: &str) -> Expected {
    // As long as the other name, and no part of it is cut off elsewhere.
    let anybody: String = "anybody.".chars().cycle().take(user.len()).collect();
    let answer = base.native(&base.with(&request_by(base, &anybody), json!({})));
    let shown = user.len().min(SHOWN);
    with_words(&answer, &[(&anybody, user), (&anybody[..shown], &user[..shown])]).into()
}

/// With `exemptDefaults: false` a controller is anybody.
fn without_defaults(base: &Base) -> Vec<Variant> {
    let off = json!({"exemptDefaults": false});
    let controllers = [
        "system:serviceaccount:kube-system:generic-garbage-collector",
        "system:serviceaccount:kube-system:namespace-controller",
    ];
    let users = CONTROL_PLANE.iter().copied().chain(controllers).map(str::to_owned).chain(own_users(base));
    let mut variants: Vec<Variant> = users
        .map(|user| {
            let name = format!("by {user}, without the defaults");
            base.variant(name, &request_by(base, &user), off.clone(), as_anybody(base, &user))
        })
        .collect();
    variants.push(base.setting(off, base.same()));
    variants
}

/// A kubelet may act on its own Node, and on no other.
fn kubelets(base: &Base) -> Vec<Variant> {
    let node = base.text("/name");
    let on_node = base.text("/resource/resource") == "nodes" && base.text("/resource/group").is_empty();
    if !base.rule.metadata.exempt_kubelets || !on_node || node.is_empty() {
        return Vec::new();
    }
    let (own, other) = (format!("system:node:{node}"), format!("system:node:{node}2"));
    vec![by(base, &own, Expected::exempt(format!("kubelet of {node}"))), by(base, &other, as_anybody(base, &other))]
}
