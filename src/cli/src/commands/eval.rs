//! `redline eval`: one request, one module, its raw answer.

use std::io::Write;

use redline_host::{Error, Host, Limits, Response};
use redline_input::yaml;
use serde_json::{Value, json};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::files::read;
use crate::language::tr;
use crate::translation;

/// Prints the module's answer.
pub(crate) fn run(args: &args::Eval) -> Result<Outcome, CliError> {
    let module = Host::new(Limits::default())?.load(&args.module)?;
    let payload = payload(args)?;
    let answer = module.call("validate", &payload, None)?;
    let mut out = std::io::stdout().lock();
    out.write_all(&answer)?;
    writeln!(out)?;
    let response: Response = serde_json::from_slice(&answer)
        .map_err(|_| Error::Answer { module: module.id().to_owned(), operation: "validate".to_owned() })?;
    Ok(if response.accepted { Outcome::Clean } else { Outcome::Denied })
}

fn payload(args: &args::Eval) -> Result<Vec<u8>, CliError> {
    let text = read(&args.request)?;
    let settings: Option<Value> = match &args.settings {
        Some(file) => Some(yaml::single(&read(file)?, file)?),
        None => None,
    };
    let value = single_value(&text, &args.request)?;
    if value.get("request").is_some() && value.get("settings").is_some() {
        return match settings {
            None => Ok(text.into_bytes()),
            Some(_) => {
                Err(tr!("the payload already has settings; omit `--settings`", "请求中已有设置，请去掉 `--settings`")
                    .into())
            }
        };
    }
    let request = match value.get("kind").and_then(Value::as_str) {
        Some("AdmissionReview") => {
            value.get("request").cloned().ok_or_else(|| translation::of("the AdmissionReview has no `request`"))?
        }
        _ => value,
    };
    Ok(json!({"request": request, "settings": settings.unwrap_or_else(|| json!({}))}).to_string().into_bytes())
}

fn single_value(text: &str, file: &str) -> Result<Value, CliError> {
    let mut values = yaml::chunks(text).iter().flat_map(|chunk| chunk.values(file)).collect::<Vec<_>>();
    match (values.pop(), values.len()) {
        (Some((_, value)), 0) => Ok(value?),
        (None, _) => Err(tr!("{file}: the file is empty", "{file}：文件为空").into()),
        (Some(_), others) => {
            let found = others + 1;
            Err(tr!("{file}: expected one request, found {found}", "{file}：应为一个请求，实际有 {found} 个").into())
        }
    }
}
