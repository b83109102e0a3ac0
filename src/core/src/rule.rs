//! The declaration of a rule, apart from its check.

use crate::language::Bilingual;
use crate::request_match::RequestMatch;
use crate::row::Row;
use crate::settings::SettingField;

/// The kind of input that a rule evaluates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// Kubernetes admission requests (`policyType: kubernetes`).
    Admission,
    /// Operations on cloud resources (`policyType: raw`).
    Cloud,
}

/// How much damage the operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A nuisance that can be undone.
    Medium,
    /// An outage of a workload or a node.
    High,
    /// An outage of the cluster, or an irreversible loss.
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

/// A kind of cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterKind {
    /// ACK runs the control plane.
    Managed,
    /// The control plane runs on nodes of the user.
    Dedicated,
    /// There are no nodes that the user manages.
    Serverless,
    /// A cluster that runs elsewhere and is connected to ACK.
    Registered,
}

impl ClusterKind {
    /// Every kind of cluster.
    pub const ALL: [ClusterKind; 4] =
        [ClusterKind::Managed, ClusterKind::Dedicated, ClusterKind::Serverless, ClusterKind::Registered];

    /// `managed`, `dedicated`, `serverless` or `registered`.
    pub fn as_str(self) -> &'static str {
        match self {
            ClusterKind::Managed => "managed",
            ClusterKind::Dedicated => "dedicated",
            ClusterKind::Serverless => "serverless",
            ClusterKind::Registered => "registered",
        }
    }

    /// Whether rules for this kind of cluster alone raise false alarms on others, because what they protect is ordinary there,
    /// such as a label of a node. What a dedicated cluster has for itself, its control-plane nodes, exists nowhere else.
    pub fn is_ordinary_elsewhere(self) -> bool {
        matches!(self, ClusterKind::Serverless | ClusterKind::Registered)
    }
}

/// What a rule needs at run time. All of it is part of the module, so it is kept small.
#[derive(Debug)]
pub struct RuleMetadata {
    /// Rule id: folder, crate, module and message prefix.
    pub id: &'static str,
    /// Requests that the rule evaluates; empty for cloud rules.
    pub requests: &'static [RequestMatch],
    /// Catalogue rows that the rule covers. A finding without a row of its own belongs to the first.
    pub rows: &'static [&'static Row],
    /// Keys of the rule's own settings.
    pub settings: &'static [&'static str],
    /// User names exempt by default, in addition to those of every rule; exact, or with one trailing `*`.
    pub exempt_users: &'static [&'static str],
    /// Accounts (`namespace/serviceAccountName`) whose pods are exempt by default.
    pub exempt_workloads: &'static [&'static str],
    /// Whether a kubelet is exempt for its own Node. False in rules about what kubelets do.
    pub exempt_kubelets: bool,
    /// The one kind of cluster that the rule makes sense on; `None` for a rule about several. Such a rule is off in a bundle until
    /// the kind of cluster is named.
    pub only_on: Option<ClusterKind>,
    /// Whether an update is allowed that changes only approval annotations. False in rules about these annotations.
    pub ignore_approval_edits: bool,
}

impl RuleMetadata {
    /// Metadata with this id and nothing else: no requests, no rows, no settings, no exemptions of the rule's own.
    pub const fn new(id: &'static str) -> RuleMetadata {
        RuleMetadata {
            id,
            requests: &[],
            rows: &[],
            settings: &[],
            exempt_users: &[],
            exempt_workloads: &[],
            exempt_kubelets: true,
            only_on: None,
            ignore_approval_edits: true,
        }
    }
}

/// What only documentation and manifests need. No module refers to it, so it takes no space there.
#[derive(Debug)]
pub struct RuleDocs {
    /// One line: what the rule stops.
    pub title: Bilingual,
    /// Markdown under the headings `## What it stops`, `## Why it is high-risk` and `## How to get it done anyway`.
    pub text: &'static str,
    /// The same in Chinese, under the headings `## 拦截的操作`, `## 为何高危` and `## 正确做法`.
    pub text_zh: &'static str,
    /// How much damage the operation does.
    pub severity: Severity,
    /// The rule's own settings.
    pub settings: &'static [SettingField],
    /// Kinds that the rule looks up in the cluster: `apiVersion` and kind.
    pub context: &'static [(&'static str, &'static str)],
    /// Whether Kubewarden's audit scanner may run the rule over objects that exist.
    pub background_audit: bool,
}
