//! What rules look up in the cluster: the RBAC that lets a policy server do so, and the table that tells what a rule loses
//! without it. Kubewarden grants its policy server Namespaces, Pods, Services and Ingresses only.

use std::collections::{BTreeMap, BTreeSet};

use redline_engine::core::kinds::{self, Kind};
use redline_engine::core::language::Bilingual;
use redline_engine::core::rule::RuleKind;
use redline_engine::registry::RegisteredRule;
use serde_json::{Value, json};

use super::yaml::yaml;
use crate::files::{File, Result};
use crate::registry::RULES;

const HEADER: &str = "\
# Lets Kubewarden's policy server read what the rules look up. Apply it before the policies: without it a look-up takes until
# the webhook times out. The page docs/lookups.md says more. Generated from the rules by `make bless`.
#
# The account is the one that Kubewarden's chart `admission-controller` makes in namespace `kubewarden`; change `subjects` if
# your PolicyServer runs under another.
";

/// What a rule loses when it cannot look anything up.
struct Loss {
    rule: &'static str,
    text: Bilingual,
}

const fn loss(rule: &'static str, en: &'static str, zh: &'static str) -> Loss {
    Loss { rule, text: Bilingual { en, zh } }
}

/// The losses of single rules. A rule that is not listed looks up the Pod of `kubectl exec`; see [`EXEC`].
const LOSSES: &[Loss] = &[
    loss(
        "apiserver-slb-reuse",
        "a Service may take over the load balancer of another Service or AlbConfig unnoticed; `apiServerLoadBalancers` still works",
        "无法发现 Service 复用其他 Service、AlbConfig 的负载均衡；`apiServerLoadBalancers` 仍然有效",
    ),
    loss(
        "disk-detach",
        "a VolumeAttachment of a node that is gone, and a claim that no Pod uses, are denied instead of warned about",
        "节点已不存在的 VolumeAttachment、没有 Pod 使用的 PVC 会被拒绝，而不是只告警",
    ),
    loss(
        "ingress-lb-service-deletion",
        "deleting the Service is denied even if there is no Ingress, and the message does not count them",
        "即使没有 Ingress，删除该 Service 也会被拒绝；消息中没有 Ingress 数量",
    ),
    loss(
        "log-config-deletion",
        "deleting a CRD without objects is denied, and the message does not count the objects",
        "删除没有对象的 CRD 也会被拒绝；消息中没有对象数量",
    ),
    loss("nas-directory-deletion", "commands of `kubectl exec` only warn", "`kubectl exec` 执行的命令只告警"),
    loss(
        "nas-file-system-deletion",
        "deleting a CNFS with reclaim policy Retain warns even if volumes use it; deleting a claim is not checked",
        "回收策略为 Retain 的 CNFS 即使仍有存储卷使用，删除时也只告警；删除 PVC 不检查",
    ),
    loss(
        "protected-deletion",
        "deleting a namespace that contains protected objects passes without a warning, and one with the `Cascading` label is \
         denied even if it is empty",
        "删除包含受保护对象的 Namespace 不会告警；带 `Cascading` 标签的 Namespace 即使为空，也会被拒绝",
    ),
    loss(
        "shared-disk",
        "only what a manifest shows by itself is found: several Pods on one claim, and a second volume for one disk, pass",
        "只能发现资源 YAML 本身体现的问题：多个 Pod 使用同一 PVC、同一云盘存在第二个 PV 会放行",
    ),
    loss(
        "unmanaged-node",
        "a kubelet that registers its existing node again, as after a restart, is treated as a new node",
        "已有节点的 kubelet 重启后重新注册，会被当作新节点",
    ),
    loss(
        "virtual-node-removal",
        "removing the component is denied even if no ECI or ACS Pod is left, and the message does not count them",
        "即使没有剩余的 ECI、ACS Pod，卸载组件也会被拒绝；消息中没有 Pod 数量",
    ),
];

/// What rules about commands lose.
const EXEC: Bilingual = Bilingual {
    en: "commands of `kubectl exec` only warn, because the rule cannot see whether the container reaches the node; \
         scripts that a Pod mounts from a ConfigMap are not read",
    zh: "`kubectl exec` 执行的命令只告警，因为无法判断容器能否影响节点；Pod 从 ConfigMap 挂载的脚本不会被读取",
};

