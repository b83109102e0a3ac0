//! What the end-to-end tests share: a rule evaluated natively, the same rule as a built module, its cases.

pub mod condition;
pub mod everyday;
pub mod fuel;
pub mod identities;
pub mod matrix;
pub mod messages;
pub mod policy;
pub mod program;
pub mod report;
pub mod sample;
pub mod scripts;
pub mod table;
pub mod wedges;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use redline_dev::{Bundle, RegisteredRule};
use redline_host::{Case, Cluster, ContextAwareResource, Host, Limits, Module, Response, SettingsResponse, cases_in};

/// Where the built module of a rule lies.
pub fn module_path(id: &str) -> PathBuf {
    redline_dev::root().join(redline_dev::modules::FOLDER).join(format!("{id}.wasm"))
}

/// The bytes of a built module.
///
/// # Panics
/// When it is not built; the message names the command that builds it.
pub fn module_bytes(id: &str) -> Vec<u8> {
    std::fs::read(module_path(id)).unwrap_or_else(|_| panic!("no module of `{id}`; run `make modules`"))
}

/// A host with the limits that tests want: generous in time, because a busy machine is not a failure.
///
/// # Panics
/// When the Wasm engine cannot start.
pub fn host() -> Host {
    let limits = Limits { time: std::time::Duration::from_secs(60), ..Limits::default() };
    Host::new(limits).unwrap_or_else(|e| panic!("{e}"))
}

/// A rule's module, loaded.
///
/// # Panics
/// When it is not built or does not load.
pub fn module(host: &Host, id: &str) -> Module {
    host.load_bytes(id, module_bytes(id)).unwrap_or_else(|e| panic!("{e}"))
}

/// A rule's cases with their file names.
///
/// # Panics
/// When a case cannot be read; the message names the file.
pub fn cases(rule: &RegisteredRule) -> Vec<Case> {
    cases_of(rule.id())
}

/// The cases of a rule or a bundle with their file names.
///
/// # Panics
/// When a case cannot be read; the message names the file.
pub fn cases_of(id: &str) -> Vec<Case> {
    let folder = redline_dev::root().join("policies").join(id).join("cases");
    let paths = cases_in(&folder).unwrap_or_else(|e| panic!("{e}"));
    paths.iter().map(|path| Case::load(path).unwrap_or_else(|e| panic!("{e}"))).collect()
}

/// What the rule says natively, with the cluster that the host would show its module.
///
/// # Panics
/// When the answer is not of Kubewarden's form.
pub fn native(rule: &RegisteredRule, payload: &[u8], cluster: Option<&Cluster>) -> Response {
    with_cluster(rule.docs.context.iter(), cluster, |host| convert(&(rule.validate)(payload, host).to_json()))
}

/// What a bundle says natively, with the cluster that the host would show its module.
///
/// # Panics
/// When the answer is not of Kubewarden's form.
pub fn bundle_native(bundle: &Bundle, payload: &[u8], cluster: Option<&Cluster>) -> Response {
    let context = bundle.rules().flat_map(|rule| rule.docs.context);
    with_cluster(context, cluster, |host| convert(&(bundle.validate)(payload, host).to_json()))
}

/// What was asked of the cluster, and what it answered, by operation and request.
pub type Asked = Mutex<BTreeMap<String, Result<String, String>>>;

/// Evaluates the rule natively, and records what it asks of the cluster.
pub fn recorded(rule: &RegisteredRule, payload: &[u8], cluster: Option<&Cluster>, asked: &Asked) {
    with_cluster(rule.docs.context.iter(), cluster, |host| {
        let ask = |operation: &str, message: &[u8]| {
            let told = host.call.map_or(Err("no cluster".to_owned()), |call| call(operation, message));
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let key = format!("{operation} {}", text(message));
            asked.lock().unwrap_or_else(PoisonError::into_inner).insert(key, told.clone().map(|answer| text(&answer)));
            told
        };
        let call: Option<redline_engine::kubernetes::lookup::HostCall<'_>> = host.call.is_some().then_some(&ask);
        (rule.validate)(payload, &redline_engine::kubernetes::lookup::Host { now: host.now, call });
    });
}

fn with_cluster<T>(
    context: impl Iterator<Item = &'static (&'static str, &'static str)>,
    cluster: Option<&Cluster>,
    judge: impl Fn(&redline_engine::kubernetes::lookup::Host<'_>) -> T,
) -> T {
    let granted: BTreeSet<ContextAwareResource> = context
        .map(|(api_version, kind)| ContextAwareResource { api_version: (*api_version).into(), kind: (*kind).into() })
        .collect();
    let call = |operation: &str, message: &[u8]| match cluster {
        Some(cluster) => cluster.answer(Some(&granted), operation, message),
        None => Err("no cluster".to_owned()),
    };
    let now = || Some(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() as i64);
    judge(&redline_engine::kubernetes::lookup::Host {
        now: &now,
        call: if granted.is_empty() { None } else { Some(&call) },
    })
}

/// What the rule says to settings natively.
///
/// # Panics
/// When the answer is not of Kubewarden's form.
pub fn native_settings(rule: &RegisteredRule, settings: &[u8]) -> SettingsResponse {
    convert(&(rule.validate_settings)(settings).to_json())
}

/// What the bundle says to settings natively.
///
/// # Panics
/// When the answer is not of Kubewarden's form.
pub fn bundle_native_settings(bundle: &Bundle, settings: &[u8]) -> SettingsResponse {
    convert(&(bundle.validate_settings)(settings).to_json())
}

fn convert<T: serde::de::DeserializeOwned>(answer: &str) -> T {
    serde_json::from_str(answer).unwrap_or_else(|e| panic!("not Kubewarden's form: {e}"))
}
