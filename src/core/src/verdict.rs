//! The verdict that follows from a response.

use core::fmt;

/// The result of one request. The order is from mild to severe, so that the greatest of several is their common verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(redline_module), derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Verdict {
    /// No findings.
    Allow,
    /// Accepted with warnings.
    Warn,
    /// The request could not be evaluated and is rejected for that reason.
    Invalid,
    /// Rejected by a rule.
    Deny,
}

impl Verdict {
    /// The verdict of a response with these members. Audit annotations alone are not a warning. The code 403 is a denial; with
    /// any other, and without one, the request could not be evaluated.
    pub fn of(accepted: bool, code: Option<u16>, warnings: &[impl Sized]) -> Verdict {
        match (accepted, code) {
            (true, _) if warnings.is_empty() => Verdict::Allow,
            (true, _) => Verdict::Warn,
            (false, Some(403)) => Verdict::Deny,
            (false, _) => Verdict::Invalid,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Allow => "allow",
            Verdict::Warn => "warn",
            Verdict::Invalid => "invalid",
            Verdict::Deny => "deny",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_follow_code_and_warnings() {
        let none: [&str; 0] = [];
        assert_eq!(Verdict::of(true, None, &none), Verdict::Allow);
        assert_eq!(Verdict::of(true, None, &["x"]), Verdict::Warn);
        assert_eq!(Verdict::of(false, Some(403), &none), Verdict::Deny);
        assert_eq!(Verdict::of(false, Some(400), &["x"]), Verdict::Invalid);
        assert_eq!(Verdict::of(false, None, &none), Verdict::Invalid);
    }

    #[test]
    fn a_denial_outweighs_an_invalid_request() {
        assert_eq!([Verdict::Deny, Verdict::Invalid, Verdict::Warn].into_iter().max(), Some(Verdict::Deny));
        for verdict in [Verdict::Allow, Verdict::Warn, Verdict::Invalid, Verdict::Deny] {
            assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.to_string());
        }
    }
}
