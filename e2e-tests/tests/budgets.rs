//! What a call may cost in memory and in fuel. Both are counted, not timed, and so are the same on every machine.
//!
//! A few modules stand for all: every guard, every shape of cloud operations and both bundles are among them, and
//! compiling the others for metering would take minutes.

use std::sync::LazyLock;

use rayon::prelude::*;
use redline_e2e::fuel::{Cost, Meter};
use redline_e2e::sample::{creation, pod};
use redline_e2e::{cases_of, module_bytes};
use serde_json::{Value, json};

const ADMISSION: &[&str] = &[
    "network-crd",
    "node-deletion",
    "nas-directory-deletion",
    "node-clock",
    "shared-disk",
    "slb-reuse-removal",
    "sysctl-ip-forward",
    "terway-config",
];
const OTHERS: &[&str] = &["cloud-node-command", "cloud-slb-config", "redline-admission", "redline-cloud"];

static METERS: LazyLock<Vec<(&str, Meter)>> = LazyLock::new(|| {
    let ids = ADMISSION.par_iter().chain(OTHERS);
    ids.map(|id| (*id, Meter::new(&module_bytes(id)).unwrap_or_else(|e| panic!("{id}: {e}")))).collect()
});

/// Bytes beside twice the payload that a module's memory may come to.
const MEMORY: usize = 2 << 20;

/// Bytes of memory for each byte of a payload that is one long command, the worst that we know: every word of it names a
/// file that `rm` deletes.
const COMMAND: usize = 64;

/// How long the long things are.
const LONG: usize = 1_000_000;

fn cost(meter: &Meter, payload: &Value) -> (usize, Cost) {
    let payload = payload.to_string();
    (payload.len(), meter.validate(payload.as_bytes()).unwrap_or_else(|e| panic!("{e}")))
}

/// The case's payload with something long in every object: an annotation, and of a container its arguments.
fn inflated(mut payload: Value, long: &Value) -> Value {
    fn containers(value: &mut Value, long: &Value) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    match value {
                        Value::Array(items) if key == "containers" => {
                            items.iter_mut().take(1).for_each(|container| container["args"] = long.clone());
                        }
                        _ => containers(value, long),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| containers(item, long)),
            _ => {}
        }
    }
    let text = "x".repeat(LONG);
    if long.is_array() {
        containers(&mut payload, long);
        return payload;
    }
    for object in ["object", "oldObject"] {
        if payload["request"][object]["metadata"].is_object() {
            payload["request"][object]["metadata"]["annotations"]["note"] = json!(text);
        }
    }
    payload["request"]["note"] = json!(text);
    payload
}

fn over(id: &str, meter: &Meter, payload: &Value, times: usize) -> Option<String> {
    let (length, Cost { memory, .. }) = cost(meter, payload);
    (memory > times * length + MEMORY).then(|| format!("{id}: {memory} bytes for a payload of {length}"))
}

