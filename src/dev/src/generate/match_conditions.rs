//! `matchConditions`: what makes a request of interest to a rule, in CEL.
//!
//! The API server evaluates these expressions itself, with `request`, `object` and `oldObject` as in `admission.k8s.io/v1`,
//! and asks the policy server only where one holds. An expression may be true too often, never too seldom: a test evaluates
//! it for every request about which the rule has something to report. Absent fields are checked with `has`, because an
//! expression that fails leaves the decision to `failurePolicy`.

use std::collections::{BTreeMap, BTreeSet};

use redline_engine::core::annotations::{LAST_APPLIED, PREFIX, STATEFUL};
use redline_engine::core::request_match::{Interest, Operation, RequestMatch};
use redline_engine::core::rule::RuleKind;
use redline_engine::registry::RegisteredRule;

use crate::bundles::Bundle;

/// The condition of a rule's policy; `None` where every request that matches is of interest.
pub fn of_rule(rule: &RegisteredRule) -> Option<String> {
    if rule.kind == RuleKind::Cloud {
        return None;
    }
    of_requests(rule.metadata.requests.iter())
}

/// The condition of a bundle's policy.
pub fn of_bundle(bundle: &Bundle) -> Option<String> {
    of_requests(bundle.rules().flat_map(|rule| rule.metadata.requests))
}

/// Settings with which a rule reports more than its condition lets through: rule and setting. Whoever uses one removes the
/// condition; the chart does so by itself.
pub const WIDENING: &[(&str, &str)] = &[("protected-deletion", "labels"), ("reserved-annotation", "deniedKeys")];

/// The member `matchConditions` of a policy's spec, as YAML that is indented by two spaces.
pub(super) fn yaml(condition: Option<String>) -> String {
    let Some(condition) = condition else { return String::new() };
    let lines = condition.lines().map(|line| format!("        {line}\n")).collect::<String>();
    format!(
        "  matchConditions: # the rule has nothing to report about other requests\n    - name: of-interest\n      \
         expression: |-\n{lines}"
    )
}

/// What makes a request of interest, in parts that many interests share.
#[derive(Default)]
struct Tests {
    /// Resources with `/sub-resource` of which every request counts, by operation; `*` as the resource of a whole group.
    every: BTreeMap<&'static str, BTreeSet<String>>,
    /// Expressions over a pod specification `p`.
    pods: BTreeSet<String>,
    /// Expressions over the key `k` of an annotation, on the object or on a template in it.
    annotations: BTreeSet<String>,
    /// Other expressions.
    others: BTreeSet<String>,
    /// Whether writes to `status` match at all, and whether they matter to one of the tests over pods and of the others.
    statuses: bool,
    status: bool,
}

fn of_requests<'a>(requests: impl Iterator<Item = &'a RequestMatch>) -> Option<String> {
    let mut tests = Tests::default();
    requests.for_each(|request| tests.add(request));
    let only_every = tests.pods.is_empty() && tests.annotations.is_empty() && tests.others.is_empty();
    (!only_every).then(|| tests.expression())
}

/// Whether an object has claim templates.
const CLAIM_TEMPLATES: &str = "object != null && has(object.spec) && has(object.spec.volumeClaimTemplates)";

