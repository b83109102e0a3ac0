//! `redline verify`: asks a cluster whether the guard is on.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};

use crate::args;
use crate::config::Config;
use crate::error::{CliError, Outcome};
use crate::keyboard::Program;
use crate::keyboard::kubectl::{Client, Invocation};
use crate::language::{self, tr};
use crate::rule_docs::{Probe, RULE_DOCS, Rule};
use crate::terminal::escape;

/// Types of policies that can hold rules.
const POLICIES: &str = "clusteradmissionpolicies.policies.kubewarden.io,admissionpolicies.policies.kubewarden.io,\
     clusteradmissionpolicygroups.policies.kubewarden.io,admissionpolicygroups.policies.kubewarden.io";

/// How a rule behaves in the cluster, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// It rejects what it denies.
    Answers,
    /// It only watches.
    Monitors,
    /// A policy is there and active, and no dry run can tell more.
    Active,
    /// A policy is there, but does not answer, or is not active.
    Silent,
    /// No policy is there.
    Absent,
}

impl State {
    fn name(self, zh: bool) -> &'static str {
        match (self, zh) {
            (State::Answers, false) => "answers",
            (State::Answers, true) => "已生效",
            (State::Monitors, false) => "monitors",
            (State::Monitors, true) => "仅监控",
            (State::Active, false) => "active",
            (State::Active, true) => "已启用",
            (State::Silent, false) => "silent",
            (State::Silent, true) => "无响应",
            (State::Absent, false) => "absent",
            (State::Absent, true) => "未安装",
        }
    }
}

/// A policy of the cluster that runs a rule.
#[derive(Debug, PartialEq)]
struct Policy {
    name: String,
    mode: String,
    active: bool,
    version: String,
    granted: Vec<String>,
}

/// A rule and what is known of it.
struct Found<'r> {
    rule: &'r Rule,
    policy: Option<Policy>,
    state: State,
    remarks: Vec<String>,
}

/// Prints the rules with their states.
pub(crate) fn run(args: &args::Verify) -> Result<Outcome, CliError> {
    let zh = language::is_chinese();
    let config = Config::load(&args.configuration)?;
    let mut globals = args.kubectl.clone();
    globals.retain(|word| word != "--");
    let client = Client::new(Program::find("kubectl")?, &Invocation::parse(&globals));
    let policies = policies(&client)?;
    let found: Vec<Found<'_>> = RULE_DOCS
        .rules
        .iter()
        .filter(|rule| rule.kind == "admission" && config.enables(&rule.id))
        .map(|rule| verify_rule(rule, &policies, &client, !args.no_dry_run, zh))
        .collect();
    let mut out = anstream::stdout().lock();
    match args.json {
        true => writeln!(out, "{:#}", as_json(&found))?,
        false => write!(out, "{}", report(&found, zh))?,
    }
    Ok(outcome(&found))
}

