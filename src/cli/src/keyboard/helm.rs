//! What a `helm` command does to the objects of a release.

use redline_input::{AdmissionRequest, ObjectIdentity, Operation, RequestSpec, Requester, Subject, items_in, yaml};
use serde_json::Value;

use super::listed;
use super::plan::Plan;
use super::program::Program;
use crate::faults;
use crate::language::either;

/// Options that take a value in the next word.
const VALUED: &str = "\
    api-versions ca-file cert-file description history-max key-file keyring kube-apiserver kube-as-group \
    kube-as-user kube-ca-file kube-context kube-tls-server-name kube-token kube-version kubeconfig labels max \
    name-template namespace output password post-renderer post-renderer-args registry-config repo repository-cache \
    repository-config revision set set-file set-json set-literal set-string timeout username values version cascade \
    burst-limit qps";

/// Options that `helm template` takes as well.
const RENDERING: &str = "\
    api-versions devel include-crds kube-version name-template namespace post-renderer post-renderer-args repo set \
    set-file set-json set-literal set-string skip-crds values version";

/// Options that say which cluster and namespace.
const GLOBAL: &str = "\
    kube-apiserver kube-as-group kube-as-user kube-ca-file kube-context kube-token kubeconfig namespace";

/// A command of helm, taken apart.
struct Invocation {
    verb: String,
    operands: Vec<String>,
    /// Each option with its words.
    options: Vec<(String, Vec<String>)>,
}

impl Invocation {
    fn parse(args: &[String]) -> Self {
        let (mut operands, mut options) = (Vec::new(), Vec::new());
        let mut rest = args.iter();
        while let Some(arg) = rest.next() {
            let name = match arg.strip_prefix('-') {
                Some(name) if !name.is_empty() => name.trim_start_matches('-'),
                _ => {
                    operands.push(arg.clone());
                    continue;
                }
            };
            let (name, attached) = name.split_once('=').map_or((name, false), |(name, _)| (name, true));
            let name = match name {
                "n" => "namespace",
                "f" => "values",
                "o" => "output",
                "l" => "labels",
                "g" => "generate-name",
                "i" => "install",
                name => name,
            };
            let mut words = vec![arg.clone()];
            if !attached && listed(VALUED, name) {
                words.extend(rest.next().cloned());
            }
            options.push((name.to_owned(), words));
        }
        let verb = if operands.is_empty() { String::new() } else { operands.remove(0) };
        Invocation { verb, operands, options }
    }

    fn has(&self, names: &[&str]) -> bool {
        self.options.iter().any(|(name, _)| names.contains(&&**name))
    }

    fn words_of(&self, names: &str) -> Vec<String> {
        self.options.iter().filter(|(name, _)| listed(names, name)).flat_map(|(_, words)| words.clone()).collect()
    }
}

/// What the command does. What a release holds is known only with the cluster.
pub(super) fn plan(args: &[String], cluster: bool, requester: &Requester) -> Plan {
    let invocation = Invocation::parse(args);
    let mut planner = Planner { invocation: &invocation, cluster, requester, plan: Plan::default() };
    if !invocation.has(&["dry-run", "help", "h"]) {
        match &*invocation.verb {
            "install" | "upgrade" => planner.installed(),
            "uninstall" | "delete" | "del" | "un" => planner.uninstalled(),
            "rollback" => planner.rolled_back(),
            _ => {}
        }
    }
    planner.plan
}

struct Planner<'p> {
    invocation: &'p Invocation,
    cluster: bool,
    requester: &'p Requester,
    plan: Plan,
}

