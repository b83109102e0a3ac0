//! Admission rules in a bundle, grouped by their view of the object: each view is read once.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use redline_core::outcome::Outcome;
use redline_core::render;
use redline_core::request_match::Operation;
use redline_core::response::{Response, SettingsResponse};
use redline_core::scratch;
use redline_guards::one_pass::scripts_of_object;
use redline_kubernetes::context::Shared;
use redline_kubernetes::evaluate::Received;
use redline_kubernetes::lookup::Host;
use redline_kubernetes::payload;
use redline_kubernetes::request::Request;
use redline_kubernetes::rule::AdmissionRule;
use redline_kubernetes::workload::Workload;

use super::merge::{Evaluated, merge};
use super::settings::RuleSwitches;
use super::{About, validate_settings};

/// Evaluates a request that has been read for a rule with the view of `V`.
type EvaluateReceived<V> =
    for<'a> fn(&Received<'a, <V as AdmissionRule>::Object<'a>>, &str, &Host<'_>, Option<&Shared>) -> Outcome;

/// Finds out what all rules with the view of `V` want to know of a request.
type Prepare<V> = for<'a> fn(&Request<'a, <V as AdmissionRule>::Object<'a>>, &Host<'_>) -> Box<Shared>;

/// The rules of a bundle that have the same view of the object as the rule `V`.
pub struct Rules<V: AdmissionRule + 'static> {
    members: &'static [AdmissionMember<V>],
    prepare: Option<Prepare<V>>,
}

/// One of these rules.
pub struct AdmissionMember<V: AdmissionRule + 'static> {
    about: About,
    evaluate: EvaluateReceived<V>,
}

impl<V: AdmissionRule + 'static> AdmissionMember<V> {
    /// The rule `R`, whose view is that of `V`.
    pub const fn of<R>() -> Self
    where
        R: for<'a> AdmissionRule<Object<'a> = V::Object<'a>>,
    {
        let (mut index, mut width) = (0, 0);
        while index < R::METADATA.requests.len() {
            width += R::METADATA.requests[index].operations.len();
            index += 1;
        }
        let about = About { rule: R::METADATA, width, validate_settings: R::validate_settings };
        AdmissionMember {
            about,
            evaluate: |received, settings, host, shared| R::evaluate_received(received, settings, host, shared),
        }
    }
}

impl<V: AdmissionRule + 'static> Rules<V> {
    /// Rules with a view of which nothing more is known.
    pub const fn new(members: &'static [AdmissionMember<V>]) -> Self {
        Rules { members, prepare: None }
    }

    /// Rules about workloads: their scripts are interpreted once.
    pub const fn of_workloads(members: &'static [AdmissionMember<V>]) -> Self
    where
        V: for<'a> AdmissionRule<Object<'a> = Workload<'a>>,
    {
        Rules { members, prepare: Some(|req, host| scripts(req, host)) }
    }
}

/// The scripts of a request's object.
fn scripts(req: &Request<'_, Workload<'_>>, host: &Host<'_>) -> Box<Shared> {
    let object = req.object.as_ref().filter(|_| req.operation != Operation::Connect);
    Box::new(scripts_of_object(object, req.object_namespace(), host))
}

/// Some rules of a bundle: [`Rules`] with any view.
pub trait Group: Sync {
    /// How many rules there are.
    fn count(&self) -> usize;
    /// The rule with this index.
    fn about(&self, index: usize) -> &About;
    /// Reads the request in `payload` and evaluates it with some of the rules, which all match it: their indices, and their
    /// settings as JSON. Emits the outcome of each, in this order.
    fn evaluate(&self, payload: &str, asked: &[(usize, String)], host: &Host<'_>, emit: &mut dyn FnMut(&Outcome));
}

impl<V: AdmissionRule + 'static> Group for Rules<V> {
    fn count(&self) -> usize {
        self.members.len()
    }

    fn about(&self, index: usize) -> &About {
        &self.members[index].about
    }

    fn evaluate(&self, payload: &str, asked: &[(usize, String)], host: &Host<'_>, emit: &mut dyn FnMut(&Outcome)) {
        let Some((first, _)) = asked.first() else { return };
        let received = match Received::<V::Object<'_>>::read(self.about(*first).rule, payload) {
            Ok(received) => received,
            Err(outcome) => return asked.iter().for_each(|_| emit(&outcome)),
        };
        let shared = match (self.prepare, received.request()) {
            (Some(prepare), Some(request)) if asked.len() > 1 => Some(prepare(request, host)),
            _ => None,
        };
        for (index, settings) in asked {
            let evaluate = self.members[*index].evaluate;
            scratch::stream(
                |emit| emit(&evaluate(&received, settings, host, shared.as_deref())),
                &mut |outcome: &Outcome| emit(outcome),
            );
        }
    }
}

/// The response to a `validate` call of the bundle with the id `bundle`: evaluates the admission request in `payload` with
/// each rule that matches it and is on.
pub fn admission(bundle: &str, groups: &[&dyn Group], payload: &[u8], host: &Host<'_>) -> Response {
    let Ok(text) = core::str::from_utf8(payload) else {
        return render::invalid(bundle, "not valid UTF-8");
    };
    let (matching, json) = match payload::matching_rules(text, rules(groups).map(|about| about.rule)) {
        Ok(read) => read,
        Err(problem) => return render::invalid(bundle, &problem.to_string()),
    };
    if !matching.contains(&true) {
        return Response::allow();
    }
    let switches = match RuleSwitches::read(&[], json) {
        Ok(switches) => switches,
        Err(problem) => return render::invalid(bundle, &problem),
    };
    let mut matching = matching.into_iter();
    let mut outcomes = Vec::new();
    for group in groups {
        let matching = (0..group.count()).filter(|_| matching.next() == Some(true));
        let asked = matching.filter_map(|index| Some((index, switches.of(group.about(index).rule)?)));
        let asked: Vec<(usize, String)> = asked.collect();
        let mut members = asked.iter().map(|(index, _)| *group.about(*index));
        scratch::stream(|emit| group.evaluate(text, &asked, host, emit), &mut |outcome: &Outcome| {
            if let Some(About { rule, width, .. }) = members.next() {
                outcomes.push(Evaluated { rule, width, outcome: outcome.clone() });
            }
        });
    }
    // Of equally specific rules the first by name comes first.
    outcomes.sort_by_key(|evaluated| evaluated.rule.id);
    merge(outcomes)
}

/// The response to a `validate_settings` call of a bundle of admission rules. `json` are the settings.
pub fn validate_admission_settings(bundle: &str, groups: &[&dyn Group], json: &[u8]) -> SettingsResponse {
    let mut rules: Vec<&About> = rules(groups).collect();
    rules.sort_by_key(|about| about.rule.id);
    validate_settings(bundle, &[], &rules, json)
}

/// Every rule, in the order of the groups.
fn rules<'g>(groups: &'g [&dyn Group]) -> impl Iterator<Item = &'g About> {
    groups.iter().flat_map(|group| (0..group.count()).map(move |index| group.about(index)))
}