/// 0: every rule answers or is active; 1: some only monitor, are silent or absent.
fn outcome(found: &[Found<'_>]) -> Outcome {
    if found.iter().all(|found| matches!(found.state, State::Answers | State::Active)) {
        Outcome::Clean
    } else {
        Outcome::Denied
    }
}

/// The policies by the rule that they run; a bundle counts for each of its rules.
fn policies(client: &Client) -> Result<BTreeMap<String, Vec<Value>>, CliError> {
    let args = ["get", POLICIES, "--all-namespaces", "--output=json"].map(str::to_owned);
    let objects = match client.objects(&args, None) {
        Ok(objects) => objects,
        // Without Kubewarden there are no policies.
        Err(reason) if reason.contains("doesn't have a resource type") => Vec::new(),
        Err(reason) => return Err(tr!("the cluster cannot be asked: {reason}", "无法访问集群：{reason}").into()),
    };
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for object in objects {
        let modules: Vec<&str> = match object["spec"]["policies"].as_object() {
            Some(members) => members.values().filter_map(|member| member["module"].as_str()).collect(),
            None => object["spec"]["module"].as_str().into_iter().collect(),
        };
        for module in modules {
            let (id, _) = split_module(module);
            let bundle = RULE_DOCS.bundles.iter().find(|bundle| bundle.id == id);
            for rule in bundle.map_or_else(|| vec![id.to_owned()], |bundle| bundle.rules.clone()) {
                let off = bundle.is_some() && object["spec"]["settings"]["rules"][&rule] == json!(false);
                if !off {
                    found.entry(rule).or_default().push(object.clone());
                }
            }
        }
    }
    Ok(found)
}

/// The id of the rule and the version in the address of a module.
fn split_module(module: &str) -> (&str, &str) {
    let name = module.rsplit('/').next().unwrap_or(module);
    let (name, digest) = name.split_once('@').unwrap_or((name, ""));
    let (name, tag) = name.split_once(':').unwrap_or((name, digest));
    (name.strip_suffix(".wasm").unwrap_or(name), tag)
}

fn policy(rule: &str, object: &Value) -> Policy {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let group = object["spec"]["policies"].as_object();
    let members = group.into_iter().flat_map(|members| members.values());
    let modules = members.chain([&object["spec"]]).filter_map(|member| Some((member, member["module"].as_str()?)));
    let mut own = modules.filter(|(_, module)| {
        let id = split_module(module).0;
        id == rule || RULE_DOCS.bundles.iter().any(|bundle| bundle.id == id)
    });
    let (member, module) = own.next_back().unwrap_or((&Value::Null, ""));
    let granted = member["contextAwareResources"].as_array().into_iter().flatten();
    let granted = granted
        .filter_map(|resource| Some(format!("{} ({})", resource["kind"].as_str()?, resource["apiVersion"].as_str()?)));
    Policy {
        name: text("/metadata/name"),
        mode: if text("/spec/mode").is_empty() { "protect".to_owned() } else { text("/spec/mode") },
        active: text("/status/policyStatus") == "active",
        version: split_module(module).1.to_owned(),
        granted: granted.collect(),
    }
}

/// Finds out whether the policy of a rule is there and answers.
fn verify_rule<'r>(
    rule: &'r Rule,
    policies: &BTreeMap<String, Vec<Value>>,
    client: &Client,
    dry_run: bool,
    zh: bool,
) -> Found<'r> {
    let mut remarks = Vec::new();
    let mut all: Vec<Policy> =
        policies.get(&rule.id).into_iter().flatten().map(|object| policy(&rule.id, object)).collect();
    // Of several policies the one that does most counts.
    all.sort_by_key(|policy| (!policy.active, policy.mode != "protect"));
    let Some(policy) = all.into_iter().next() else {
        return Found { rule, policy: None, state: State::Absent, remarks };
    };
    let missing: Vec<&String> = rule.looks_up.iter().filter(|kind| !policy.granted.contains(kind)).collect();
    if !missing.is_empty() {
        let kinds = missing.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
        remarks.push(if zh { format!("未授权查询 {kinds}") } else { format!("may not look up {kinds}") });
    }
    let own = format!("v{}", env!("CARGO_PKG_VERSION"));
    if !policy.version.is_empty() && policy.version != own && !policy.version.starts_with("sha256") {
        remarks.push(match zh {
            true => format!("版本为 {}，本程序为 {own}", policy.version),
            false => format!("is version {}, this program is {own}", policy.version),
        });
    }
    if !policy.active {
        remarks.push(if zh {
            "策略未处于 active 状态".to_owned()
        } else {
            "the policy is not active".to_owned()
        });
        return Found { rule, policy: Some(policy), state: State::Silent, remarks };
    }
    let planned = if policy.mode == "monitor" { State::Monitors } else { State::Active };
    let state = match rule.probe.as_ref().filter(|_| dry_run).map(|probe| send(&rule.id, probe, client)) {
        None => planned,
        Some(Ok(true)) if policy.mode == "monitor" => State::Monitors,
        Some(Ok(true)) => State::Answers,
        Some(Ok(false)) => State::Silent,
        Some(Err(reason)) => {
            remarks.push(if zh {
                format!("试运行未能完成：{reason}")
            } else {
                format!("the dry run did not get through: {reason}")
            });
            planned
        }
    };
    Found { rule, policy: Some(policy), state, remarks }
}

