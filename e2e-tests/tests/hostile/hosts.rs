//! Hosts that answer nonsense: look-ups that fail or lie, and clocks that jump, go backwards or are refused.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use redline_dev::{BUNDLES, Bundle, RULES, RegisteredRule};
use redline_e2e::fuel::{Meter, Told};
use redline_e2e::matrix::{Base, bases};
use redline_e2e::{cases, module_bytes};
use redline_engine::core::response::Response;
use redline_engine::core::rule::RuleKind;
use redline_engine::kubernetes::lookup::Host;
use redline_host::Verdict;
use serde_json::{Value, json};

/// What a host may answer to a look-up that is neither the object nor the list that was asked for.
static NONSENSE: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let texts = [
        "",
        "nul",
        "null",
        "true",
        "7",
        "\"text\"",
        "[]",
        "[{}]",
        "{",
        "{}",
        "{\"items\":[",
        "{\"items\":null}",
        "{\"items\":7}",
        "{\"items\":{}}",
        "{\"items\":[7]}",
        "{\"items\":[[]]}",
        "{\"items\":[],\"items\":\"none\"}",
        "{\"metadata\":[]}",
        "{\"metadata\":{\"name\":\"somebody-else\"}}",
        "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":500,\"message\":\"etcdserver: request timed out\"}",
    ];
    let mut all: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    all.push(b"\xff\xfe".to_vec());
    all.push(b"{\"items\":[{\"metadata\":{\"name\":\"\xff\"}}]}".to_vec());
    all.push([b"[".repeat(100_000), b"]".repeat(100_000)].concat());
    all.push([&b"{\"items\":"[..], &b"{\"items\":".repeat(10_000), b"1", &b"}".repeat(10_001)].concat());
    all.push([&b"{\"items\":\""[..], &b"x".repeat(3 << 20), b"\"}"].concat());
    all
});

/// Why a host may refuse a look-up.
const REFUSALS: [&str; 3] = ["no right to look that up", "", "context deadline exceeded"];

