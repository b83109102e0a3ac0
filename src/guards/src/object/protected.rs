//! Objects that a rule protects by name.

use redline_kubernetes::object_meta::Object;
use redline_kubernetes::request::Request;

/// Objects of one kind, in one namespace, that a rule protects by name.
#[derive(Debug, Clone, Copy)]
pub struct ProtectedObjects {
    /// API group; empty for the core group.
    pub group: &'static str,
    /// Plural resource name.
    pub resource: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// Namespace; empty for cluster-scoped objects.
    pub namespace: &'static str,
    /// Patterns of names; see [`named`].
    pub names: &'static [&'static str],
}

impl ProtectedObjects {
    /// Objects of a kind in a namespace. `group` is empty for the core group, `namespace` for cluster-scoped objects.
    pub const fn new(
        group: &'static str,
        resource: &'static str,
        kind: &'static str,
        namespace: &'static str,
        names: &'static [&'static str],
    ) -> ProtectedObjects {
        ProtectedObjects { group, resource, kind, namespace, names }
    }

    /// Whether a request is about one of these objects.
    pub fn matches<'a, O: Object<'a>>(&self, req: &Request<'a, O>) -> bool {
        let resource = &*req.resource.resource;
        let same_kind = if resource.is_empty() {
            req.kind.group == self.group && req.kind.kind == self.kind
        } else {
            // Kubewarden's audit scanner writes the kind in place of the plural.
            req.resource.group == self.group && (resource == self.resource || resource == self.kind)
        };
        same_kind && self.namespace == req.object_namespace() && named(self.names, req.object_name())
    }
}

/// The first of `targets` that the request is about.
pub fn target<'t, 'a, O: Object<'a>>(
    targets: &'t [ProtectedObjects],
    req: &Request<'a, O>,
) -> Option<&'t ProtectedObjects> {
    targets.iter().find(|t| t.matches(req))
}

/// Whether `name` matches one of the patterns. A pattern is a name, or begins or ends with a `*`, which stands for at least one
/// character.
pub fn named(patterns: &[&str], name: &str) -> bool {
    patterns.iter().any(|pattern| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(suffix), _) => name.len() > suffix.len() && name.ends_with(suffix),
        (_, Some(prefix)) => name.len() > prefix.len() && name.starts_with(prefix),
        _ => *pattern == name,
    })
}