/// Sends a dry run that the rule denies. Returns whether the rule reported anything.
///
/// # Errors
/// Something else refused the request.
fn send(rule: &str, probe: &Probe, client: &Client) -> Result<bool, String> {
    let says = |text: &str| text.contains(&format!("{rule}: ")) || text.contains(&format!("{rule}："));
    let (args, input) = match probe {
        Probe::Create(object) => {
            let args = ["create", "--dry-run=server", "--validate=false", "--filename=-"].map(str::to_owned).to_vec();
            (args, Some(prepared(object).to_string()))
        }
        Probe::Delete(plural) => {
            let list = client.objects(&["get", plural, "--output=json"].map(str::to_owned), None)?;
            let name = list.iter().find_map(|object| object["metadata"]["name"].as_str());
            let name = name.ok_or_else(|| tr!("there are no {plural}", "集群中没有 {plural}"))?;
            (["delete", plural, name, "--dry-run=server", "--wait=false"].map(str::to_owned).to_vec(), None)
        }
    };
    match client.ask_all(&args, input.as_deref().map(str::as_bytes)) {
        (true, text) => Ok(says(&text)),
        (false, text) if says(&text) => Ok(true),
        // The object is there already, so that nothing refused it before.
        (false, text) if text.contains("AlreadyExists") => Ok(false),
        (false, text) => Err(text.trim().lines().last().unwrap_or_default().chars().take(160).collect()),
    }
}

/// The object of a case, in a namespace that is there.
fn prepared(object: &Value) -> Value {
    let mut object = object.clone();
    let namespace = object["metadata"]["namespace"].as_str().unwrap_or_default();
    if !namespace.is_empty() && !namespace.starts_with("kube-") {
        object["metadata"]["namespace"] = "default".into();
    }
    object
}

fn as_json(found: &[Found<'_>]) -> Value {
    let one = |found: &Found<'_>| {
        let policy = found.policy.as_ref();
        json!({
            "rule": found.rule.id, "state": found.state.name(false), "policy": policy.map(|policy| &policy.name),
            "mode": policy.map(|policy| &policy.mode), "version": policy.map(|policy| &policy.version),
            "lookUpsGranted": policy.map(|policy| &policy.granted), "remarks": found.remarks,
        })
    };
    json!({"rules": found.iter().map(one).collect::<Vec<_>>()})
}

fn report(found: &[Found<'_>], zh: bool) -> String {
    let width = found.iter().map(|found| found.rule.id.len()).max().unwrap_or_default();
    let mut out = String::new();
    for each in found {
        let policy = each.policy.as_ref().map(|policy| [&*policy.name, &*policy.mode, &*policy.version].join(" "));
        let line =
            format!("{:width$}  {:8}  {}", each.rule.id, each.state.name(zh), escape(&policy.unwrap_or_default()));
        out += line.trim_end();
        out.push('\n');
        for remark in &each.remarks {
            out += &format!("{:width$}  {}\n", "", escape(remark));
        }
    }
    let count = |state: State| found.iter().filter(|found| found.state == state).count();
    let states = [State::Answers, State::Active, State::Monitors, State::Silent, State::Absent];
    let parts: Vec<String> = states.into_iter().map(|state| format!("{} {}", count(state), state.name(zh))).collect();
    out += &match zh {
        true => format!("共 {} 条规则：{}\n", found.len(), parts.join("，")),
        false => format!("{} rules: {}\n", found.len(), parts.join(", ")),
    };
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_have_a_rule_and_a_version() {
        assert_eq!(
            split_module("registry://ghcr.io/redline-policies/node-deletion:v0.1.0"),
            ("node-deletion", "v0.1.0")
        );
        assert_eq!(split_module("registry://r:5000/a/node-deletion@sha256:00"), ("node-deletion", "sha256:00"));
        assert_eq!(split_module("file:///m/node-deletion.wasm"), ("node-deletion", ""));
    }

    #[test]
    fn a_policy_tells_mode_version_and_look_ups() {
        let object = json!({"metadata": {"name": "p"}, "spec": {"module": "registry://x/log-config-deletion:v9", "mode": "monitor",
            "contextAwareResources": [{"apiVersion": "v1", "kind": "Node"}]}, "status": {"policyStatus": "active"}});
        let found = policy("log-config-deletion", &object);
        assert_eq!((&*found.mode, found.active, &*found.version), ("monitor", true, "v9"));
        assert_eq!(found.granted, ["Node (v1)"]);
    }
}