fn loss_of(rule: &RegisteredRule) -> Bilingual {
    LOSSES.iter().find(|loss| loss.rule == rule.id()).map_or(EXEC, |loss| loss.text)
}

fn looking() -> impl Iterator<Item = &'static RegisteredRule> {
    RULES.iter().filter(|rule| rule.kind == RuleKind::Admission && !rule.docs.context.is_empty())
}

/// The kind that an entry of a rule's `context` names, such as `("apps/v1", "Deployment")`.
///
/// # Errors
/// A sentence, if the table of kinds lacks it.
fn kind((version, name): &(&str, &str)) -> Result<&'static Kind> {
    let group = version.rsplit_once('/').map_or("", |(group, _)| group);
    let known = kinds::ALL.iter().find(|kind| kind.group == group && kind.kind == *name);
    known.copied().ok_or_else(|| format!("`{name}` of `{version}` is looked up, but is not in src/core/src/kinds.rs"))
}

/// What one rule looks up, as `group` and `resource`.
///
/// # Errors
/// As [`kind`].
pub(super) fn of_rule(rule: &RegisteredRule) -> Result<Value> {
    let entry = |context| kind(context).map(|kind| json!({"group": kind.group, "resource": kind.plural}));
    rule.docs.context.iter().map(entry).collect::<Result<Vec<Value>>>().map(Value::Array)
}

/// `deploy/lookups/rbac.yaml`: a ClusterRole for all that the rules look up, bound to the account of the policy server.
///
/// # Errors
/// As [`kind`].
pub(super) fn rbac() -> Result<File> {
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for context in looking().flat_map(|rule| rule.docs.context) {
        let kind = kind(context)?;
        groups.entry(kind.group).or_default().insert(kind.plural);
    }
    let rules = groups.iter().map(
        |(group, resources)| json!({"apiGroups": [group], "resources": resources, "verbs": ["get", "list", "watch"]}),
    );
    let metadata = json!({"name": "redline-lookups", "labels": {"app.kubernetes.io/part-of": "redline"}});
    let role = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": metadata,
        "rules": rules.collect::<Vec<_>>(),
    });
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": metadata,
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "redline-lookups"},
        "subjects": [{"kind": "ServiceAccount", "name": "policy-server", "namespace": "kubewarden"}],
    });
    Ok(("deploy/lookups/rbac.yaml".into(), format!("{HEADER}{}---\n{}", yaml(&role, 0), yaml(&binding, 0))))
}

/// The table of the rules that look something up, in English or Chinese. `root` leads from the page to the root of the repository.
pub(super) fn table(zh: bool, root: &str) -> String {
    let mut out = match zh {
        false => "\n| rule | reads | without permission |\n|---|---|---|\n",
        true => "\n| 规则 | 读取 | 没有权限时 |\n|---|---|---|\n",
    }
    .to_owned();
    for rule in looking() {
        let (id, loss) = (rule.id(), loss_of(rule));
        let mut reads: Vec<&str> = rule.docs.context.iter().map(|(_, kind)| *kind).collect();
        reads.sort_unstable();
        let (reads, loss) = match zh {
            false => (reads.join(", "), loss.en),
            true => (reads.join("、"), loss.zh),
        };
        out.push_str(&format!("| [`{id}`]({root}policies/{id}/) | {reads} | {loss} |\n"));
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The generic loss is about Pods and ConfigMaps, so every rule that looks up another kind has a loss of its own.
    #[test]
    fn every_loss_is_told() {
        for rule in looking() {
            let exec = rule.docs.context.iter().all(|(_, kind)| ["Pod", "ConfigMap"].contains(kind));
            let own = LOSSES.iter().any(|loss| loss.rule == rule.id());
            assert!(exec || own, "{}: say in LOSSES what it loses without look-ups", rule.id());
        }
        for loss in LOSSES {
            assert!(looking().any(|rule| rule.id() == loss.rule), "{} looks nothing up", loss.rule);
        }
    }
}
