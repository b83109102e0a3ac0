//! The functions that JavaScript calls.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{Catalogue, Evaluation, Input, Mode, Rules, ScriptEvaluation, SettingsAnswer};

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

/// Converts a value from JavaScript.
///
/// # Errors
/// What is wrong with it, without the name of the Rust type.
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

/// Evaluates a text. Throws if the input itself is wrong: a rule that does not exist, invalid settings. Errors in the text are
/// part of the evaluation.
#[wasm_bindgen]
pub fn evaluate(input: Ts<Input>) -> Result<Ts<Evaluation>, JsError> {
    Ok(crate::evaluate(&given(input)?).map_err(error)?.into_ts()?)
}

/// The payload that the module of a rule gets for the item at `index` of `items`: `{"request":...,"settings":...}`.
#[wasm_bindgen]
pub fn payload(input: Ts<Input>, index: usize, rule: &str) -> Result<String, JsError> {
    crate::payload(&given(input)?, index, rule).map_err(error)
}

/// What a shell script, or user data of an instance, does to a node on which root runs it: its commands in order, where they
/// run, the files that they change, and the operations of ACK's list that they perform.
#[wasm_bindgen]
pub fn script(text: &str) -> Result<Ts<ScriptEvaluation>, JsError> {
    Ok(crate::script(text).into_ts()?)
}

/// Every rule, by id.
#[wasm_bindgen]
pub fn rules() -> Result<Ts<Rules>, JsError> {
    Ok(crate::rules().into_ts()?)
}

/// Every row of ACK's list of high-risk operations, and what covers it.
#[wasm_bindgen]
pub fn catalogue() -> Result<Ts<Catalogue>, JsError> {
    Ok(crate::catalogue().into_ts()?)
}

/// Validates the settings of a rule.
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
