//! Requests and settings of extreme size and shape, through every module: always an answer, and never a milder one.

use std::sync::LazyLock;

use rayon::prelude::*;
use redline_dev::{BUNDLES, RULES};
use redline_e2e::fuel::{Meter, Told};
use redline_e2e::matrix::{Base, bases};
use redline_e2e::policy::{Policy, policies};
use redline_e2e::{host, module, module_bytes};
use redline_host::{Host, Module, Verdict};
use serde_json::{Value, json};

/// A request that a policy denies, or at least warns about.
struct Refused {
    payload: Value,
    verdict: Verdict,
}

impl Refused {
    /// The first request of a rule's cases with the severest verdict.
    fn of(bases: &[Base], module: &Module) -> Option<Refused> {
        let alone = bases.iter().filter(|base| base.is_violation() && base.cluster().is_none());
        let judged = alone.filter(|base| base.settings.is_empty() || module.id() == base.id()).map(|base| {
            let payload = json!({"request": base.request, "settings": base.settings});
            Refused { verdict: verdict(module, payload.to_string().as_bytes()), payload }
        });
        judged.filter(|refused| refused.verdict != Verdict::Allow).max_by_key(|refused| refused.verdict)
    }

    fn text(&self) -> String {
        self.payload.to_string()
    }

    /// The payload with a member before all others of the request, as text: a tree of it would take a gigabyte.
    fn with_member(&self, member: &str) -> String {
        let text = self.text();
        let (before, after) = text.split_once("\"request\":{").unwrap_or_else(|| panic!("no request: {text}"));
        format!("{before}\"request\":{{{member},{after}")
    }
}

/// A policy as it is built, and requests that it refuses.
struct Subject {
    policy: Policy,
    module: Module,
    refused: Vec<Refused>,
}

impl Subject {
    fn of(host: &Host, policy: Policy, bases: &[Vec<Base>]) -> Subject {
        let module = module(host, policy.id());
        let refused = match policy {
            Policy::Rule(rule) => {
                let own = RULES.iter().position(|other| other.id() == rule.id()).and_then(|at| bases.get(at));
                own.and_then(|own| Refused::of(own, &module)).into_iter().collect()
            }
            // One of each fourth rule stands for them in the bundle.
            Policy::Bundle(bundle) => {
                let ids: Vec<&str> = bundle.rules().map(|rule| rule.id()).step_by(4).collect();
                let own = RULES.iter().zip(bases).filter(|(rule, _)| ids.contains(&rule.id()));
                own.filter_map(|(_, own)| Refused::of(own, &module)).collect()
            }
        };
        Subject { policy, module, refused }
    }
}

static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    let host = host();
    let bases: Vec<Vec<Base>> = RULES.par_iter().map(bases).collect();
    let policies: Vec<Policy> = policies().collect();
    let subjects: Vec<Subject> = policies.par_iter().map(|policy| Subject::of(&host, *policy, &bases)).collect();
    let idle: Vec<&str> = subjects.iter().filter(|subject| subject.refused.is_empty()).map(|s| s.policy.id()).collect();
    assert_eq!(idle, [""; 0], "they refuse nothing");
    subjects
});

/// What a module says. A trap, and an error in place of an answer, is none: a limit of the host ended the call.
fn verdict(module: &Module, payload: &[u8]) -> Verdict {
    match module.validate(payload, None) {
        Ok(response) => response.verdict(),
        Err(error) => panic!("{} has no answer to {} bytes: {error}", module.id(), payload.len()),
    }
}

