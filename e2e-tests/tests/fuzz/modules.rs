//! Modules: of random requests they say what the rules say natively, alone and in the bundle, for what it may cost.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use redline_dev::{BUNDLES, Bundle, RULES, RegisteredRule};
use redline_e2e::fuel::{Meter, Told};
use redline_e2e::{module_bytes, module_path};
use redline_engine::core::rule::RuleKind;
use redline_engine::kubernetes::lookup::Host;
use redline_host::{Response, Verdict};
use serde_json::{Value, json};

use crate::random::{Random, rounds};
use crate::requests::payloads;
use crate::scripts::{corpus, damaged};

/// What the clock of every host here shows.
const NOW: i64 = 1_767_268_800;

/// Fuel for a request of any size, and for each byte of it. A short script of nested loops runs as many commands as the
/// interpreter hands out at most, and every rule looks at each.
const FUEL: u64 = 500_000_000;
const FUEL_OF_A_BYTE: u64 = 15_000;

/// Memory in the same way. A byte may be a command of its own, and a short script may fill many variables.
const MEMORY: usize = 16 << 20;
const MEMORY_OF_A_BYTE: usize = 64;

/// The most that an answer has taken.
static MOST_FUEL: AtomicU64 = AtomicU64::new(0);
static MOST_MEMORY: AtomicUsize = AtomicUsize::new(0);

fn meter(id: &str) -> Meter {
    Meter::new(&module_bytes(id)).unwrap_or_else(|e| panic!("{id}: {e}"))
}

/// The answer of a module, which stays within its bounds.
fn metered(id: &str, meter: &Meter, payload: &[u8]) -> Response {
    let told = Told { clock: vec![Some(NOW as u64 * 1_000_000_000)], ..Told::default() };
    let shown = || String::from_utf8_lossy(payload);
    let (response, cost) = meter.judge(payload, told).unwrap_or_else(|e| panic!("{id}: {e}: {}", shown()));
    let fuel = FUEL + FUEL_OF_A_BYTE * payload.len() as u64;
    assert!(cost.fuel <= fuel, "{id}: fuel {} for {} bytes: {}", cost.fuel, payload.len(), shown());
    MOST_FUEL.fetch_max(cost.fuel, Ordering::Relaxed);
    MOST_MEMORY.fetch_max(cost.memory, Ordering::Relaxed);
    let memory = MEMORY + MEMORY_OF_A_BYTE * payload.len();
    assert!(cost.memory <= memory, "{id}: {} bytes for {}: {}", cost.memory, payload.len(), shown());
    response
}

fn natively(validate: impl Fn(&Host<'_>) -> String) -> Response {
    let call = |_: &str, _: &[u8]| Err(String::new());
    let answer = validate(&Host { now: &|| Some(NOW), call: Some(&call) });
    serde_json::from_str(&answer).unwrap_or_else(|e| panic!("{answer}: {e}"))
}

fn bundle_of(kind: RuleKind) -> &'static Bundle {
    BUNDLES.iter().find(|bundle| bundle.kind == kind).unwrap_or_else(|| panic!("none"))
}

/// A known request after a few random changes, and the rule whose case it was.
fn changed(
    known: &[(&'static RegisteredRule, String, Value)],
    random: &mut Random,
) -> (&'static RegisteredRule, Value) {
    let (rule, _, value) = random.pick(known);
    let mut value = value.clone();
    for _ in 0..random.below(4) {
        random.change(&mut value);
    }
    (rule, value)
}

#[test]
fn bundles_say_what_their_rules_say() {
    let known = payloads();
    let meters = [RuleKind::Admission, RuleKind::Cloud].map(|kind| meter(bundle_of(kind).id));
    for round in 0..rounds() {
        let mut random = Random::new(round);
        let (rule, mut value) = changed(&known, &mut random);
        // In the bundle, `true` and `false` in place of settings switch a rule.
        if !value.is_object() || !value["settings"].is_object() {
            continue;
        }
        let bundle = bundle_of(rule.kind);
        let meter = &meters[usize::from(rule.kind == RuleKind::Cloud)];
        let alone = value.to_string();
        let alone = natively(|host| (rule.validate)(alone.as_bytes(), host).to_json());
        if random.one_in(2) {
            value["settings"] = json!({"allRules": true});
        } else {
            value["settings"] = json!({"allRules": false, "rules": {rule.id(): value["settings"]}});
        }
        let payload = value.to_string();
        let native = natively(|host| (bundle.validate)(payload.as_bytes(), host).to_json());
        let wasm = metered(bundle.id, meter, payload.as_bytes());
        assert_eq!(wasm, native, "{} round {round}: {payload}", bundle.id);
        // In the bundle, settings that are no settings of a rule are refused whatever the request.
        if value["settings"]["allRules"] == false && native.verdict() != Verdict::Invalid {
            assert_eq!(native.verdict(), alone.verdict(), "{} round {round}: {payload}", rule.id());
        }
    }
}

#[test]
fn modules_say_what_their_rules_say() {
    let known = payloads();
    let mut random = Random::new(0);
    // Other ones with every seed, because compiling all of them takes minutes.
    for _ in 0..4 {
        let rule = random.pick(RULES);
        if !module_path(rule.id()).exists() {
            panic!("no module of `{}`; run `make modules`", rule.id());
        }
        let meter = meter(rule.id());
        let own: Vec<_> = known.iter().filter(|(other, ..)| other.id() == rule.id()).cloned().collect();
        for round in 0..rounds() / 4 {
            let mut random = Random::new(round);
            // Mostly requests that concern the rule.
            let (_, value) = changed(if random.one_in(8) { &known } else { &own }, &mut random);
            let payload = value.to_string();
            let native = natively(|host| (rule.validate)(payload.as_bytes(), host).to_json());
            assert_eq!(metered(rule.id(), &meter, payload.as_bytes()), native, "{}: {payload}", rule.id());
        }
    }
}

#[test]
fn damaged_scripts_cost_what_they_may() {
    let corpus = corpus();
    let bundle = bundle_of(RuleKind::Admission);
    let meter = meter(bundle.id);
    for round in 0..rounds() / 20 {
        let mut random = Random::new(round);
        let mut script = random.pick(&corpus).clone();
        for _ in 0..=random.below(5) {
            script = damaged(&script, &corpus, &mut random);
        }
        let payload = json!({"settings": {"allRules": true}, "request": {
            "uid": "1", "operation": "CREATE", "name": "x", "namespace": "prod", "userInfo": {"username": "dev"},
            "kind": {"group": "", "version": "v1", "kind": "Pod"},
            "resource": {"group": "", "version": "v1", "resource": "pods"},
            "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x", "namespace": "prod"}, "spec": {
                "hostPID": true, "hostNetwork": true, "volumes": [{"name": "host", "hostPath": {"path": "/"}}],
                "containers": [{
                    "name": "x", "image": "busybox", "command": ["sh", "-c", script],
                    "securityContext": {"privileged": true}, "volumeMounts": [{"name": "host", "mountPath": "/host"}],
                }],
            }},
        }});
        let payload = payload.to_string();
        let native = natively(|host| (bundle.validate)(payload.as_bytes(), host).to_json());
        assert_eq!(metered(bundle.id, &meter, payload.as_bytes()), native, "round {round}: {payload}");
    }
    let (fuel, memory) = (MOST_FUEL.load(Ordering::Relaxed), MOST_MEMORY.load(Ordering::Relaxed));
    println!("at most {fuel} fuel and {memory} bytes of memory");
}
