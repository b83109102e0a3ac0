//! The everyday corpus: requests that people and controllers send to a living cluster, shown to every admission rule
//! with default settings. What is not let through in silence stands in one table.
//!
//! Whoever makes a rule report one of them says in `defence` why that is right: in one sentence, or one for each rule.
//!
//! A document has a `name` and, as in a case, `request` or `manifest`, perhaps with a `cluster`. For an UPDATE `change`
//! may stand in place of the new object: a merge patch (RFC 7396) over the old one. What the API server would add is
//! added here: the groups of the requester, `uid`, `creationTimestamp` and `managedFields`.
//!
//! Charts of projects are shorter still ([`charts`]).

mod charts;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use redline_dev::generate::match_conditions::of_bundle;
use redline_dev::{BUNDLES, RULES, RegisteredRule};
use redline_engine::core::rule::{ClusterKind, RuleKind};
use redline_host::{Case, Verdict, cases_in};
use redline_input::{Requester, yaml};
use serde_json::{Map, Value, json};

use crate::condition::Condition;
use crate::native;

/// The table, below the root of the workspace.
pub const TABLE: &str = "e2e-tests/everyday.tsv";

/// What rewrites the table.
pub const BLESS: &str = "make everyday";

/// One request.
pub struct Everyday {
    /// File stem and name of the document, `rollouts/new-image`.
    pub id: String,
    /// The request, as a case that expects nothing.
    pub case: Case,
    /// Why it is right that a rule reports it, in one sentence, by rule; by an empty name for every rule.
    pub defence: BTreeMap<String, String>,
}

/// The admission rules that run where nobody names the kind of cluster.
pub fn rules() -> impl Iterator<Item = &'static RegisteredRule> {
    let runs = |rule: &&RegisteredRule| !rule.metadata.only_on.is_some_and(ClusterKind::is_ordinary_elsewhere);
    RULES.iter().filter(|rule| rule.kind == RuleKind::Admission).filter(runs)
}

/// Every request, by file, in the order of the documents.
///
/// # Panics
/// When a document cannot be read; the message names file and line.
pub fn requests() -> Vec<Everyday> {
    let mut all = documents("e2e-tests/everyday", of_document);
    all.extend(charts::requests());
    all
}

/// Every document of the YAML files in a folder of the repository, read by `read`, which is also told the file.
///
/// # Panics
/// When a document cannot be read; the message names file and line.
pub(crate) fn documents<T>(folder: &str, read: fn(Value, &Path) -> Result<T, String>) -> Vec<T> {
    let paths = cases_in(&redline_dev::root().join(folder)).unwrap_or_else(|e| panic!("{e}"));
    let mut all = Vec::new();
    for path in paths {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
        for chunk in yaml::chunks(&text) {
            for (line, value) in chunk.values(&file) {
                let document = value.unwrap_or_else(|e| panic!("{e}"));
                all.push(read(document, &path).unwrap_or_else(|e| panic!("{file}:{line}: {e}")));
            }
        }
    }
    all
}

pub(crate) fn of_document(mut document: Value, path: &Path) -> Result<Everyday, String> {
    let name = document["name"].as_str().ok_or("`name` is missing")?.to_owned();
    let id = format!("{}/{name}", path.file_stem().unwrap_or_default().to_string_lossy());
    let members = document.as_object_mut().ok_or("not a mapping")?;
    members.remove("name");
    let change = members.remove("change");
    let defence = match members.remove("defence") {
        Some(Value::String(text)) => BTreeMap::from([(String::new(), text)]),
        Some(Value::Object(texts)) => {
            texts.into_iter().map(|(rule, text)| (rule, text.as_str().unwrap_or_default().to_owned())).collect()
        }
        _ => BTreeMap::new(),
    };
    for (part, old) in [("request", "oldObject"), ("manifest", "old")] {
        if let Some(part) = members.get_mut(part).and_then(Value::as_object_mut) {
            complete(part, old, change.clone())?;
        }
    }
    members.insert("why".to_owned(), name.into());
    // Every case expects something; the table says what becomes of this one.
    members.insert("expect".to_owned(), json!({"verdict": "allow"}));
    let case = Case::parse(&document.to_string(), path).map_err(|e| e.to_string())?;
    sound(case.request().unwrap_or(&Value::Null))?;
    Ok(Everyday { id, case, defence })
}

/// Fills in what the API server would: the new object, the system's fields in both, the requester's groups.
fn complete(part: &mut Map<String, Value>, old: &str, change: Option<Value>) -> Result<(), String> {
    let user = part.get("user").and_then(Value::as_str).ok_or("`user` is missing")?.to_owned();
    if let Some(change) = change {
        let mut object = part.get(old).cloned().ok_or("`change` needs the old object")?;
        merge(&mut object, change);
        part.insert("object".to_owned(), object);
    }
    let connects = part.get("operation").is_some_and(|operation| operation == "CONNECT");
    for (key, manager) in [(old, "before"), ("object", &*user)] {
        if let Some(object) = part.get_mut(key).filter(|_| !connects) {
            stored(object, manager);
        }
    }
    part.entry("groups").or_insert_with(|| groups(&user).into());
    Ok(())
}

