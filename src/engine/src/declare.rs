//! The declaration of a rule: everything about it that is not its check. Metadata, documentation, settings
//! schema, questions and manifests are generated from here.

use crate::cloud::Action;
use crate::request::{Gvk, Gvr, Operation};
use alloc::string::String;
use alloc::vec::Vec;

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bilingual {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

/// A row of the catalogue as a rule's messages need it. Generated from `policies/catalogue.yaml`.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Row number: `N1` to `N8`, `1` to `59`.
    pub id: &'static str,
    /// What breaks.
    pub impact: Bilingual,
    /// How to recover.
    pub way_back: Bilingual,
    /// The proper way to get it done.
    pub instead: Bilingual,
}

/// What a rule judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// Kubernetes admission requests (`policyType: kubernetes`).
    Admission,
    /// Alibaba Cloud operations (`policyType: raw`).
    Cloud,
}

/// How much harm the operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// An annoyance that can be undone.
    Medium,
    /// An outage of a workload or a node.
    High,
    /// An outage of the cluster, or no way back.
    Critical,
}

impl Severity {
    /// `medium`, `high` or `critical`, as Kubewarden's metadata spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

/// Requests that a rule asks to see.
#[derive(Debug, Clone, Copy)]
pub struct On {
    /// Verbs.
    pub operations: &'static [Operation],
    /// API group, exactly; `*` for every group.
    pub group: &'static str,
    /// API versions for the generated match rules.
    pub versions: &'static [&'static str],
    /// Plural (with a sub-resource after `/`) and kind of each resource; `*` for every resource of the group.
    pub resources: &'static [(&'static str, &'static str)],
}

impl On {
    /// The sub-resources (empty string: the object itself) that the rule sees of this kind; `None` when the
    /// kind is not the rule's. The resource may carry the kind, as Kubewarden's audit scanner sends it.
    pub fn matches_kind(&self, kind: &Gvk<'_>, resource: &Gvr<'_>) -> Option<Vec<&'static str>> {
        let named = !resource.resource.is_empty();
        let group = if named { &resource.group } else { &kind.group };
        if self.group != "*" && self.group != &**group {
            return None;
        }
        let mut subs = Vec::new();
        for (plural, declared_kind) in self.resources {
            let (plural, sub) = plural.split_once('/').unwrap_or((plural, ""));
            let same = if named {
                plural == &*resource.resource || (!declared_kind.is_empty() && *declared_kind == &*resource.resource)
            } else {
                *declared_kind == &*kind.kind
            };
            if plural == "*" || same {
                subs.push(sub);
            }
        }
        (!subs.is_empty()).then_some(subs)
    }
}

/// What the rule needs at run time. Small: all of it is in the module.
#[derive(Debug)]
pub struct Declaration {
    /// Rule id: folder, crate, module and message prefix.
    pub id: &'static str,
    /// What it judges.
    pub kind: RuleKind,
    /// Requests it asks to see; empty for cloud rules.
    pub on: &'static [On],
    /// Calls and changes it judges; empty for admission rules. A RAM policy is written from the same table.
    pub actions: &'static [Action],
    /// Catalogue rows it covers.
    pub rows: &'static [Row],
    /// Names of its own settings.
    pub settings: &'static [&'static str],
    /// User names exempt by default, on top of the engine's; exact, or with one trailing `*`.
    pub exempt_users: &'static [&'static str],
    /// Accounts (`namespace/serviceAccountName`) whose pods are exempt by default.
    pub exempt_workloads: &'static [&'static str],
    /// False in rules that judge kubelets: a kubelet is then not exempt on its own Node.
    pub exempt_kubelets: bool,
    /// False in rules about the approval annotations themselves.
    pub ignore_approval_edits: bool,
}

impl Declaration {
    /// The defaults that [`rule!`](crate::rule) starts from.
    pub const NEW: Declaration = Declaration {
        id: "",
        kind: RuleKind::Admission,
        on: &[],
        actions: &[],
        rows: &[],
        settings: &[],
        exempt_users: &[],
        exempt_workloads: &[],
        exempt_kubelets: true,
        ignore_approval_edits: true,
    };
}

