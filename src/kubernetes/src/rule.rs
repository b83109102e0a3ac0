//! The interface of a rule about admission requests.

use redline_core::finding::Findings;
use redline_core::outcome::Outcome;
use redline_core::render;
use redline_core::response::{Response, SettingsResponse};
use redline_core::rule::{RuleDocs, RuleMetadata};
use redline_core::settings::{self, RuleSettings};

use crate::context::{Context, Shared};
use crate::evaluate::{Received, evaluate, evaluate_received};
use crate::lookup::Host;
use crate::object_meta::Object;
use crate::request::Request;

/// A rule about Kubernetes admission requests.
///
/// Implementations supply the metadata, the documentation and the check. The provided methods are the same for all rules.
pub trait AdmissionRule {
    /// The rule's view of the object: the fields that it reads.
    type Object<'a>: Object<'a>;
    /// The rule's own settings.
    type Settings: RuleSettings + Default;
    /// What the rule needs at run time.
    const METADATA: &'static RuleMetadata;
    /// What documentation and manifests need.
    const DOCS: &'static RuleDocs;

    /// Adds the rule's findings about the request to `out`. Called only for requests that match
    /// [`RuleMetadata::requests`], whose object is present, and that are not exempt.
    fn check<'a>(
        context: &Context<'_>,
        request: &Request<'a, Self::Object<'a>>,
        settings: &Self::Settings,
        out: &mut Findings,
    );

    /// Evaluates the payload of a `validate` call: JSON with the members `request` and `settings`. `settings`, if given,
    /// replaces the member of the payload.
    fn evaluate(payload: &[u8], settings: Option<&str>, host: &Host<'_>) -> Outcome {
        evaluate::<Self::Object<'_>, Self::Settings>(Self::METADATA, payload, settings, host, Self::check)
    }

    /// Evaluates a request that has been read for several rules, among them this one, which matches it.
    fn evaluate_received<'a>(
        received: &Received<'a, Self::Object<'a>>,
        settings: &str,
        host: &Host<'_>,
        shared: Option<&Shared>,
    ) -> Outcome {
        evaluate_received(Self::METADATA, received, settings, host, shared, Self::check)
    }

    /// The response to a `validate` call with this payload.
    fn validate(payload: &[u8], host: &Host<'_>) -> Response {
        render::response(Self::METADATA, &Self::evaluate(payload, None, host))
    }

    /// The response to a `validate_settings` call with these settings (JSON).
    fn validate_settings(settings: &[u8]) -> SettingsResponse {
        settings::validate(Self::METADATA.id, settings, &mut Self::Settings::default())
    }
}