/// Tries something on every refused request of every policy, and reports all that went wrong.
fn on_each(check: impl Fn(&Subject, &Refused) -> Vec<String> + Sync) {
    let each =
        SUBJECTS.par_iter().flat_map_iter(|subject| subject.refused.iter().map(move |refused| (subject, refused)));
    let wrong: Vec<String> = each
        .flat_map_iter(|(subject, refused)| {
            check(subject, refused)
                .into_iter()
                .map(|what| format!("{}: {what}: {}", subject.policy.id(), refused.text()))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong answers: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

/// What no rule reads, with its name.
fn unread() -> Vec<(&'static str, String)> {
    let keys: Vec<String> = (0..1_000_000).map(|i| format!("\"k{i}\":0")).collect();
    vec![
        ("ten megabytes", format!("\"{}\"", "x".repeat(10 << 20))),
        ("a million keys", format!("{{{}}}", keys.join(","))),
        ("ten thousand lists in one another", format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000))),
        ("ten thousand objects in one another", format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000))),
        ("a key twice", r#"{"a":1,"a":2}"#.to_owned()),
        ("half a character", r#""\ud800""#.to_owned()),
        ("a number of a hundred thousand digits", format!("1{}", "0".repeat(100_000))),
        ("a number without bounds", "-1e999999999".to_owned()),
    ]
}

#[test]
fn what_no_rule_reads_changes_no_verdict_whatever_its_size() {
    let unread = unread();
    on_each(|subject, refused| {
        let say = |json: &str| verdict(&subject.module, refused.with_member(&format!("\"zzz\":{json}")).as_bytes());
        // The two that are long are tried once on each policy.
        let first = std::ptr::eq(refused, &subject.refused[0]);
        let wrong = unread.iter().skip(if first { 0 } else { 2 }).filter(|(_, json)| say(json) != refused.verdict);
        wrong.map(|(what, _)| (*what).to_owned()).collect()
    });
}

/// Places in the request, as paths of keys and positions, down to some depth.
fn places(value: &Value, depth: usize) -> Vec<String> {
    let below = |(key, value): (String, &Value)| {
        let deeper = if depth > 1 { places(value, depth - 1) } else { Vec::new() };
        let deeper: Vec<String> = deeper.into_iter().map(|rest| format!("/{key}{rest}")).collect();
        std::iter::once(format!("/{key}")).chain(deeper)
    };
    let escaped = |key: &String| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(members) => members.iter().flat_map(|(key, value)| below((escaped(key), value))).collect(),
        Value::Array(items) => {
            items.iter().enumerate().take(2).flat_map(|(i, value)| below((i.to_string(), value))).collect()
        }
        _ => Vec::new(),
    }
}

/// Members that rules read in the requests that have them.
const READ: &[&str] = &[
    "/operation",
    "/name",
    "/namespace",
    "/kind",
    "/kind/kind",
    "/kind/group",
    "/resource/resource",
    "/resource/group",
    "/userInfo",
    "/userInfo/username",
    "/userInfo/groups",
    "/userInfo/groups/0",
    "/product",
    "/action",
    "/change",
    "/change/actions",
    "/change/actions/0",
];

