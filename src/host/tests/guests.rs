//! Modules through the public interface: answers, limits, and what guests may ask of the host.

mod common;

use std::{
    collections::BTreeSet,
    sync::Mutex,
    time::{Duration, Instant},
};

use common::{ANY_REQUEST, guest};
use redline_host::{Cluster, Error, Host, Limits, Metadata, Module, Response, Verdict};
use serde_json::json;

fn load(limits: Limits, validate: &str, answer: &str, metadata: Option<&str>) -> Module {
    Host::new(limits).unwrap().load_bytes("test", guest(validate, answer, metadata)).unwrap()
}

const ECHO: &str = "(call $respond (i32.const 4096) (local.get $len))";

#[test]
fn an_answer_comes_back_whole() {
    let module = load(Limits::default(), ECHO, "", None);
    let sent = json!({
        "accepted": false, "message": "no", "code": 403, "warnings": ["w"],
        "audit_annotations": {"k": "v"}, "mutated_object": {"a": [1]},
    });
    let got = module.validate(sent.to_string().as_bytes(), None).unwrap();
    assert_eq!(serde_json::to_value(&got).unwrap(), sent);
    assert_eq!(got.verdict(), Verdict::Deny);
    assert_eq!(module.protocol_version().unwrap(), "v1");
    assert!(module.validate_settings(b"{}").unwrap().valid);
    let refused = module.validate_settings(br#"{"x":1}"#).unwrap();
    assert_eq!(refused.message.as_deref(), Some("the key `x` is unknown"));
}

#[test]
fn answers_that_are_none_are_errors() {
    let module = load(Limits::default(), ECHO, "", None);
    let error = module.validate(b"hello", None).unwrap_err();
    assert!(matches!(error, Error::Answer { .. }), "{error}");
    let failing = load(Limits::default(), "(call $fail (i32.const 0) (i32.const 9)) (unreachable)", "went awry", None);
    let error = failing.validate(b"{}", None).unwrap_err();
    assert!(error.to_string().starts_with("module `test` crashed; "), "{error}");
    let telling = load(Limits::default(), "(call $fail (i32.const 0) (i32.const 9))", "went awry", None);
    let error = telling.validate(b"{}", None).unwrap_err();
    assert_eq!(error.to_string(), "module `test` reports an error: went awry");
}

/// Counts its calls in `message`, so that a test sees whether an instance is used again. `L` loops for ever.
const COUNTING: &str = "
    (if (i32.eq (i32.load8_u (i32.const 4096)) (i32.const 76)) (then (loop $ever (br $ever))))
    (i32.store8 (i32.const 28) (i32.add (i32.const 48) (global.get $calls)))
    (call $answer)";

fn calls(response: &Response) -> &str {
    response.message.as_deref().unwrap()
}

#[test]
fn an_endless_loop_is_stopped_and_the_next_call_works() {
    let limits = Limits { time: Duration::from_millis(100), ..Limits::default() };
    let module = load(limits, COUNTING, r#"{"accepted":true,"message":"0"}"#, None);
    assert_eq!(calls(&module.validate(b"{}", None).unwrap()), "1");
    assert_eq!(calls(&module.validate(b"{}", None).unwrap()), "2", "the instance is used again");
    let start = Instant::now();
    let error = module.validate(b"L", None).unwrap_err();
    assert_eq!(error.to_string(), "module `test` ran longer than 100 ms and was stopped");
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(90) && took < Duration::from_secs(2), "{took:?}");
    assert_eq!(calls(&module.validate(b"{}", None).unwrap()), "1", "the instance is a new one");
}

#[test]
fn modules_may_be_called_from_many_threads() {
    let module = load(Limits::default(), COUNTING, r#"{"accepted":true,"message":"0"}"#, None);
    let call = || (0..3).map(|_| calls(&module.validate(b"{}", None).unwrap()).to_owned()).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(call)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), ["1", "2", "3"], "each thread has its own instance");
        }
    });
}

