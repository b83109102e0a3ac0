//! A rule or a bundle as it is linked natively.

use redline_dev::{BUNDLES, Bundle, RULES, RegisteredRule};
use redline_host::{Case, Cluster, Response, SettingsResponse};

use crate::{bundle_native, bundle_native_settings, native, native_settings};

/// A policy as it is linked natively.
#[derive(Clone, Copy)]
pub enum Policy {
    /// A rule.
    Rule(&'static RegisteredRule),
    /// All rules of a kind.
    Bundle(&'static Bundle),
}

/// Every rule, then every bundle.
pub fn policies() -> impl Iterator<Item = Policy> {
    RULES.iter().map(Policy::Rule).chain(BUNDLES.iter().map(Policy::Bundle))
}

impl Policy {
    /// Its id, which is also the name of its folder.
    pub fn id(self) -> &'static str {
        match self {
            Policy::Rule(rule) => rule.id(),
            Policy::Bundle(bundle) => bundle.id,
        }
    }

    /// Its answer to a request.
    ///
    /// # Panics
    /// When the answer is not of Kubewarden's form.
    pub fn validate(self, payload: &[u8], cluster: Option<&Cluster>) -> Response {
        match self {
            Policy::Rule(rule) => native(rule, payload, cluster),
            Policy::Bundle(bundle) => bundle_native(bundle, payload, cluster),
        }
    }

    /// Its answer to settings.
    ///
    /// # Panics
    /// When the answer is not of Kubewarden's form.
    pub fn validate_settings(self, settings: &[u8]) -> SettingsResponse {
        match self {
            Policy::Rule(rule) => native_settings(rule, settings),
            Policy::Bundle(bundle) => bundle_native_settings(bundle, settings),
        }
    }

    /// Compares its answers with those that the case expects, and returns them: to the request, if the case has one, and to the
    /// settings.
    ///
    /// # Errors
    /// What is different, or that the request of the case cannot be made.
    pub fn check(self, case: &Case) -> Result<(Option<Response>, SettingsResponse), String> {
        // A case about settings alone has no request.
        let answer = match case.expect.verdict {
            Some(_) => {
                let answer = self.validate(&case.payload().map_err(|e| e.to_string())?, case.cluster().as_ref());
                case.check(&answer).map_err(|e| format!("native: {e}"))?;
                Some(answer)
            }
            None => None,
        };
        let settings = self.validate_settings(case.settings.to_string().as_bytes());
        case.check_settings(&settings).map_err(|e| format!("native settings: {e}"))?;
        Ok((answer, settings))
    }
}