impl Planner<'_> {
    fn installed(&mut self) {
        let local = self.invocation.operands.iter().any(|operand| std::path::Path::new(operand).exists());
        if !(local || self.cluster) {
            return self.open(
                "a chart that is not here is rendered only with `--cluster`",
                "不在本地的 Chart 只有使用 `--cluster` 时才会渲染",
            );
        }
        if self.invocation.has(&["reuse-values", "reset-then-reuse-values"]) {
            self.open("the values that the release keeps are not known here", "无法得知该发布保留的 values");
        }
        let mut args = vec!["template".to_owned()];
        args.extend(self.invocation.operands.clone());
        args.extend(self.invocation.words_of(RENDERING));
        match self.helm(&args) {
            Ok(new) => {
                let release = self.invocation.operands.first().cloned().unwrap_or_default();
                let old =
                    if self.invocation.verb == "upgrade" { self.manifest(&release, None) } else { Ok(Vec::new()) };
                self.change(old.unwrap_or_default(), new);
            }
            Err(reason) => {
                self.open(&format!("helm cannot render the chart: {reason}"), &format!("helm 无法渲染 Chart：{reason}"))
            }
        }
    }

    fn uninstalled(&mut self) {
        for release in &self.invocation.operands {
            match self.manifest(release, None) {
                Ok(objects) => self.change(objects, Vec::new()),
                Err(reason) => self.open(
                    &format!("the objects of release `{release}` are not known: {reason}"),
                    &format!("无法得知发布 `{release}` 包含的对象：{reason}"),
                ),
            }
        }
    }

    fn rolled_back(&mut self) {
        let Some(release) = self.invocation.operands.first() else { return };
        let revision = self.invocation.operands.get(1).filter(|number| *number != "0").cloned();
        let revision = revision.map_or_else(|| self.previous(release), Ok);
        let states =
            revision.and_then(|revision| Ok((self.manifest(release, None)?, self.manifest(release, Some(&revision))?)));
        match states {
            Ok((old, new)) => self.change(old, new),
            Err(reason) => self.open(
                &format!("the revisions of release `{release}` are not known: {reason}"),
                &format!("无法得知发布 `{release}` 的历史版本：{reason}"),
            ),
        }
    }

    /// The number of the revision before the present one.
    fn previous(&self, release: &str) -> Result<String, String> {
        let args = ["history", release, "--max=2", "--output=json"].map(str::to_owned);
        let history: Value = serde_json::from_slice(&self.output(&args)?).map_err(|_| faults::no_json("helm"))?;
        let first = history[0]["revision"].as_u64().filter(|_| !history[1].is_null());
        first
            .map(|revision| revision.to_string())
            .ok_or_else(|| either("there is no revision before", "没有更早的历史版本").to_owned())
    }

    /// The objects of a release.
    fn manifest(&self, release: &str, revision: Option<&str>) -> Result<Vec<Value>, String> {
        let mut args = ["get", "manifest", release].map(str::to_owned).to_vec();
        args.extend(revision.map(|revision| format!("--revision={revision}")));
        self.helm(&args)
    }

    fn output(&self, args: &[String]) -> Result<Vec<u8>, String> {
        if args[0] != "template" && !self.cluster {
            return Err(faults::no_cluster());
        }
        let helm = Program::find("helm").map_err(|_| faults::not_on_path("helm"))?;
        let mut args = args.to_vec();
        if args[0] != "template" {
            args.extend(self.invocation.words_of(GLOBAL));
        }
        helm.output(&args, None)
    }

    fn helm(&self, args: &[String]) -> Result<Vec<Value>, String> {
        let output = self.output(args)?;
        let text = String::from_utf8_lossy(&output);
        let values = yaml::chunks(&text).iter().flat_map(|chunk| chunk.values("helm")).collect::<Vec<_>>();
        let items = values.into_iter().filter_map(|(_, value)| value.ok()).flat_map(items_in);
        let mut objects: Vec<Value> = items
            .filter_map(|item| match item.subject {
                Ok(Subject::Object(object)) => Some(object),
                _ => None,
            })
            .collect();
        // Manifests have no namespace where the release's is meant.
        if let Some(namespace) = self.invocation.words_of("namespace").last() {
            let namespace = namespace.rsplit('=').next().unwrap_or(namespace);
            for object in &mut objects {
                let text = |member: &str| object[member].as_str().unwrap_or_default();
                let kind = redline_input::kinds::of_object(text("apiVersion"), text("kind"));
                if kind.namespaced && object["metadata"]["namespace"].is_null() {
                    object["metadata"]["namespace"] = namespace.into();
                }
            }
        }
        Ok(objects)
    }

    /// Adds what leads from one state to another.
    fn change(&mut self, old: Vec<Value>, new: Vec<Value>) {
        let same = |a: &Value, b: &Value| ObjectIdentity::of(a) == ObjectIdentity::of(b);
        for object in &old {
            if !new.iter().any(|other| same(other, object)) {
                self.request(Operation::Delete, object.clone(), None);
            }
        }
        for object in new {
            match old.iter().find(|other| same(other, &object)) {
                Some(before) if *before == object => {}
                Some(before) => self.request(Operation::Update, object, Some(before.clone())),
                None => self.request(Operation::Create, object, None),
            }
        }
    }

    fn request(&mut self, operation: Operation, object: Value, old: Option<Value>) {
        let spec = RequestSpec { operation, requester: self.requester.clone(), old, dry_run: false };
        if let Ok(request) = AdmissionRequest::for_object(object, &spec) {
            self.plan.add(Subject::Request(request.into_json()));
        }
    }

    fn open(&mut self, en: &str, zh: &str) {
        self.plan.open(en, zh);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_keep_their_words() {
        let words: Vec<String> =
            "upgrade -i web ./chart -n prod --set a=b --wait".split(' ').map(str::to_owned).collect();
        let found = Invocation::parse(&words);
        assert_eq!((&*found.verb, &found.operands[..]), ("upgrade", &["web".to_owned(), "./chart".to_owned()][..]));
        assert_eq!(found.words_of(RENDERING), ["-n", "prod", "--set", "a=b"]);
        assert!(found.has(&["install"]) && found.has(&["wait"]));
    }

    #[test]
    fn without_the_cluster_a_release_is_open() {
        let requester = Requester::new("someone");
        for line in ["uninstall web", "rollback web 1", "install web oci://x/y"] {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert!(plan(&words, false, &requester).notes.iter().all(|note| note.open), "{line}");
            assert_eq!(plan(&words, false, &requester).notes.len(), 1, "{line}");
        }
        let words = ["list".to_owned()];
        assert!(plan(&words, false, &requester).notes.is_empty());
    }
}