/// One setting, as documentation and schema need it.
#[derive(Debug)]
pub struct SettingField {
    /// Key in the settings, camelCase.
    pub name: &'static str,
    /// What it does.
    pub doc: Bilingual,
    /// Its type.
    pub ty: crate::settings::SettingType,
    /// Its default as JSON.
    pub default: fn() -> String,
}

/// What only documentation and manifests need. No module refers to it, so none carries it.
#[derive(Debug)]
pub struct Documentation {
    /// The declaration this belongs to.
    pub declaration: &'static Declaration,
    /// One line: what it stops.
    pub title: Bilingual,
    /// Markdown under the headings of `rule!`.
    pub text: &'static str,
    /// The same for Chinese readers, shorter.
    pub text_zh: &'static str,
    /// How much harm the operation does.
    pub severity: Severity,
    /// The rule's own settings.
    pub settings: &'static [SettingField],
    /// Kinds it looks up in the cluster: `apiVersion` and kind.
    pub context: &'static [(&'static str, &'static str)],
    /// Whether Kubewarden's audit scanner may run it over objects that exist.
    pub background_audit: bool,
}

/// Declares a rule: statics `DECLARATION` and `DOCUMENTATION`, struct `Settings`, and the two entry points
/// `validate` and `validate_settings`.
///
/// Doc comments become the published documentation; use the three headings `## What it stops`,
/// `## Why it is high-risk` and `## How to get it done anyway`. `docs` and `declare` take the remaining fields
/// of [`Documentation`] and [`Declaration`]. `check` is `fn(&Context, &Request<View>, &Settings, &mut Findings)`
/// for admission rules and `fn(&Context, &Operation, &Settings, &mut Findings)` for `cloud` ones.
#[macro_export]
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        docs: { $($docs:tt)* }
        declare: { $($declare:tt)* }
        settings: { $(
            $(#[doc = $sdoc:literal])*
            #[zh($szh:literal)]
            $field:ident = $key:literal: $ty:ty = $default:expr;
        )* }
        check: $($check:tt)*
    ) => {
        /// What the rule needs at run time.
        pub static DECLARATION: $crate::Declaration = $crate::Declaration {
            id: env!("CARGO_PKG_NAME"),
            settings: &[$($key),*],
            $($declare)*
            ..$crate::Declaration::NEW
        };

        /// What documentation and manifests need.
        pub static DOCUMENTATION: $crate::Documentation = $crate::Documentation {
            declaration: &DECLARATION,
            text: concat!($($doc, "\n"),*),
            settings: &[$($crate::SettingField {
                name: $key,
                doc: $crate::Bilingual { en: concat!($($sdoc, "\n"),*), zh: $szh },
                ty: <$ty as $crate::settings::Setting>::TYPE,
                default: || $crate::settings::Setting::to_json(&<$ty>::from($default)),
            }),*],
            $($docs)*
        };

        /// The rule's own settings.
        #[derive(Debug)]
        pub struct Settings {
            $( $(#[doc = $sdoc])* pub $field: $ty, )*
        }

        impl Default for Settings {
            fn default() -> Self {
                Settings { $($field: <$ty>::from($default),)* }
            }
        }

        impl $crate::settings::RuleSettings for Settings {
            #[allow(unused_variables, clippy::needless_return)]
            fn set(&mut self, key: &str, json: &str) -> Option<Result<(), $crate::alloc::string::String>> {
                $( if key == $key {
                    return Some($crate::settings::Setting::read(json).map(|value| self.$field = value));
                } )*
                None
            }
        }

        $crate::rule!(@validate $($check)*);
    };
    (@validate $check:path, of cloud operations) => {
        /// Judges one cloud operation, with these settings or else those in the payload.
        pub fn outcome(payload: &[u8], settings: Option<&str>, _: &$crate::Host<'_>) -> $crate::Outcome {
            $crate::cloud::run::<Settings>(&DECLARATION, payload, settings, $check)
        }

        /// Judges one cloud operation that has been read already.
        pub fn outcome_read(op: &mut $crate::cloud::Operation<'_>, settings: &str) -> $crate::Outcome {
            $crate::cloud::run_read::<Settings>(&DECLARATION, op, settings, $check)
        }

        /// Answers a settings validation request.
        pub fn validate_settings(settings: &[u8]) -> $crate::SettingsResponse {
            $crate::cloud::validate_settings(&DECLARATION, settings, &mut Settings::default())
        }

        $crate::rule!(@answer);
    };
    (@validate $check:path, of $view:ident) => {
        /// Judges one admission request, with these settings or else those in the payload.
        pub fn outcome(payload: &[u8], settings: Option<&str>, host: &$crate::Host<'_>) -> $crate::Outcome {
            fn run<'a>(payload: &'a [u8], settings: Option<&str>, host: &$crate::Host<'_>) -> $crate::Outcome {
                $crate::admission::run::<$view<'a>, Settings>(&DECLARATION, payload, settings, host, $check)
            }
            run(payload, settings, host)
        }

        /// Answers a settings validation request.
        pub fn validate_settings(settings: &[u8]) -> $crate::SettingsResponse {
            $crate::settings::validate(&DECLARATION, settings, &mut Settings::default())
        }

        $crate::rule!(@answer);
    };
    (@answer) => {
        /// Answers a validation request.
        pub fn validate(payload: &[u8], host: &$crate::Host<'_>) -> $crate::Response {
            outcome(payload, None, host).response(&DECLARATION)
        }
    };
}

