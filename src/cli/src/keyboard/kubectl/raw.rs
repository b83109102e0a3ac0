//! `--raw`: a request to a path of the API.

use redline_input::{Operation, kinds};
use serde_json::{Value, json};

use super::planner::Planner;

/// Adds the request to the path.
pub(super) fn plan(planner: &mut Planner<'_>) {
    let path = planner.invocation.flag("raw").unwrap_or_default().to_owned();
    let Some(target) = ApiPath::of(&path) else {
        planner.plan.open(
            format!("`{path}` is no path of an object, so the request was not checked"),
            format!("`{path}` 不是对象的 API 路径，未检查该请求"),
        );
        return;
    };
    let live = planner.live.and_then(|client| {
        let args = ["get".to_owned(), "--raw".to_owned(), target.path.clone()];
        serde_json::from_slice::<Value>(&client.ask(&args, None).ok()?).ok()
    });
    let old = live.clone().unwrap_or_else(|| target.skeleton());
    match &*planner.invocation.verb {
        // The path of a type deletes all its objects.
        "delete" if target.name.is_empty() => {
            let objects = live.as_ref().and_then(|list| super::client::objects_in(list.to_string().as_bytes()).ok());
            for object in objects.unwrap_or_else(|| vec![old]) {
                planner.request(Operation::Delete, object, None);
            }
        }
        "delete" => planner.request(Operation::Delete, old, None),
        verb => {
            let operation = if verb == "create" { Operation::Create } else { Operation::Update };
            let old = (operation == Operation::Update).then_some(old);
            for object in planner.manifests() {
                planner.request_to(&target.sub_resource, operation, object, old.clone());
            }
        }
    }
}

/// What a path of the API leads to.
#[derive(Debug, PartialEq)]
struct ApiPath {
    /// The path without its query.
    path: String,
    api_version: String,
    plural: String,
    namespace: String,
    name: String,
    sub_resource: String,
}

impl ApiPath {
    fn of(path: &str) -> Option<ApiPath> {
        let path = path.split('?').next().unwrap_or(path);
        let mut parts = path.trim_matches('/').split('/');
        let api_version = match parts.next()? {
            "api" => parts.next()?.to_owned(),
            "apis" => format!("{}/{}", parts.next()?, parts.next()?),
            _ => return None,
        };
        let rest: Vec<&str> = parts.collect();
        let (namespace, rest) = match rest.as_slice() {
            // A Namespace has a path of its own, and so have its sub-resources.
            ["namespaces", _] | ["namespaces", _, "status" | "finalize"] => ("", &rest[..]),
            ["namespaces", namespace, below @ ..] if !below.is_empty() => (*namespace, below),
            all => ("", all),
        };
        let part = |index: usize| rest.get(index).copied().unwrap_or_default().to_owned();
        let (plural, name, sub_resource) = (part(0), part(1), part(2));
        let namespace = namespace.to_owned();
        (!plural.is_empty()).then(|| ApiPath {
            path: path.to_owned(),
            api_version,
            plural,
            namespace,
            name,
            sub_resource,
        })
    }

    /// What is known of the object without the cluster.
    fn skeleton(&self) -> Value {
        let (group, _) = kinds::split_api_version(&self.api_version);
        let kind = kinds::by_plural(group, &self.plural).map_or(&*self.plural, |kind| &*kind.kind);
        let mut object = json!({"apiVersion": self.api_version, "kind": kind, "metadata": {"name": self.name}});
        if !self.namespace.is_empty() {
            object["metadata"]["namespace"] = self.namespace.clone().into();
        }
        object
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_objects() {
        let told = |path: &str| {
            ApiPath::of(path).map(|t| [t.api_version, t.plural, t.namespace, t.name, t.sub_resource].join("|"))
        };
        assert_eq!(told("/api/v1/nodes/a?x=y").as_deref(), Some("v1|nodes||a|"));
        assert_eq!(told("/api/v1/namespaces/x/services/web/status").as_deref(), Some("v1|services|x|web|status"));
        assert_eq!(told("/api/v1/namespaces/x").as_deref(), Some("v1|namespaces||x|"));
        assert_eq!(told("/api/v1/namespaces/x/finalize").as_deref(), Some("v1|namespaces||x|finalize"));
        assert_eq!(told("/apis/apps/v1/deployments").as_deref(), Some("apps/v1|deployments|||"));
        assert_eq!(told("/healthz"), None);
        assert_eq!(ApiPath::of("/api/v1/nodes/a").unwrap().skeleton()["kind"], "Node");
    }
}