#[test]
fn memory_stays_in_proportion_to_the_payload() {
    let script = "if [ -f /tmp/x ]; then echo \"$HOME\" > /tmp/x; sysctl -w vm.swappiness=1; fi\n".repeat(LONG / 75);
    let words: Vec<&str> = std::iter::repeat_n("word", LONG / 7).collect();
    let found: Vec<String> = METERS
        .par_iter()
        .flat_map_iter(|(id, meter)| {
            let payloads = cases_of(id).into_iter().filter_map(|case| case.payload().ok());
            let payloads = payloads.filter_map(|payload| serde_json::from_slice::<Value>(&payload).ok());
            let payloads: Vec<Value> = payloads.filter(|payload| payload["request"].is_object()).collect();
            let long = payloads.iter().step_by(8).map(|payload| inflated(payload.clone(), &Value::Null));
            let mut found: Vec<String> = long.filter_map(|payload| over(id, meter, &payload, 2)).collect();
            let pods = payloads.iter().filter(|payload| inflated((*payload).clone(), &json!([])) != **payload);
            for payload in pods.step_by(4).take(3) {
                for args in [json!(["-c", script]), json!(words)] {
                    found.extend(over(id, meter, &inflated(payload.clone(), &args), COMMAND));
                }
            }
            found
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

fn about(kind: &str, resource: &str, member: &str, length: usize) -> Value {
    let items: Vec<Value> =
        (0..length / 50).map(|i| json!({"name": format!("item-{i}"), "on": true, "n": i})).collect();
    json!({"request": {
        "uid": "1", "kind": {"group": "example.com", "version": "v1", "kind": kind},
        "resource": {"group": "example.com", "version": "v1", "resource": resource},
        "name": "x", "namespace": "default", "operation": "CREATE", "userInfo": {"username": "alice"},
        member: {"metadata": {"name": "x", "namespace": "default"}, "spec": {"items": items}},
    }, "settings": {}})
}

#[test]
fn other_kinds_cost_hardly_more_than_their_bytes() {
    for (id, meter) in METERS.iter().filter(|(id, _)| ADMISSION.contains(id)) {
        let (_, read) = cost(meter, &about("Widget", "widgets", "object", 7000));
        let (_, skipped) = cost(meter, &about("Widget", "widgets", "unread", 7000));
        assert!(read.fuel * 10 <= skipped.fuel * 11, "{id}: {} of {}", read.fuel, skipped.fuel);
    }
}

#[test]
fn the_cost_grows_with_the_size_and_no_faster() {
    for (id, meter) in METERS.iter() {
        let per_byte = |length| {
            let mut payload = about("Widget", "widgets", "object", length);
            payload["request"]["kind"] = json!({"group": "", "version": "v1", "kind": "Pod"});
            payload["request"]["resource"] = json!({"group": "", "version": "v1", "resource": "pods"});
            let (length, Cost { fuel, .. }) = cost(meter, &payload);
            fuel as f64 / length as f64
        };
        let (small, large) = (per_byte(100_000), per_byte(1_000_000));
        assert!(large <= small * 1.1, "{id}: {small:.1} a byte, then {large:.1}");
    }
}

/// Fuel that the bundle of all admission rules may take for an ordinary Pod of 7 kB. Reading it for one rule takes a fifth.
const ORDINARY_POD: u64 = 1_000_000;

/// How many times the fuel of one rule that reads scripts the bundle may take, with all such rules in it.
const ALL_SCRIPT_RULES: u64 = 3;

fn fuel_of(id: &str, object: Value) -> u64 {
    let (_, meter) = METERS.iter().find(|(known, _)| *known == id).unwrap_or_else(|| panic!("{id}"));
    cost(meter, &json!({"request": creation(object), "settings": {}})).1.fuel
}

#[test]
fn a_bundle_reads_a_request_once_for_all_its_rules() {
    let fuel = fuel_of("redline-admission", pod(0));
    assert!(fuel <= ORDINARY_POD, "{fuel}");
}

#[test]
fn a_bundle_interprets_a_script_once_for_all_its_rules() {
    let mut object = pod(0);
    let script = "for f in a b c; do if [ -f /tmp/$f ]; then cp /tmp/$f /data/$f; fi; done; exec sleep 60\n".repeat(40);
    object["spec"]["hostNetwork"] = json!(true);
    object["spec"]["containers"][0]["command"] = json!(["sh", "-c", script]);
    let (bundle, alone) = (fuel_of("redline-admission", object.clone()), fuel_of("node-clock", object));
    assert!(bundle <= ALL_SCRIPT_RULES * alone, "{bundle} and {alone}");
}

/// Ordinary lines of scripts, by what they are about. `@` is a number that is another one each time.
const LINES: &[(&str, &str)] = &[
    (
        "commands",
        "echo \"step @ of the set-up\"\nmkdir -p /opt/app@/conf\ncp /opt/app@/conf/a.conf /opt/app@/conf/b.conf\n\
         chmod 0644 /opt/app@/conf/b.conf\nsystemctl restart app@\ncurl -fsSL https://example.com/p-@.tgz -o /tmp/p-@.tgz\n\
         tar -xzf /tmp/p-@.tgz -C /opt/app@\n",
    ),
    ("variables", "NAME_@=\"app-@\"\nLOG_@=\"/opt/${NAME_@}/log-$(hostname)\"\nN=$((N + 1))\nls -l \"$LOG_@\"\n"),
    (
        "files",
        "cat > /etc/app/conf-@.yaml <<EOT\nname: app-@\nport: 80@\nlog: /var/log/app-@.log\nEOT\necho x=@ >> /etc/app/main.conf\n",
    ),
    (
        "loops",
        "for f in a b c; do\n  if [ -f \"/tmp/@/$f\" ]; then cp \"/tmp/@/$f\" \"/data/@/$f\"; else echo \"no $f\"; fi\ndone\n\
         while read -r line; do echo \"$line\"; done < /tmp/list-@\n",
    ),
    (
        "functions",
        "step_@() {\n  local name=\"$1\"\n  echo \"do $name\"\n  install -m 0755 \"/src/$name\" \"/usr/local/bin/$name\"\n}\n\
         step_@ tool-@\n",
    ),
    (
        "pipelines",
        "cat /proc/mounts | grep tool@ | awk '{print $2}' | sort | uniq -c\nps aux | grep -v grep | grep app@ | head -n 3\n\
         dmesg | tail -n @ | tee /tmp/dmesg-@.log\n",
    ),
    (
        "branches",
        "if [ \"$MODE\" = \"a@\" ]; then X_@=1; elif test -d /srv/@; then X_@=2; else X_@=3; fi\n\
         case \"$ROLE\" in master) Y=m@ ;; worker) Y=w@ ;; *) Y=none ;; esac\necho \"$X_@ $Y\" > /tmp/out-@\n",
    ),
    (
        "scripts",
        "cat > /opt/job-@.sh <<'EOT'\n#!/bin/bash\nset -e\necho \"job @\"\nEOT\nchmod +x /opt/job-@.sh\n/opt/job-@.sh\n",
    ),
];

/// Texts that nobody writes by accident: what goes before, what is repeated, and what goes behind.
const HOSTILE: &[(&str, [&str; 3])] = &[
    ("substitutions in one command", ["", "$(a) ", ""]),
    ("redirections of one command", ["", ">b ", ""]),
    ("arithmetic that does not end", ["", "$((a ", ""]),
    ("one chain of commands", ["", "a && ", ""]),
    ("one chain of branches", ["if a; then b\n", "elif a; then b\n", "fi\n"]),
    ("a value that doubles", ["", "A=x$A$A\n", ""]),
    ("quotes in quotes", ["", "\"$(", ""]),
    ("a pattern with many stars", ["", "case xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy in *x*x*x*x*x) a;; esac\n", ""]),
    ("functions that call each other", ["", "f@() { f; f; }; f() { f@; f@; }\n", ""]),
    ("a filter that is fed its output", ["", "a=$(echo $a | tr a b)b\n", ""]),
    ("a prefix that is looked for", ["", "x=${x#*a}aaaa\n", ""]),
    ("variables and scripts", ["", "A@=1; bash -c \"echo $A@\"\n", ""]),
    ("one find in another", ["", "find / -exec ", "a\n"]),
    ("names that find looks for", ["find a b c d e f g h i j k l m n o p ", "-name x -o ", "-name y\n"]),
];

fn script(before: &str, lines: &str, behind: &str, length: usize) -> String {
    let mut out = before.to_owned();
    for i in 0.. {
        if out.len() >= length {
            break;
        }
        out.push_str(&lines.replace('@', &i.to_string()));
    }
    out + behind
}

/// What a script costs in a privileged container that has the whole node, beside the Pod around it: fuel for each byte of the
/// script, and bytes of memory for each byte of the payload beyond [`MEMORY`].
fn script_cost(id: &str, script: &str) -> (f64, f64) {
    let (_, meter) = METERS.iter().find(|(known, _)| *known == id).unwrap_or_else(|| panic!("{id}"));
    let of = |script: &str| {
        let mut object = pod(0);
        let container = &mut object["spec"]["containers"][0];
        container["command"] = json!(["sh", "-c", script]);
        container["securityContext"] = json!({"privileged": true});
        container["volumeMounts"] = json!([{"name": "root", "mountPath": "/host"}]);
        object["spec"]["volumes"] = json!([{"name": "root", "hostPath": {"path": "/"}}]);
        object["spec"]["hostNetwork"] = json!(true);
        object["spec"]["hostPID"] = json!(true);
        cost(meter, &json!({"request": creation(object), "settings": {}}))
    };
    let (length, whole) = of(script);
    let fuel = (whole.fuel - of("exec sleep 60").1.fuel) as f64 / script.len() as f64;
    (fuel, whole.memory.saturating_sub(MEMORY) as f64 / length as f64)
}

/// How much more each byte of a script of 256 kB may cost than each byte of one of 16 kB. Loops over words in the bundle take half
/// as much again; everything else takes less.
const GROWTH: f64 = 1.6;

/// What a script may cost a module: fuel for each byte of the script, and memory for each byte of the payload.
struct ScriptLimits {
    id: &'static str,
    /// Of ordinary lines.
    fuel: f64,
    memory: f64,
    /// Of any text.
    hostile_fuel: f64,
    hostile_memory: f64,
}

/// The modules that stand for those of single rules and for the bundle.
const SCRIPT_RULES: &[ScriptLimits] = &[
    ScriptLimits { id: "node-clock", fuel: 1_400.0, memory: 9.0, hostile_fuel: 5_000.0, hostile_memory: 12.0 },
    ScriptLimits { id: "redline-admission", fuel: 2_100.0, memory: 18.0, hostile_fuel: 12_500.0, hostile_memory: 36.0 },
];

#[test]
fn the_cost_of_a_script_grows_with_its_length_and_no_faster() {
    let all = SCRIPT_RULES.par_iter().flat_map_iter(|rule| LINES.iter().map(move |lines| (rule, lines)));
    let found: Vec<String> = all
        .filter_map(|(rule, (name, lines))| {
            let [(small, _), (large, memory)] =
                [16, 256].map(|kib| script_cost(rule.id, &script("", lines, "", kib * 1024)));
            let fits = small <= rule.fuel && large <= small * GROWTH && memory <= rule.memory;
            (!fits).then(|| format!("{}, {name}: {small:.0} a byte, then {large:.0}; memory {memory:.1}x", rule.id))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn hostile_scripts_cost_in_proportion_to_their_length() {
    let all = SCRIPT_RULES.par_iter().flat_map_iter(|rule| HOSTILE.iter().map(move |text| (rule, text)));
    let found: Vec<String> = all
        .filter_map(|(rule, (name, [before, text, behind]))| {
            let [(small, _), (large, memory)] =
                [16, 64].map(|kib| script_cost(rule.id, &script(before, text, behind, kib * 1024)));
            let bounded = large <= small.max(rule.hostile_fuel / 4.0) * GROWTH;
            let fits = small <= rule.hostile_fuel && bounded && memory <= rule.hostile_memory;
            (!fits).then(|| format!("{}, {name}: {small:.0} a byte, then {large:.0}; memory {memory:.1}x", rule.id))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