/// Makes a bundle of rules: static `DECLARATION`, and the two entry points `validate` and `validate_settings`.
#[macro_export]
macro_rules! bundle {
    (of admission rules: $($rule:ident),* $(,)?) => {
        $crate::bundle!(@declare Admission);

        static MEMBERS: &[$crate::bundle::Member<$crate::bundle::JudgeRequest>] = &[$(
            $crate::bundle::Member {
                declaration: &$rule::DECLARATION,
                judge: $rule::outcome,
                validate_settings: $rule::validate_settings,
            },
        )*];

        /// Judges one admission request.
        pub fn validate(payload: &[u8], host: &$crate::Host<'_>) -> $crate::Response {
            $crate::bundle::admission(&DECLARATION, MEMBERS, payload, host)
        }

        /// Answers a settings validation request.
        pub fn validate_settings(settings: &[u8]) -> $crate::SettingsResponse {
            $crate::bundle::validate_settings(&DECLARATION, &[], MEMBERS, settings)
        }
    };
    (of cloud rules: $($rule:ident),* $(,)?) => {
        $crate::bundle!(@declare Cloud);

        static MEMBERS: &[$crate::bundle::Member<$crate::bundle::JudgeOperation>] = &[$(
            $crate::bundle::Member {
                declaration: &$rule::DECLARATION,
                judge: $rule::outcome_read,
                validate_settings: $rule::validate_settings,
            },
        )*];

        /// Judges one cloud operation.
        pub fn validate(payload: &[u8], _: &$crate::Host<'_>) -> $crate::Response {
            $crate::bundle::operation(&DECLARATION, MEMBERS, payload)
        }

        /// Answers a settings validation request.
        pub fn validate_settings(settings: &[u8]) -> $crate::SettingsResponse {
            $crate::bundle::validate_settings(&DECLARATION, $crate::cloud::INVENTORY_KEYS, MEMBERS, settings)
        }
    };
    (@declare $kind:ident) => {
        /// What the bundle itself needs at run time; the rules have declarations of their own.
        pub static DECLARATION: $crate::Declaration = $crate::Declaration {
            id: env!("CARGO_PKG_NAME"),
            kind: $crate::RuleKind::$kind,
            settings: $crate::bundle::SETTINGS,
            ..$crate::Declaration::NEW
        };
    };
}