#[test]
fn no_shape_of_a_member_makes_a_verdict_milder() {
    let [lists, objects] = [("[", "]"), ("{\"a\":", "}")]
        .map(|(open, close)| format!("{}1{}", open.repeat(10_000), close.repeat(10_000)).into_bytes());
    let broken: [&[u8]; 5] = [b"[", b"\"x", b"\"\x01\"", b"\"\xff\"", b"\"\xe7\x95\""];
    on_each(|subject, refused| {
        let mut wrong = Vec::new();
        for place in places(&refused.payload["request"], 4) {
            let mut payload = refused.payload.clone();
            let Some(member) = payload["request"].pointer_mut(&place) else { panic!("{place}") };
            let deep = if member.is_object() { &lists } else { &objects };
            *member = "@place@".into();
            let text = payload.to_string();
            let Some((before, after)) = text.split_once("\"@place@\"") else { panic!("{text}") };
            let say = |shape: &[u8]| verdict(&subject.module, &[before.as_bytes(), shape, after.as_bytes()].concat());
            // What is not JSON is noticed everywhere; a shape that is wrong for the member, wherever a rule reads it.
            for shape in broken.iter().filter(|shape| say(shape) != Verdict::Invalid) {
                wrong.push(format!("{place} as {}", String::from_utf8_lossy(shape)));
            }
            let shapes: [&[u8]; 3] = [br#""\ud800""#, b"1e999999999", deep];
            for shape in shapes.iter().take(if READ.contains(&&*place) { 3 } else { 0 }) {
                let said = say(shape);
                if said != Verdict::Invalid && said != refused.verdict {
                    wrong.push(format!("{place} as {:.20}: {said}", String::from_utf8_lossy(shape)));
                }
            }
        }
        wrong
    });
}

#[test]
fn of_members_that_stand_twice_the_last_one_counts() {
    let innocent = [
        r#""operation":"CONNECT""#,
        r#""dryRun":true"#,
        r#""userInfo":{"username":"system:serviceaccount:kube-system:cluster-autoscaler","groups":["system:masters"]}"#,
        r#""namespace":"nowhere""#,
        r#""kind":{"group":"example.com","version":"v1","kind":"Widget"}"#,
        r#""resource":{"group":"example.com","version":"v1","resource":"widgets"}"#,
        r#""object":{"kind":"Widget","metadata":{"name":"x","deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":{}}"#,
        r#""oldObject":{"kind":"Widget","metadata":{"name":"x","deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":{}}"#,
        r#""change":{"actions":["no-op"]}"#,
        r#""action":"DescribeNothing""#,
        r#""eventName":"DescribeNothing""#,
    ];
    on_each(|subject, refused| {
        let mut wrong = Vec::new();
        for member in innocent {
            let key = member.split('"').nth(1).unwrap_or_default();
            if refused.payload["request"].get(key).is_none_or(Value::is_null) {
                continue;
            }
            let said = verdict(&subject.module, refused.with_member(member).as_bytes());
            // A kind of resource that stands twice may also be refused as a contradiction.
            if said != refused.verdict && said != Verdict::Invalid {
                wrong.push(format!("{member}: {said}"));
            }
        }
        let lax = format!("{{\"settings\":{{\"enforcement\":\"audit\"}},{}", &refused.text()[1..]);
        let said = verdict(&subject.module, lax.as_bytes());
        if said != refused.verdict {
            wrong.push(format!("settings: {said}"));
        }
        wrong
    });
}

#[test]
fn twenty_thousand_annotations_hide_nothing() {
    let notes: String = (0..20_000).map(|i| format!("\"example.com/{i}\":\"x\",")).collect();
    on_each(|subject, refused| {
        let mut payload = refused.payload.clone();
        for object in ["object", "oldObject"] {
            let metadata = &mut payload["request"][object]["metadata"];
            if let Value::Object(annotations) = &mut metadata["annotations"] {
                annotations.insert("@notes@".into(), 1.into());
            } else if metadata.is_object() {
                metadata["annotations"] = json!({"@notes@": 1});
            }
        }
        let text = payload.to_string().replace("\"@notes@\":1,", &notes);
        let text = text.replace("\"@notes@\":1", notes.trim_end_matches(','));
        let said = verdict(&subject.module, text.as_bytes());
        if said == refused.verdict { Vec::new() } else { vec![format!("{said}")] }
    });
}

#[test]
fn settings_of_a_megabyte_are_used_or_refused() {
    let names: Vec<String> = (0..50_000).map(|i| format!("somebody-{i:012}")).collect();
    let fine = json!({"exempt": {"users": names}}).to_string();
    assert!(fine.len() > 1 << 20);
    let long = "界".repeat(400_000);
    let deep = format!("{{\"exempt\":{}1{}}}", "{\"users\":".repeat(120_000), "}".repeat(120_000));
    let wrong = [
        json!({&long: true}).to_string(),
        json!({"language": &long}).to_string(),
        json!({"exempt": {&long: []}}).to_string(),
        json!({"exempt": {"objects": [format!("*{long}")]}}).to_string(),
        json!({"rules": {&long: 7}}).to_string(),
        json!(names).to_string(),
        deep,
        format!("{{\"enforcement\":1{}}}", "0".repeat(1 << 20)),
    ];
    on_each(|subject, refused| {
        // Each rule of a bundle reads the settings, and all rules read them in the same way.
        let first = std::ptr::eq(refused, &subject.refused[0]);
        let every_sixth = SUBJECTS.iter().position(|other| std::ptr::eq(other, subject)).is_some_and(|at| at % 6 == 0);
        if !first || !every_sixth && matches!(subject.policy, Policy::Rule(_)) {
            return Vec::new();
        }
        let id = subject.policy.id();
        let answer = |settings: &str| {
            subject.module.validate_settings(settings.as_bytes()).unwrap_or_else(|e| panic!("{id}: {e}"))
        };
        let with = |settings: &str| {
            let payload = format!("{{\"request\":{},\"settings\":{settings}}}", refused.payload["request"]);
            subject.module.validate(payload.as_bytes(), None).unwrap_or_else(|e| panic!("{id}: {e}"))
        };
        let mut found = Vec::new();
        let own = refused.payload["settings"].to_string();
        let comma = if own == "{}" { "" } else { "," };
        let used = format!("{}{comma}{}", &fine[..fine.len() - 1], &own[1..]);
        if !answer(&used).valid || with(&used).verdict() != refused.verdict {
            found.push(format!("fifty thousand exemptions: {:?}", answer(&used)));
        }
        for settings in &wrong {
            let (told, said) = (answer(settings), with(settings));
            let words = told.message.unwrap_or_default();
            let lengths = [words.len(), said.message.as_deref().unwrap_or_default().len()];
            let fits = |length: &usize| (1..2000).contains(length);
            if told.valid || said.verdict() != Verdict::Invalid || !lengths.iter().all(fits) {
                found.push(format!("{settings:.40}: {words:.200} {lengths:?} {}", said.verdict()));
            }
        }
        found
    });
}

/// Fuel for each byte of what is only skipped. Brackets take the most, and the rules about cloud operations pass over them
/// several times.
const FUEL: u64 = 200;

/// Bytes of memory beside twice the payload.
const MEMORY: usize = 2 << 20;

#[test]
fn extremes_cost_in_proportion_to_their_size() {
    let mut unread = unread();
    unread.push(("a million lists in one another", format!("{}1{}", "[".repeat(1_000_000), "]".repeat(1_000_000))));
    let ids = ["node-deletion", "cloud-slb-config"].into_iter().chain(BUNDLES.iter().map(|bundle| bundle.id));
    for subject in ids.filter_map(|id| SUBJECTS.iter().find(|subject| subject.policy.id() == id)) {
        let (id, refused) = (subject.policy.id(), &subject.refused[0]);
        let meter = Meter::new(&module_bytes(id)).unwrap_or_else(|e| panic!("{id}: {e}"));
        let cost = |payload: &str| {
            let (said, cost) = meter.judge(payload.as_bytes(), Told::default()).unwrap_or_else(|e| panic!("{id}: {e}"));
            assert_eq!(said.verdict(), refused.verdict, "{id}: {payload:.80}");
            cost
        };
        let plain = cost(&refused.text());
        for (what, json) in &unread {
            let payload = refused.with_member(&format!("\"zzz\":{json}"));
            let cost = cost(&payload);
            let each = (cost.fuel - plain.fuel) as f64 / json.len() as f64;
            assert!(cost.fuel - plain.fuel <= FUEL * json.len() as u64 + 10_000, "{id}, {what}: {each:.1} a byte");
            assert!(cost.memory <= 2 * payload.len() + MEMORY, "{id}, {what}: {} bytes", cost.memory);
        }
    }
}
