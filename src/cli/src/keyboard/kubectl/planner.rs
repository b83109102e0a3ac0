//! Works out the admission requests that a kubectl command causes.

use std::cell::OnceCell;

use redline_input::kinds::{self, Kind};
use redline_input::{AdmissionRequest, ObjectIdentity, Operation, RequestSpec, Requester, Subject, place_in};
use serde_json::{Value, json};

use super::args::Invocation;
use super::client::Client;
use super::names;
use crate::keyboard::plan::Plan;

/// Flags that say which objects a command is about, beside its operands.
const TARGETS: &[&str] = &["filename", "kustomize", "recursive", "selector", "field-selector", "all-namespaces"];

/// Flags about the output of a command, and those that make it show only what it would do.
pub(super) const OUTPUT: &[&str] =
    &["dry-run", "output", "template", "show-managed-fields", "allow-missing-template-keys", "wait", "timeout"];

/// Verbs that change nothing, or nothing in the cluster.
const HARMLESS: &[&str] = &[
    "",
    "alpha",
    "api-resources",
    "api-versions",
    "certificate",
    "cluster-info",
    "completion",
    "config",
    "describe",
    "diff",
    "events",
    "explain",
    "get",
    "help",
    "kuberc",
    "kustomize",
    "logs",
    "options",
    "plugin",
    "port-forward",
    "proxy",
    "top",
    "version",
    "wait",
    "__complete",
    "__completeNoDesc",
];

/// Verbs of groups that change nothing in the cluster, or nothing but bookkeeping.
const HARMLESS_BELOW: &[(&str, &str)] = &[
    ("apply", "edit-last-applied"),
    ("apply", "set-last-applied"),
    ("apply", "view-last-applied"),
    ("auth", "can-i"),
    ("auth", "whoami"),
    ("create", "token"),
    ("rollout", "history"),
    ("rollout", "status"),
];

/// Whether a command is none of Redline's business: it reads, it only shows what it would do, or it works on files.
pub(crate) fn is_harmless(invocation: &Invocation) -> bool {
    HARMLESS.contains(&&*invocation.verb)
        || HARMLESS_BELOW.contains(&(&*invocation.verb, &*invocation.sub_verb))
        || invocation.dry_run()
        || ["help", "local", "list"].iter().any(|flag| invocation.on(flag))
}

/// The user whom a command names, or somebody of whom nothing is known.
pub(crate) fn requester(invocation: &Invocation) -> Requester {
    let mut requester = Requester::new(invocation.flag("as").unwrap_or(crate::keyboard::SOMEONE));
    requester.groups.splice(..0, invocation.all("as-group").into_iter().map(str::to_owned));
    requester
}

/// A command on its way to a plan.
pub(super) struct Planner<'p> {
    pub invocation: &'p Invocation,
    /// Asks the cluster; `None` where no cluster may be asked.
    pub live: Option<&'p Client>,
    /// What the command reads from its standard input.
    pub input: Option<&'p [u8]>,
    pub requester: Requester,
    pub plan: Plan,
    /// The namespace of the context, once it was asked for.
    context: OnceCell<String>,
}

impl<'p> Planner<'p> {
    /// A planner for a command. Without `live`, no objects are read from the cluster.
    pub(super) fn new(
        invocation: &'p Invocation,
        live: Option<&'p Client>,
        input: Option<&'p [u8]>,
        requester: Requester,
    ) -> Self {
        Planner { invocation, live, input, requester, plan: Plan::default(), context: OnceCell::new() }
    }

    /// The namespace of what names none: that of the command, or else that of the context.
    pub(super) fn namespace(&self) -> &str {
        if let Some(namespace) = self.invocation.flag("namespace") {
            return namespace;
        }
        let told = || {
            let args = ["config", "view", "--minify", "--output=jsonpath={..namespace}"].map(str::to_owned);
            let told = self.live.and_then(|client| client.ask(&args, None).ok()).unwrap_or_default();
            String::from_utf8(told).ok().filter(|name| !name.is_empty()).unwrap_or_else(|| "default".to_owned())
        };
        self.context.get_or_init(told)
    }

