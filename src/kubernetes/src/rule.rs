//! What a rule over admission requests is.

use redline_core::finding::Findings;
use redline_core::outcome::Outcome;
use redline_core::render;
use redline_core::response::{Response, SettingsResponse};
use redline_core::rule::{RuleDocs, RuleMetadata};
use redline_core::settings::{self, RuleSettings};

use crate::context::Context;
use crate::evaluate::evaluate;
use crate::lookup::Host;
use crate::object_meta::Object;
use crate::request::Request;

/// A rule over Kubernetes admission requests.
///
/// Implementations give the metadata, the documentation and the check; the rest is the same for all rules.
pub trait AdmissionRule {
    /// The rule's view of the object: the members that it reads.
    type Object<'a>: Object<'a>;
    /// The rule's own settings.
    type Settings: RuleSettings + Default;
    /// What the rule needs at run time.
    const METADATA: &'static RuleMetadata;
    /// What documentation and manifests need.
    const DOCS: &'static RuleDocs;

    /// Adds what the rule finds in the request to `out`. Called for requests of [`RuleMetadata::requests`] alone, after
    /// exemptions.
    fn check<'a>(
        context: &Context<'_>,
        request: &Request<'a, Self::Object<'a>>,
        settings: &Self::Settings,
        out: &mut Findings,
    );

    /// Evaluates one payload of a validation call, with these settings or else those in the payload.
    fn evaluate(payload: &[u8], settings: Option<&str>, host: &Host<'_>) -> Outcome {
        evaluate::<Self::Object<'_>, Self::Settings>(Self::METADATA, payload, settings, host, Self::check)
    }

    /// Answers a validation call.
    fn validate(payload: &[u8], host: &Host<'_>) -> Response {
        render::response(Self::METADATA, &Self::evaluate(payload, None, host))
    }

    /// Answers a settings validation call.
    fn validate_settings(settings: &[u8]) -> SettingsResponse {
        settings::validate(Self::METADATA.id, settings, &mut Self::Settings::default())
    }
}