impl Tests {
    fn add(&mut self, request: &RequestMatch) {
        let written = request.operations.iter().all(|o| matches!(o, Operation::Create | Operation::Update));
        let pods = written && !request.kind.pod_spec.is_empty() && request.sub_resource != "scale";
        let annotations = matches!(request.interest, Interest::Approval | Interest::ReservedAnnotation);
        let status = request.sub_resource == "status";
        self.statuses |= status;
        match request.interest {
            Interest::NodeReach if pods => self.pods.extend(reaching("has(v.hostPath)")),
            Interest::NodeReachOrKubeSystem if pods => {
                self.pods.extend(reaching("has(v.hostPath)"));
                self.others.insert(namespace("kube-system"));
            }
            Interest::NodeReachOrNfs if pods => {
                self.pods.extend(reaching("has(v.hostPath)"));
                self.pods.insert(volume("has(v.nfs)"));
            }
            Interest::DriverVolumes if pods => {
                self.pods.insert(volume("has(v.persistentVolumeClaim) || has(v.csi) || has(v.flexVolume)"));
                self.others.insert(CLAIM_TEMPLATES.to_owned());
            }
            Interest::NodeStorage if pods => {
                self.pods.insert(volume("has(v.hostPath)"));
                self.pods.insert(format!("object.kind == \"StatefulSet\" && {}", volume("has(v.emptyDir)")));
                self.annotations.insert(format!("k == {STATEFUL:?}"));
                self.others.insert(CLAIM_TEMPLATES.to_owned());
            }
            Interest::KubeSystem => drop(self.others.insert(namespace("kube-system"))),
            Interest::PublishedCertificates => {
                self.others.extend(["kube-system", "kube-public"].map(namespace));
                self.others.insert("has(request.name) && request.name == \"kube-root-ca.crt\"".to_owned());
                // Deletions of collections have no name.
                self.others.insert(
                    "request.resource.resource == \"configmaps\" && oldObject != null \
                     && oldObject.metadata.name == \"kube-root-ca.crt\""
                        .to_owned(),
                );
            }
            Interest::KernelParameters => {
                let names = ["ip_forward", "rp_filter", "tcp_tw_reuse", "tcp_tw_recycle", "ip_local_port_range"];
                let named = names.map(|name| format!("object.data[k].contains({name:?})")).join(" || ");
                self.others.insert(format!(
                    "request.resource.resource == \"configmaps\" && object != null && has(object.data) \
                     && object.data.exists(k, {named})"
                ));
            }
            Interest::Approval => drop(self.annotations.insert(format!("k.startsWith({PREFIX:?})"))),
            Interest::ReservedAnnotation => {
                let everyday = [LAST_APPLIED, "kubectl.kubernetes.io/restartedAt"];
                let domain = "k.contains(\"kubernetes.io/\") || k.contains(\"k8s.io/\")";
                self.annotations.insert(format!("({domain}) && !(k in {everyday:?}) && !({ROLLOUT})"));
            }
            Interest::DeleteProtection => {
                let labels = "has(oldObject.metadata.labels) && oldObject.metadata.labels";
                self.others
                    .insert(format!("oldObject != null && {labels}.exists(k, k.contains(\"delete-protection\"))"));
            }
            _ => {
                let slash = if request.sub_resource.is_empty() { "" } else { "/" };
                let resource = format!("{}/{}{slash}{}", request.kind.group, request.kind.plural, request.sub_resource);
                for operation in request.operations {
                    self.every.entry(operation.as_str()).or_default().insert(resource.clone());
                }
                return;
            }
        }
        self.status |= status && !annotations;
    }

    /// The tests, one a line.
    fn expression(&self) -> String {
        let any =
            |tests: &BTreeSet<String>| tests.iter().map(|test| format!("({test})")).collect::<Vec<_>>().join(" || ");
        let mut parts = Vec::new();
        // Operations on the same resources go together.
        let mut together = BTreeMap::<_, Vec<_>>::new();
        for (operation, resources) in &self.every {
            together.entry(resources).or_default().push(operation);
        }
        for (resources, operations) in together {
            let (groups, named): (Vec<_>, Vec<_>) = resources.iter().partition(|resource| resource.contains("/*"));
            let mut groups: Vec<_> = groups.iter().filter_map(|resource| resource.split('/').next()).collect();
            groups.dedup();
            let mut tests = Vec::new();
            if !named.is_empty() {
                tests.push(format!("{RESOURCE} in {named:?}"));
            }
            if !groups.is_empty() {
                tests.push(format!("request.resource.group in {groups:?}"));
            }
            parts.push(format!("request.operation in {operations:?} && ({})", tests.join(" || ")));
        }
        let mut rest = Vec::new();
        if !self.pods.is_empty() {
            rest.push(format!("(object != null && [{POD}].exists(p, {}))", any(&self.pods)));
        }
        rest.extend(self.others.iter().map(|other| format!("({other})")));
        let rest = rest.join("\n|| ");
        if !rest.is_empty() {
            parts.push(if self.status || !self.statuses { rest } else { format!("!({STATUS}) && ({rest})") });
        }
        if !self.annotations.is_empty() {
            let maps = TEMPLATES.map(|at| format!("{} ? {at}.annotations : {{}}", path_exists(at))).join(", ");
            let claims = "has(o.spec) && has(o.spec.volumeClaimTemplates) ? o.spec.volumeClaimTemplates : []";
            let volumes = ["o.spec", "o.template.spec", "o.spec.template.spec", JOB]
                .map(|spec| format!("{} ? {spec}.volumes : []", path_exists(&format!("{spec}.volumes"))))
                .join(", ");
            let reserved = self.annotations.iter().any(|test| test.contains(ROLLOUT));
            let any = any(&self.annotations);
            let own = if reserved { format!("({any}) && !({REVISION})") } else { any.clone() };
            let held = |at: &str| format!("has({at}.annotations) && {at}.annotations.exists(k, {any})");
            let claim = "v.ephemeral.volumeClaimTemplate";
            parts.push(format!(
                "[object, oldObject].exists(o, o != null && ({} && o.metadata.annotations.exists(k, {own}) \
                 || [{maps}].exists(a, a.exists(k, {any})) || ({claims}).exists(t, has(t.metadata) && {}) \
                 || [{volumes}].exists(l, l.exists(v, {} && {}))))",
                path_exists("o.metadata"),
                held("t.metadata"),
                path_exists(&format!("{claim}.metadata")),
                held(&format!("{claim}.metadata")),
            ));
        }
        parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join("\n|| ")
    }
}