    /// The objects that operands and flags name: from the cluster, or else as far as the command line tells.
    pub(super) fn targets(&mut self, operands: &[String]) -> Vec<Value> {
        if let Some(client) = self.live {
            let mut args = vec!["get".to_owned()];
            args.extend_from_slice(operands);
            args.extend(self.invocation.words_of(TARGETS));
            args.extend(["--ignore-not-found", "--output=json"].map(str::to_owned));
            match client.objects(&args, self.input) {
                Ok(objects) => return objects,
                Err(reason) => self.plan.remark(
                    format!("the objects could not be read ({reason}), so they were checked by kind and name"),
                    format!("无法读取对象（{reason}），仅根据类型和名称检查"),
                ),
            }
        }
        let mut named = names::objects(operands, self.namespace());
        named.objects.extend(self.manifests());
        for typed in named.unknown {
            self.plan.open(
                format!("`{typed}` is no kind that Redline knows without the cluster"),
                format!("未连接集群时，Redline 无法识别类型 `{typed}`"),
            );
        }
        let selected = self.invocation.flag("selector").is_some() || self.invocation.flag("field-selector").is_some();
        if selected {
            self.plan.remark(
                "which objects the selector finds is known only with the cluster",
                "选择器匹配哪些对象，只有连接集群后才能确定",
            );
        }
        named.objects
    }

    /// The objects in the files that the command names.
    pub(super) fn manifests(&mut self) -> Vec<Value> {
        let (objects, problems) = super::files::objects(self.invocation, self.input);
        for problem in problems {
            self.plan.open(
                format!("{problem}; what the command does with it was not checked"),
                format!("{problem}；未检查命令对其执行的操作"),
            );
        }
        objects
    }

    /// The objects that a command would send, as kubectl's dry run prints them.
    ///
    /// # Errors
    /// There is no cluster, or kubectl refuses.
    pub(super) fn dry_run(&self, args: &[String], strategy: &str) -> Result<Vec<Value>, String> {
        let Some(client) = self.live else { return Err(String::new()) };
        let mut args = args.to_vec();
        args.extend([format!("--dry-run={strategy}"), "--output=json".to_owned()]);
        args.extend(self.command_words());
        super::client::objects_in(&client.output(&args, self.input)?)
    }

    /// `--` and the words after it.
    pub(super) fn command_words(&self) -> Vec<String> {
        self.invocation.command.iter().flat_map(|words| std::iter::once("--".to_owned()).chain(words.clone())).collect()
    }

    /// Adds the request for an operation on an object.
    pub(super) fn request(&mut self, operation: Operation, object: Value, old: Option<Value>) {
        self.request_to("", operation, object, old);
    }

    /// Adds the request for an operation on a sub-resource of an object, which takes objects of the same kind.
    pub(super) fn request_to(&mut self, sub: &str, operation: Operation, object: Value, old: Option<Value>) {
        if operation == Operation::Update && old.as_ref() == Some(&object) {
            return;
        }
        let mut object = object;
        if self.live.is_some() && object["metadata"]["namespace"].is_null() && is_namespaced(&object) {
            place_in(&mut object, self.namespace());
        }
        let spec = RequestSpec { operation, requester: self.requester.clone(), old, dry_run: false };
        match AdmissionRequest::for_object(object, &spec) {
            Ok(mut request) => {
                if !sub.is_empty() {
                    request.sub_resource = Some(sub.to_owned());
                }
                self.plan.add(Subject::Request(request.into_json()));
            }
            Err(reason) => self.plan.open(reason.clone(), reason),
        }
    }

    /// Adds the request that changes the number of replicas of an object.
    pub(super) fn scale(&mut self, object: &Value, replicas: u64) {
        let scale = |replicas: Value| {
            let metadata = json!({"name": object["metadata"]["name"], "namespace": object["metadata"]["namespace"]});
            json!({"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": metadata, "spec": {"replicas": replicas}})
        };
        let spec =
            RequestSpec { operation: Operation::Delete, requester: self.requester.clone(), old: None, dry_run: false };
        let Ok(mut request) = AdmissionRequest::for_object(object.clone(), &spec) else { return };
        let old = object["spec"]["replicas"].as_u64().unwrap_or(1);
        request.operation = Operation::Update;
        request.sub_resource = Some("scale".to_owned());
        request.kind = Kind {
            group: "autoscaling".into(),
            version: "v1".into(),
            kind: "Scale".into(),
            plural: request.kind.plural,
            namespaced: request.kind.namespaced,
        };
        (request.object, request.old_object) = (scale(replicas.into()), scale(old.into()));
        self.plan.add(Subject::Request(request.into_json()));
    }
}

/// Whether an object is in a namespace.
fn is_namespaced(object: &Value) -> bool {
    let text = |name: &str| object[name].as_str().unwrap_or_default();
    kinds::of_object(text("apiVersion"), text("kind")).namespaced
}

/// The object of the same identity among others.
pub(super) fn counterpart<'o>(object: &Value, others: &'o [Value]) -> Option<&'o Value> {
    let identity = ObjectIdentity::of(object);
    others.iter().find(|other| ObjectIdentity::of(other) == identity)
}
