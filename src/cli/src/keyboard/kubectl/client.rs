//! The user's own kubectl: what it knows of the cluster, with the user's credentials, context and namespace.

use std::collections::HashMap;
use std::sync::Mutex;

use redline_host::{LiveObjects, Lookup};
use redline_input::{Subject, items_in, kinds};
use serde_json::Value;

use super::args::Invocation;
use crate::faults;
use crate::keyboard::program::Program;

/// How long one call may wait for the cluster, unless the user says otherwise.
const TIMEOUT: &str = "--request-timeout=15s";

/// kubectl, and which cluster it talks to.
pub(crate) struct Client {
    program: Program,
    globals: Vec<String>,
}

impl Client {
    /// The client for the cluster that a command names.
    pub(crate) fn new(program: Program, invocation: &Invocation) -> Self {
        let mut globals = invocation.globals();
        if invocation.flag("request-timeout").is_none() {
            globals.push(TIMEOUT.to_owned());
        }
        Client { program, globals }
    }

    /// The output of a command that has its global flags already.
    ///
    /// # Errors
    /// What kubectl says.
    pub(crate) fn output(&self, args: &[String], input: Option<&[u8]>) -> Result<Vec<u8>, String> {
        let patience = self.globals.iter().filter(|word| *word == TIMEOUT).cloned();
        self.program.output(&patience.chain(args.iter().cloned()).collect::<Vec<_>>(), input)
    }

    /// The output of a command on the user's cluster, which has no global flags of its own.
    ///
    /// # Errors
    /// What kubectl says.
    pub(crate) fn ask(&self, args: &[String], input: Option<&[u8]>) -> Result<Vec<u8>, String> {
        self.program.output(&[&self.globals[..], args].concat(), input)
    }

    /// Whether a command on the user's cluster succeeds, and all that it writes.
    pub(crate) fn ask_all(&self, args: &[String], input: Option<&[u8]>) -> (bool, String) {
        match self.program.both_outputs(&[&self.globals[..], args].concat(), input) {
            Ok((status, output, reported)) => {
                (status.success(), [output, reported].map(|text| String::from_utf8_lossy(&text).into_owned()).concat())
            }
            Err(reason) => (false, reason),
        }
    }

    /// The objects that a command on the user's cluster prints as JSON.
    ///
    /// # Errors
    /// What kubectl says, or that it prints no JSON.
    pub(crate) fn objects(&self, args: &[String], input: Option<&[u8]>) -> Result<Vec<Value>, String> {
        objects_in(&self.ask(args, input)?)
    }

    /// The name and the groups that the API server knows the user by.
    pub(crate) fn who_am_i(&self) -> Option<(String, Vec<String>)> {
        let args = ["auth", "whoami", "--output=json"].map(str::to_owned);
        let review: Value = serde_json::from_slice(&self.ask(&args, None).ok()?).ok()?;
        let info = &review["status"]["userInfo"];
        let groups = info["groups"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        Some((info["username"].as_str()?.to_owned(), groups.collect()))
    }
}

/// The objects in what kubectl prints: one JSON value after the other, some of them lists.
pub(crate) fn objects_in(output: &[u8]) -> Result<Vec<Value>, String> {
    let mut objects = Vec::new();
    for value in serde_json::Deserializer::from_slice(output).into_iter::<Value>() {
        let value = value.map_err(|_| faults::no_json("kubectl"))?;
        objects.extend(items_in(value).into_iter().filter_map(|item| match item.subject {
            Ok(Subject::Object(object)) => Some(object),
            _ => None,
        }));
    }
    Ok(objects)
}

/// The objects that kubectl prints, or why it prints none.
type Answer = Result<Vec<Value>, String>;

/// Answers look-ups of rules through kubectl, each only once.
pub(crate) struct LookupsByKubectl {
    client: Client,
    known: Mutex<HashMap<Vec<String>, Answer>>,
}

impl LookupsByKubectl {
    pub(crate) fn new(client: Client) -> Self {
        LookupsByKubectl { client, known: Mutex::new(HashMap::new()) }
    }
}

impl LiveObjects for LookupsByKubectl {
    fn read(&self, lookup: &Lookup) -> Result<Vec<Value>, String> {
        let kind = kinds::of_object(&lookup.api_version, &lookup.kind);
        let resource = match &*kind.group {
            "" => kind.plural.to_string(),
            group => format!("{}.{}.{group}", kind.plural, kind.version),
        };
        let mut args = vec!["get".to_owned(), resource];
        args.extend(lookup.name.clone().filter(|name| !name.is_empty()));
        match lookup.namespace.as_deref().filter(|namespace| !namespace.is_empty()) {
            Some(namespace) => args.push(format!("--namespace={namespace}")),
            None if kind.namespaced => args.push("--all-namespaces".to_owned()),
            None => {}
        }
        args.extend(lookup.label_selector.as_ref().map(|selector| format!("--selector={selector}")));
        args.extend(["--ignore-not-found", "--output=json"].map(str::to_owned));
        let mut known = self.known.lock().unwrap_or_else(|e| e.into_inner());
        known.entry(args).or_insert_with_key(|args| self.client.objects(args, None)).clone()
    }
}