/// The resource of the request with its sub-resource, such as `apps/deployments/scale`.
const RESOURCE: &str = "(request.resource.group + \"/\" + request.resource.resource + \
                        (has(request.subResource) && request.subResource != \"\" ? \"/\" + request.subResource : \"\"))";
const JOB: &str = "o.spec.jobTemplate.spec.template.spec";
/// The specification of the pods of `object`.
const POD: &str = "object.kind == \"Pod\" ? object.spec \
    : object.kind == \"PodTemplate\" ? object.template.spec \
    : object.kind == \"CronJob\" ? object.spec.jobTemplate.spec.template.spec \
    : has(object.spec) && has(object.spec.template) && has(object.spec.template.spec) ? object.spec.template.spec : {}";
/// A write to `status`. Controllers send these all the time, and only rules about certain kinds, and about annotations,
/// look at them.
const STATUS: &str = "has(request.subResource) && request.subResource == \"status\"";
/// An annotation with which the Deployment controller keeps account of a rollout. Every change of a ReplicaSet by
/// Kubernetes' own controllers would be of interest for the sake of it.
const ROLLOUT: &str = "k.startsWith(\"deployment.kubernetes.io/\") && has(request.userInfo.username) && \
                       request.userInfo.username.startsWith(\"system:serviceaccount:kube-system:\")";
/// The annotation of a Deployment that its controller writes anew, whoever sets it.
const REVISION: &str = "k == \"deployment.kubernetes.io/revision\" && request.kind.kind == \"Deployment\"";
/// The places of metadata in an object `o`, besides its own.
const TEMPLATES: [&str; 5] = [
    "o.spec.metadata",
    "o.template.metadata",
    "o.spec.template.metadata",
    "o.spec.jobTemplate.metadata",
    "o.spec.jobTemplate.spec.template.metadata",
];

/// That each member of a path such as `o.spec.template.metadata` exists, and annotations in it if it ends in metadata.
fn path_exists(path: &str) -> String {
    let ends = path.match_indices('.').skip(1).map(|(end, _)| end).chain([path.len()]);
    let mut tests: Vec<String> = ends.map(|end| format!("has({})", &path[..end])).collect();
    if path.starts_with("o.") && path.ends_with(".metadata") {
        tests.push(format!("has({path}.annotations)"));
    }
    tests.join(" && ")
}

/// A volume of a pod `p` that satisfies `test`, an expression over `v`.
fn volume(test: &str) -> String {
    format!("has(p.volumes) && p.volumes.exists(v, {test})")
}

/// Tests of a pod `p` that could reach the node, or has a volume for which `volumes`, an expression over `v`, holds.
fn reaching(volumes: &str) -> [String; 6] {
    let set = |name: &str| format!("has(p.{name}) && p.{name}");
    let list = |name: &str| format!("has(p.{name}) ? p.{name} : []");
    let lists = ["containers", "initContainers", "ephemeralContainers"].map(list).join(", ");
    let context = "has(c.securityContext) && (has(c.securityContext.privileged) && c.securityContext.privileged \
                   || has(c.securityContext.capabilities) && has(c.securityContext.capabilities.add) \
                   && size(c.securityContext.capabilities.add) > 0)";
    let sysctls = "has(p.securityContext) && has(p.securityContext.sysctls) && size(p.securityContext.sysctls) > 0";
    let container = format!("[{lists}].exists(l, l.exists(c, {context}))");
    [set("hostPID"), set("hostNetwork"), set("hostIPC"), sysctls.to_owned(), volume(volumes), container]
}

fn namespace(name: &str) -> String {
    format!("has(request.namespace) && request.namespace == {name:?}")
}
