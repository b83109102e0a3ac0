//! The objects that run Redline's rules in a cluster, as far as the rule reads them.

use redline_engine::json::{Fields, List, Raw};
use redline_engine::prelude::*;

redline_engine::view! {
    /// A policy, a policy group or a PolicyServer.
    pub struct Guard<'a> {
        pub(crate) metadata: ObjectMeta<'a>,
        pub(crate) spec: Spec<'a>,
    }
    pub(crate) struct Spec<'a> {
        pub(crate) module: Str<'a>,
        pub(crate) mode: Str<'a>,
        pub(crate) settings: Fields<'a>,
        pub(crate) rules: List<MatchRule<'a>>,
        pub(crate) policy_server = "policyServer": Str<'a>,
        pub(crate) failure_policy = "failurePolicy": Str<'a>,
        pub(crate) match_policy = "matchPolicy": Str<'a>,
        pub(crate) namespace_selector = "namespaceSelector": Option<Raw<'a>>,
        pub(crate) object_selector = "objectSelector": Option<Raw<'a>>,
        pub(crate) match_conditions = "matchConditions": Option<Raw<'a>>,
        pub(crate) expression: Str<'a>,
        pub(crate) policies: Map<'a, Member<'a>>,
        pub(crate) replicas: Option<i64>,
        pub(crate) image: Str<'a>,
        pub(crate) look_ups = "contextAwareResources": List<Raw<'a>>,
        pub(crate) env: List<Variable<'a>>,
    }
    /// A variable in the environment of a PolicyServer.
    pub(crate) struct Variable<'a> {
        pub(crate) name: Str<'a>,
        pub(crate) value: Str<'a>,
    }
    /// A policy of a group.
    pub(crate) struct Member<'a> {
        pub(crate) module: Str<'a>,
        pub(crate) settings: Fields<'a>,
    }
    /// Requests that a policy matches.
    pub(crate) struct MatchRule<'a> {
        pub(crate) groups = "apiGroups": List<Str<'a>>,
        pub(crate) versions = "apiVersions": List<Str<'a>>,
        pub(crate) resources: List<Str<'a>>,
        pub(crate) operations: List<Str<'a>>,
        pub(crate) scope: Str<'a>,
    }
}
redline_engine::objects!(Guard);

const PART_OF: &str = "app.kubernetes.io/part-of";

impl Guard<'_> {
    pub(crate) fn labelled(&self) -> bool {
        self.metadata.labels.get(PART_OF).is_some_and(|part| part == "redline")
    }

    /// Whether this belongs to Redline, by its label or by its modules.
    pub(crate) fn belongs_to_redline(&self) -> bool {
        self.labelled()
            || is_redline(&self.spec.module)
            || self.spec.policies.iter().any(|(_, p)| is_redline(&p.module))
    }
}

/// Whether a module's address has a part that starts with `redline`, such as `ghcr.io/redline-policies/node-deletion`.
pub(crate) fn is_redline(module: &str) -> bool {
    module.split('/').any(|part| part.starts_with("redline"))
}