/// RFC 7396.
pub(crate) fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (key, value) in patch {
        if let Some(members) = target.as_object_mut() {
            if value.is_null() {
                members.remove(&key);
            } else {
                merge(members.entry(key).or_insert(Value::Null), value);
            }
        }
    }
}

fn stored(object: &mut Value, manager: &str) {
    let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let mut default = |key: &str, value: Value| {
        metadata.entry(key).or_insert(value);
    };
    default("uid", "5f0c8a52-6f0e-4a6b-9d55-0d8d7f3c2b10".into());
    default("creationTimestamp", "2026-03-01T08:00:00Z".into());
    default(
        "managedFields",
        json!([{
            "manager": manager, "operation": "Update", "time": "2026-03-01T08:00:00Z",
            "fieldsType": "FieldsV1", "fieldsV1": {"f:metadata": {"f:annotations": {".": {}}}},
        }]),
    );
}

/// The groups that Kubernetes gives its own users; everybody else is authenticated and no more.
fn groups(user: &str) -> Vec<String> {
    let extra = match user {
        "kubernetes-admin" => "system:masters",
        _ if user.starts_with("system:node:") => "system:nodes",
        _ if user.starts_with("system:bootstrap:") => "system:bootstrappers",
        _ => return Requester::new(user).groups,
    };
    vec![extra.to_owned(), "system:authenticated".to_owned()]
}

/// Whether the request has the objects that Kubernetes would send.
fn sound(request: &Value) -> Result<(), String> {
    let (new, old) = (!request["object"].is_null(), !request["oldObject"].is_null());
    let operation = request["operation"].as_str().unwrap_or_default();
    let wanted = match operation {
        "UPDATE" => (true, true),
        "DELETE" => (false, true),
        _ => (true, false),
    };
    if (new, old) == wanted { Ok(()) } else { Err(format!("these are not the objects of {operation}")) }
}

/// The table: what becomes of the requests in numbers, then every request that a rule does not allow silently.
///
/// # Panics
/// When a request has no payload.
pub fn table(requests: &[Everyday]) -> String {
    let joint = BUNDLES
        .iter()
        .find(|bundle| bundle.kind == RuleKind::Admission)
        .and_then(|bundle| Condition::new(of_bundle(bundle)));
    let (mut warned, mut denied, mut unsent) = (0, 0, 0);
    let mut rows = String::new();
    for Everyday { id, case, defence } in requests {
        let payload = case.payload().unwrap_or_else(|e| panic!("{id}: {e}"));
        let mut worst = Verdict::Allow;
        for rule in rules() {
            let answer = native(rule, &payload, case.cluster().as_ref());
            let verdict = answer.verdict();
            if verdict == Verdict::Allow {
                continue;
            }
            if worst == Verdict::Allow || verdict != Verdict::Warn {
                worst = verdict;
            }
            let said = answer.warnings().first().or(answer.message.as_ref()).map_or("", String::as_str);
            let said = said.strip_prefix(&format!("{}: ", rule.id())).unwrap_or(said);
            let defence = defence.get(rule.id()).or_else(|| defence.get("")).map_or("", String::as_str);
            let _ = writeln!(rows, "{id}\t{}\t{verdict}\t{said}\t{defence}", rule.id());
        }
        match worst {
            Verdict::Allow => {}
            Verdict::Warn => warned += 1,
            _ => denied += 1,
        }
        let request = case.request().unwrap_or(&Value::Null);
        if !matched(request) || joint.as_ref().is_some_and(|condition| condition.holds(request) == Ok(false)) {
            unsent += 1;
        }
    }
    let (all, rules) = (requests.len(), rules().count());
    let share = |count: usize| {
        let tenths = count * 1000 / all;
        format!("{count} ({}.{} %)", tenths / 10, tenths % 10)
    };
    format!(
        "# {all} requests x {rules} rules = {} verdicts; all that are not below: allow\n# silent: {}; warned: {}; denied: {}; \
         never sent to `redline-admission`, whose rules or matchConditions leave them out: {}\n\
         request\trule\tverdict\tfinding\tdefence\n{rows}",
        all * rules,
        share(all - warned - denied),
        share(warned),
        share(denied),
        share(unsent),
    )
}

/// Whether a rule watches such requests.
fn matched(request: &Value) -> bool {
    let text = |pointer: &str| request.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let kind = (text("/kind/group"), text("/kind/kind"));
    let resource = (text("/resource/group"), text("/resource/resource"));
    rules().flat_map(|rule| rule.metadata.requests).any(|on| {
        on.matches_kind(kind, resource)
            && on.sub_resource == text("/subResource")
            && on.operations.iter().any(|operation| operation.as_str() == text("/operation"))
    })
}
