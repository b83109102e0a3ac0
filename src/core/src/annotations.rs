//! Annotation keys: those that Redline reads on Kubernetes objects, and those of the audit annotations in its responses.

/// Prefix of the annotations that Redline reads on Kubernetes objects.
pub const PREFIX: &str = "redline.dev/";

/// The rules that an approval is for, separated by commas.
pub const APPROVE: &str = "redline.dev/approve";

/// Why an approval was given.
pub const APPROVE_REASON: &str = "redline.dev/reason";

/// Until when an approval holds, as an RFC 3339 time.
pub const APPROVED_UNTIL: &str = "redline.dev/approved-until";

/// Prefix of the labels on manifests that name the kinds of cluster that a rule is for.
pub const PROFILE_LABEL: &str = "profile.redline.dev/";

/// The annotation of an object that keeps important data, with the value `true`.
pub const STATEFUL: &str = "redline.dev/stateful";

/// The copy of the configuration that `kubectl apply` keeps on an object.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Whether an annotation describes no property of its object: the copy that kubectl keeps, and the approvals of Redline.
/// A change of such an annotation alone changes nothing.
pub fn is_bookkeeping(key: &str) -> bool {
    key == LAST_APPLIED || key.starts_with(PREFIX)
}

/// Audit annotation: the verdict, one of `deny`, `warn`, `audit`, `approved`, `exempt` and `invalid`.
pub const AUDIT_VERDICT: &str = "redline-verdict";

/// Audit annotation: the findings, as a JSON array. See [`crate::render`].
pub const AUDIT_FINDINGS: &str = "redline-findings";

/// Audit annotation: why a request was exempt or approved.
pub const AUDIT_REASON: &str = "redline-reason";
