//! `matchConditions`, evaluated as an API server does.

use std::sync::Arc;

use cel::{Context, Env, Program, Value as CelValue};
use redline_host::Case;
use serde_json::{Map, Value};

/// A compiled condition.
pub struct Condition {
    env: Arc<Env>,
    program: Program,
}

impl Condition {
    /// Compiles the expression of `matchConditions`; none without one.
    ///
    /// # Panics
    /// When it is no valid CEL.
    pub fn new(expression: Option<String>) -> Option<Condition> {
        let env = Arc::new(Env::stdlib());
        let expression = expression?;
        let program = env.compile(&expression).unwrap_or_else(|e| panic!("{e}: {expression}"));
        Some(Condition { env, program })
    }

    /// The value for this request, or why there is none.
    ///
    /// # Errors
    /// The condition fails, or is no boolean.
    pub fn holds(&self, request: &Value) -> Result<bool, String> {
        let mut context = Context::with_env(self.env.clone());
        // The API server leaves out empty members of the request, and null in objects.
        let members: Map<String, Value> =
            request.as_object().into_iter().flatten().filter(|(_, v)| !matches!(v, Value::Null)).map(clone).collect();
        let object = |name: &str| bare(request.get(name).unwrap_or(&Value::Null));
        context.add_variable("object", object("object")).map_err(|e| e.to_string())?;
        context.add_variable("oldObject", object("oldObject")).map_err(|e| e.to_string())?;
        context.add_variable("request", Value::Object(members)).map_err(|e| e.to_string())?;
        match self.program.execute(&context).map_err(|e| e.to_string())? {
            CelValue::Bool(holds) => Ok(holds),
            other => Err(format!("{other:?} is no boolean")),
        }
    }
}

fn clone((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// The value without members that are null, as Kubernetes decodes it.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name.clone(), bare(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(bare).collect()),
        other => other.clone(),
    }
}

/// The request of a case, if an API server could send it.
pub fn request(case: &Case) -> Option<Value> {
    let payload: Value = serde_json::from_slice(&case.payload().ok()?).ok()?;
    let request = payload.get("request")?;
    let plural = request.pointer("/resource/resource").and_then(Value::as_str).unwrap_or("");
    // Kubewarden's audit scanner writes a kind there, and hosts leave the resource out; neither evaluates conditions.
    let server = plural.chars().all(|c| c.is_ascii_lowercase()) && !plural.is_empty();
    (server && request.is_object()).then(|| request.clone())
}
