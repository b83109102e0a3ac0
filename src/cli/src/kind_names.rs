//! Finds misspelt kinds of objects. The API server refuses them, and no rule would look at them.

use redline_input::kinds::{all, api_version, by_kind, of_kubernetes, split_api_version, sub_resource_of};
use serde_json::Value;

use crate::language::tr;

/// Kinds of Kubernetes that clients send or get, and that are no resources of their own.
const OTHERS: [&str; 3] = ["List", "Status", "Scale"];

/// The groups of Kubernetes without a dot that current clusters no longer serve.
const FORMER: &str = "extensions";

/// What is wrong with the kind of an object: a slip of spelling, or a group that does not have it. Kinds that are not known are
/// taken for custom resources.
pub(crate) fn mistake(object: &Value) -> Option<String> {
    let text = |name: &str| object[name].as_str().unwrap_or_default();
    let (given, kind) = (text("apiVersion"), text("kind"));
    let (group, _) = split_api_version(given);
    if by_kind(group, kind).is_some() || sub_resource_of(group, kind).is_some() || OTHERS.contains(&kind) {
        return None;
    }
    let built_in = of_kubernetes().any(|known| known.group == group);
    let meant = all().filter(|known| known.group == group).find(|known| {
        let (own, lower) = (known.kind.to_lowercase(), kind.to_lowercase());
        // The kinds of other groups are not all known, and may differ by a letter.
        own == lower || known.plural == lower || built_in && strsim::damerau_levenshtein(&own, &lower) == 1
    });
    if let Some(known) = meant {
        let meant = &known.kind;
        return Some(tr!(
            "`{given}` has no kind `{kind}`, did you mean `{meant}`?",
            "`{given}` 中没有类型 `{kind}`，您是否想用 `{meant}`？"
        ));
    }
    // Custom resources have groups with a dot.
    let own = built_in || !group.contains('.') && group != FORMER;
    let elsewhere = of_kubernetes().find(|known| own && known.kind == kind)?;
    let right = api_version(&elsewhere.group, &elsewhere.version);
    Some(tr!("`{given}` has no kind `{kind}`, it is in `{right}`", "`{given}` 中没有类型 `{kind}`，它属于 `{right}`"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn slips_have_suggestions() {
        for (version, kind, want) in [
            ("v1", "pod", "`v1` has no kind `pod`, did you mean `Pod`?"),
            ("v1", "Pods", "`v1` has no kind `Pods`, did you mean `Pod`?"),
            ("apps/v1", "Deploymnet", "`apps/v1` has no kind `Deploymnet`, did you mean `Deployment`?"),
            ("apps/v1", "Deamonset", "`apps/v1` has no kind `Deamonset`, did you mean `DaemonSet`?"),
            ("batch/v1beta1", "cronjob", "`batch/v1beta1` has no kind `cronjob`, did you mean `CronJob`?"),
            ("v1", "Deployment", "`v1` has no kind `Deployment`, it is in `apps/v1`"),
            ("aps/v1", "Deployment", "`aps/v1` has no kind `Deployment`, it is in `apps/v1`"),
            ("apps/v1", "Ingress", "`apps/v1` has no kind `Ingress`, it is in `networking.k8s.io/v1`"),
        ] {
            let object = json!({"apiVersion": version, "kind": kind});
            assert_eq!(mistake(&object).as_deref(), Some(want), "{version} {kind}");
        }
    }

    #[test]
    fn kinds_of_others_are_left_alone() {
        for (version, kind) in [
            ("v1", "Pod"),
            ("v1", "Event"),
            ("events.k8s.io/v1", "Event"),
            ("v1", "ComponentStatus"),
            ("policy/v1beta1", "PodSecurityPolicy"),
            ("policy/v1", "Eviction"),
            ("autoscaling/v1", "Scale"),
            ("extensions/v1beta1", "Deployment"),
            ("serving.knative.dev/v1", "Service"),
            ("networking.istio.io/v1", "Gateway"),
            ("resource.k8s.io/v1alpha2", "ResourceClass"),
            ("example.com/v1", "Pods"),
            ("skaffold/v4", "Config"),
        ] {
            assert_eq!(mistake(&json!({"apiVersion": version, "kind": kind})), None, "{version} {kind}");
        }
    }
}