#[test]
fn a_trap_is_an_error_and_the_next_call_works() {
    let trapping = "(if (i32.eq (i32.load8_u (i32.const 4096)) (i32.const 84)) (then (unreachable))) (call $answer)";
    let module = load(Limits::default(), trapping, r#"{"accepted":true}"#, None);
    let error = module.validate(b"T", None).unwrap_err();
    assert!(matches!(error, Error::Crash { .. }), "{error}");
    assert_eq!(module.validate(b"{}", None).unwrap().verdict(), Verdict::Allow);
}

#[test]
fn memory_stops_growing_at_the_limit() {
    // Grows by as many pages as the payload is long, and traps when that is refused.
    let grow = "(if (i32.eq (memory.grow (local.get $len)) (i32.const -1)) (then (unreachable))) (call $answer)";
    let limits = Limits { memory: 1 << 20, ..Limits::default() };
    let module = load(limits, grow, r#"{"accepted":true}"#, None);
    assert!(module.validate(&[0; 14], None).is_ok(), "2 + 14 pages are one mebibyte");
    let error = module.validate(&[0; 15], None).unwrap_err();
    assert!(matches!(error, Error::Crash { .. }), "{error}");
}

struct Capture(Mutex<Vec<String>>);

impl log::Log for Capture {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        self.0.lock().unwrap().push(format!("{} {}", record.level(), record.args()));
    }
    fn flush(&self) {}
}

static LOG: Capture = Capture(Mutex::new(Vec::new()));

#[test]
fn what_a_guest_logs_reaches_the_log() {
    log::set_logger(&LOG).unwrap();
    log::set_max_level(log::LevelFilter::Info);
    let module = load(
        Limits::default(),
        "(call $log (i32.const 0) (i32.const 11)) (call $respond (i32.const 11) (i32.const 17))",
        r#"hello there{"accepted":true}"#,
        None,
    );
    module.validate(b"{}", None).unwrap();
    let lines = LOG.0.lock().unwrap();
    assert!(lines.iter().any(|line| line.starts_with("INFO ") && line.ends_with(": hello there")), "{lines:?}");
}

/// Sends its payload as a look-up and answers with what came of it.
const LOOKUP: &str = "
    (if (call $host (i32.const 2304) (i32.const 10) (i32.const 2314) (i32.const 10) (i32.const 2324) (i32.const 12)
                    (i32.const 4096) (local.get $len))
        (then (call $host_read (i32.const 8192)) (call $respond (i32.const 8192) (call $host_len)))
        (else (call $host_error (i32.const 8192)) (call $respond (i32.const 8192) (call $host_error_len))))";

#[test]
fn look_ups_find_what_was_granted_and_nothing_else() {
    let metadata = r#"{"contextAwareResources":[{"apiVersion":"v1","kind":"Pod"}],"rules":[],"mutating":false}"#;
    let module = load(Limits::default(), LOOKUP, "", Some(metadata));
    let node = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a"}});
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "x"}});
    let cluster = Cluster::new(vec![node, pod.clone()]);
    let ask = |kind: &str, cluster: Option<&Cluster>| {
        let request = json!({"api_version": "v1", "kind": kind, "name": "a", "namespace": "x", "disable_cache": false});
        let answer = module.call("validate", request.to_string().as_bytes(), cluster).unwrap();
        String::from_utf8(answer).unwrap()
    };
    assert_eq!(ask("Pod", Some(&cluster)), pod.to_string());
    assert_eq!(ask("Node", Some(&cluster)), "policy has not been granted access to kubernetes v1/Node objects");
    let none = "policy has not been granted access to the cluster: none is attached";
    assert_eq!(ask("Pod", None), none, "the cluster of the call before is gone");
    assert_eq!(ask("Pod", Some(&Cluster::default())), "cannot find kubernetes v1/Pod objects named `a`");
}

#[test]
fn metadata_is_read_from_the_module() {
    let module = load(Limits::default(), "", "", Some(ANY_REQUEST));
    let metadata: &Metadata = module.metadata().unwrap();
    assert_eq!(metadata.annotation("title"), Some("A test rule"));
    assert_eq!(metadata.context_aware_resources, BTreeSet::new());
    assert!(load(Limits::default(), "", "", None).metadata().is_none());
    let host = Host::new(Limits::default()).unwrap();
    let error = host.load_bytes("x", guest("", "", Some("{oops"))).unwrap_err();
    assert!(
        error.to_string().starts_with("module `x` cannot be used: its section `io.kubewarden.metadata`"),
        "{error}"
    );
}

#[test]
fn modules_that_cannot_run_here_say_so() {
    let host = Host::new(Limits::default()).unwrap();
    let alien = wat::parse_str(r#"(module (import "env" "strange" (func)))"#).unwrap();
    let error = host.load_bytes("x", alien).unwrap().prepare().unwrap_err();
    assert!(error.to_string().starts_with("module `x` cannot be used: it needs `env::strange`, "), "{error}");
    let empty = wat::parse_str("(module)").unwrap();
    let error = host.load_bytes("x", empty).unwrap().validate(b"{}", None).unwrap_err();
    assert_eq!(error.to_string(), "module `x` cannot be used: it has no waPC interface; it is no policy module");
    let error = host.load_bytes("x", b"#!/bin/sh".to_vec()).unwrap_err();
    assert!(error.to_string().starts_with("module `x` cannot be used: it is no WebAssembly module"), "{error}");
}