type Validate<'r> = &'r (dyn Fn(&[u8], &Host<'_>) -> Response + Sync);

/// What a policy says without a clock, where every look-up gets this answer, and whether it asked.
fn told(validate: Validate<'_>, payload: &[u8], answer: &Result<Vec<u8>, String>) -> (Response, bool) {
    let asked = AtomicUsize::new(0);
    let call = |_: &str, _: &[u8]| {
        asked.fetch_add(1, Ordering::Relaxed);
        answer.clone()
    };
    let response = validate(payload, &Host { now: &|| None, call: Some(&call) });
    (response, asked.into_inner() > 0)
}

fn refused() -> Result<Vec<u8>, String> {
    Err(REFUSALS[0].to_owned())
}

/// The payloads of a rule's cases for which a policy looks something up.
fn asking(rule: &RegisteredRule, validate: Validate<'_>) -> Vec<Vec<u8>> {
    let payloads = cases(rule).into_iter().filter_map(|case| case.payload().ok());
    payloads.filter(|payload| told(validate, payload, &refused()).1).collect()
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned()
}

/// A look-up that cannot be understood is one that was refused: the same answer, whatever the host sent.
#[test]
fn nonsense_from_the_host_counts_as_no_answer() {
    let tried: usize = RULES
        .par_iter()
        .filter(|rule| !rule.docs.context.is_empty())
        .map(|rule| {
            let payloads = asking(rule, &rule.validate);
            for payload in &payloads {
                let want = told(&rule.validate, payload, &refused()).0;
                let nonsense = NONSENSE.iter().map(|answer| Ok(answer.clone()));
                for answer in nonsense.chain(REFUSALS.map(|why| Err(why.to_owned()))) {
                    let got = told(&rule.validate, payload, &answer).0;
                    let answer = answer.map_or_else(|why| why, |answer| shown(&answer));
                    assert_eq!(got, want, "{} told {answer}: {}", rule.id(), String::from_utf8_lossy(payload));
                }
            }
            payloads.len()
        })
        .sum();
    assert!(tried > 50, "{tried} requests");
}

fn meter(id: &str) -> Meter {
    Meter::new(&module_bytes(id)).unwrap_or_else(|e| panic!("{id}: {e}"))
}

/// The same through the modules of the rules that look things up, and through the bundle of all of them.
#[test]
fn modules_take_nonsense_for_no_answer() {
    let bundle: &Bundle =
        BUNDLES.iter().find(|bundle| bundle.id == "redline-admission").unwrap_or_else(|| panic!("none"));
    let rules: Vec<&RegisteredRule> = RULES.iter().filter(|rule| !rule.docs.context.is_empty()).collect();
    let first = |rule: &RegisteredRule, validate: Validate<'_>| asking(rule, validate).into_iter().next();
    let alone = rules.par_iter().map(|rule| (rule.id(), first(rule, &rule.validate).into_iter().collect()));
    let mut subjects: Vec<(&str, Vec<Vec<u8>>)> = alone.collect();
    subjects.push((bundle.id, rules.iter().filter_map(|rule| first(rule, &bundle.validate)).collect()));
    subjects.par_iter().for_each(|(id, payloads)| {
        assert!(!payloads.is_empty(), "{id}: no case looks anything up");
        let meter = meter(id);
        let clock = vec![None];
        for payload in payloads {
            let say = |lookup: Result<Vec<u8>, String>| {
                meter.judge(payload, Told { clock: clock.clone(), lookup }).unwrap_or_else(|e| panic!("{id}: {e}"))
            };
            let (want, plain) = say(refused());
            for answer in NONSENSE.iter() {
                let (got, cost) = say(Ok(answer.clone()));
                assert_eq!(got, want, "{id} told {}: {}", shown(answer), String::from_utf8_lossy(payload));
                // A rule asks for at most six kinds.
                let limit = plain.memory + 6 * 2 * answer.len() + (1 << 20);
                assert!(cost.memory <= limit, "{id} told {}: {} bytes", shown(answer), cost.memory);
            }
        }
    });
}

/// Times that a broken clock may show, in seconds since 1970: none of them lies in the hour of the approval below.
const TIMES: [i64; 6] = [0, 1, 1_767_225_599, 1_767_229_201, 4_102_444_800, (u64::MAX / 1_000_000_000) as i64];

/// An approval that counts from midnight to one o'clock on the first of January 2026, because it may not run longer.
const UNTIL: &str = "2026-01-01T01:00:00Z";

/// The request of a case with an approval of the rule on every object, as it reaches the policy.
fn approved(base: &Base, until: &str) -> Vec<u8> {
    let mut request = base.request.clone();
    for object in ["object", "oldObject"] {
        let metadata = &mut request[object]["metadata"];
        if metadata.is_object() && !metadata["annotations"].is_object() {
            metadata["annotations"] = json!({});
        }
        if let Value::Object(annotations) = &mut metadata["annotations"] {
            annotations.insert("redline.dev/approve".into(), base.id().into());
            annotations.insert("redline.dev/reason".into(), "the clock is wrong".into());
            annotations.insert("redline.dev/approved-until".into(), until.into());
        }
    }
    base.with(&request, json!({"approval": {"enabled": true, "maxDuration": "1h"}}))
}

/// What every rule denies, without a cluster.
fn denied(rule: &'static RegisteredRule) -> Vec<Base> {
    let mut bases = bases(rule);
    bases.retain(|base| {
        let alone = base.cluster().is_none() && base.plain.verdict() == Verdict::Deny;
        let exists = matches!(base.operation(), "UPDATE" | "DELETE");
        alone && exists && base.is_violation()
    });
    bases.truncate(3);
    bases
}

fn severity(response: &Response) -> Verdict {
    Verdict::of(response.accepted, response.code, response.warnings.as_deref().unwrap_or_default())
}

/// Whatever the clock shows, an approval counts in its own time only; without a clock it never counts.
#[test]
fn a_clock_that_jumps_approves_nothing() {
    // No approval counts for the rule about approvals.
    let approvable = RULES.par_iter().filter(|rule| rule.metadata.ignore_approval_edits);
    let tried: usize = approvable
        .filter(|rule| rule.kind == RuleKind::Admission)
        .map(|rule| {
            let mut count = 0;
            for base in denied(rule) {
                for until in [UNTIL, "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-01T01:00:00", "tomorrow"]
                {
                    let payload = approved(&base, until);
                    for times in [vec![None], TIMES.map(Some).to_vec(), TIMES.into_iter().rev().map(Some).collect()] {
                        // Every reading is another time; each evaluation begins with another one.
                        for start in 0..times.len() {
                            let read = AtomicUsize::new(start);
                            let now = || times[read.fetch_add(1, Ordering::Relaxed) % times.len()];
                            let said = severity(&(rule.validate)(&payload, &Host { now: &now, call: None }));
                            assert!(said >= Verdict::Invalid, "{} {}, until {until}: {said}", base.id(), base.case);
                            count += 1;
                        }
                    }
                }
            }
            count
        })
        .sum();
    assert!(tried > 2000, "{tried} evaluations");
}

/// The same through modules, one rule and all of them.
#[test]
fn modules_believe_no_clock_that_jumps() {
    for (id, rule) in [("node-deletion", "node-deletion"), ("redline-admission", "node-deletion")] {
        let rule = RULES.iter().find(|other| other.id() == rule).unwrap_or_else(|| panic!("{rule}"));
        let meter = meter(id);
        for base in denied(rule) {
            let payload = approved(&base, UNTIL);
            let say = |clock: Vec<Option<u64>>| {
                let told = Told { clock, ..Told::default() };
                let (response, _) = meter.judge(&payload, told).unwrap_or_else(|e| panic!("{id}: {e}"));
                response.verdict()
            };
            let at = |seconds: i64| Some(seconds as u64 * 1_000_000_000);
            for clock in
                [vec![None], TIMES.map(at).to_vec(), TIMES.into_iter().rev().map(at).collect(), vec![Some(u64::MAX)]]
            {
                assert_eq!(say(clock.clone()), Verdict::Deny, "{id} {} at {clock:?}", base.case);
            }
            let within = 1_767_227_400;
            assert!(say(vec![at(within)]) < Verdict::Invalid, "{id} {}: the approval counts in its time", base.case);
        }
    }
}
