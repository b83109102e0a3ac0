//! The functions that JavaScript calls.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{Catalogue, Evaluation, Input, Mode, Rules, SettingsAnswer};

/// Settings of one rule.
#[derive(Debug, Clone, Serialize, Deserialize, Tsify)]
#[tsify(type = "Record<string, unknown>")]
#[serde(transparent)]
pub struct Settings(Value);

/// A panic becomes an exception with its message. The module cannot be used after it; make a new one.
#[wasm_bindgen(start)]
pub fn start() {
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
}

fn error(message: String) -> JsError {
    JsError::new(&message)
}

/// Takes over what JavaScript gave. Errors: what is wrong with it, without Rust's name for it.
fn given<T>(value: Ts<T>) -> Result<T, JsError>
where
    T: Tsify<JsType: Clone> + DeserializeOwned,
{
    value.to_rust().map_err(|problem| {
        let text = problem.to_string();
        let text = text.split_once("`: ").map_or(text.as_str(), |(_, why)| why);
        error(text.rsplit_once(" at line ").map_or(text, |(why, _)| why).to_owned())
    })
}

/// Judges a text. Throws when the input itself makes no sense: a rule that is not there, settings that a rule
/// refuses. What is wrong in the text is part of the evaluation.
#[wasm_bindgen]
pub fn evaluate(input: Ts<Input>) -> Result<Ts<Evaluation>, JsError> {
    Ok(crate::evaluate(&given(input)?).map_err(error)?.into_ts()?)
}

/// The payload that a rule's module gets for the thing at `index` of `judged`: `{"request":...,"settings":...}`.
#[wasm_bindgen]
pub fn payload(input: Ts<Input>, index: usize, rule: &str) -> Result<String, JsError> {
    crate::payload(&given(input)?, index, rule).map_err(error)
}

/// Every rule, by id.
#[wasm_bindgen]
pub fn rules() -> Result<Ts<Rules>, JsError> {
    Ok(crate::rules().into_ts()?)
}

/// Every row of ACK's list of high-risk operations, and what covers it.
#[wasm_bindgen]
pub fn catalogue() -> Result<Ts<Catalogue>, JsError> {
    Ok(crate::catalogue().map_err(error)?.into_ts()?)
}

/// Asks a rule whether it can use settings.
#[wasm_bindgen(js_name = validateSettings)]
pub fn validate_settings(rule: &str, settings: Ts<Settings>) -> Result<Ts<SettingsAnswer>, JsError> {
    Ok(crate::validate_settings(rule, &given(settings)?.0).map_err(error)?.into_ts()?)
}

/// The ClusterAdmissionPolicy of a rule, or for cloud rules an entry of policy-server's `policies.yml`.
#[wasm_bindgen]
pub fn manifest(rule: &str, settings: Ts<Settings>, mode: Ts<Mode>) -> Result<String, JsError> {
    crate::manifest(rule, &given(settings)?.0, given(mode)?).map_err(error)
}

/// The version of Redline.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Seconds since the Unix epoch.
#[cfg(target_arch = "wasm32")]
pub(crate) fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Seconds since the Unix epoch.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as i64)
}
