//! Test cases: one YAML file each, with a request, settings and what is expected. Unknown keys are refused, so a
//! slip of the pen cannot weaken a test.

mod parts;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use parts::{ManifestPart, RequestPart};

use redline_input::{Position, SyntaxError, yaml};

use crate::{Cluster, Error, Response, SettingsResponse, Verdict, clock};

/// A test case as loaded, with its times filled in.
#[derive(Debug, Clone)]
pub struct Case {
    /// The file.
    pub path: PathBuf,
    /// One sentence: why this verdict.
    pub why: String,
    /// Whether the rule's README shows the case.
    pub example: bool,
    /// The settings of the rule; `{}` when the case gives none.
    pub settings: Value,
    /// What must come of it.
    pub expect: Expectation,
    cluster: Option<Cluster>,
    payload: Payload,
}

#[derive(Debug, Clone)]
enum Payload {
    Request(Value),
    Text(String),
    /// The case is about settings alone.
    None,
}

/// What a case expects. Members that are absent are not compared.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Expectation {
    /// The verdict; absent only where `settings_error` is expected.
    pub verdict: Option<Verdict>,
    /// The message, exactly.
    pub message: Option<String>,
    /// All warnings, exactly and in order.
    pub warnings: Option<Vec<String>>,
    /// Audit annotations that must be there; others may be.
    pub audit: Option<BTreeMap<String, String>>,
    /// The message with which `validate_settings` refuses the settings, exactly.
    pub settings_error: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct CaseFile {
    why: String,
    #[serde(default)]
    example: bool,
    settings: Option<Value>,
    request: Option<RequestPart>,
    manifest: Option<ManifestPart>,
    review: Option<Value>,
    raw: Option<Value>,
    raw_text: Option<String>,
    cluster: Option<Vec<Value>>,
    expect: Expectation,
}

impl Case {
    /// Loads a case. Errors name the file, and the line or the key.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::parse(&text, path)
    }

    /// Reads a case from text. In: the path for errors and for [`Case::path`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let name = path.to_string_lossy();
        let text = clock::expand(text, clock::now()).map_err(|(line, message)| SyntaxError {
            position: Position { file: name.to_string(), line, column: 0 },
            message,
        })?;
        let file: CaseFile = yaml::single(&text, &name)?;
        Self::from_file(file, path).map_err(|message| SyntaxError::in_file(&name, message).into())
    }

    fn from_file(file: CaseFile, path: &Path) -> Result<Self, String> {
        let CaseFile { why, example, settings, request, manifest, review, raw, raw_text, cluster, expect } = file;
        if why.trim().is_empty() {
            return Err("`why` is empty; say in one sentence what the case shows".to_owned());
        }
        let given = [request.is_some(), manifest.is_some(), review.is_some(), raw.is_some(), raw_text.is_some()];
        let given = given.into_iter().filter(|given| *given).count();
        let settings_only = expect.verdict.is_none();
        if settings_only && expect.settings_error.is_none() {
            return Err("`expect` has neither `verdict` nor `settingsError`".to_owned());
        }
        if given > 1 || given == 0 && !settings_only {
            return Err(format!(
                "exactly one of `request`, `manifest`, `review`, `raw` and `rawText` is needed, and there are {given}"
            ));
        }
        let payload = if let Some(part) = request {
            Payload::Request(part.into_request().map_err(|e| format!("`request`: {e}"))?)
        } else if let Some(part) = manifest {
            Payload::Request(part.into_request().map_err(|e| format!("`manifest`: {e}"))?)
        } else if let Some(review) = review {
            Payload::Request(inner_request(review)?)
        } else if let Some(raw) = raw {
            Payload::Request(raw)
        } else {
            raw_text.map_or(Payload::None, Payload::Text)
        };
        Ok(Case {
            path: path.to_owned(),
            why,
            example,
            settings: settings.unwrap_or_else(|| Value::Object(Map::new())),
            expect,
            cluster: cluster.map(Cluster::new),
            payload,
        })
    }

    /// The name of the case: its file's stem.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The request as JSON; `None` for malformed payloads and for cases about settings alone.
    pub fn request(&self) -> Option<&Value> {
        match &self.payload {
            Payload::Request(request) => Some(request),
            Payload::Text(_) | Payload::None => None,
        }
    }

    /// The bytes to validate: `{"request": ..., "settings": ...}`, or `rawText` as it stands.
    /// Errors: the case is about settings alone and has nothing to validate.
    pub fn payload(&self) -> Result<Vec<u8>, Error> {
        match &self.payload {
            Payload::Request(request) => {
                Ok(json!({"request": request, "settings": self.settings}).to_string().into_bytes())
            }
            Payload::Text(text) => Ok(text.clone().into_bytes()),
            Payload::None => Err(SyntaxError::in_file(
                &self.path.to_string_lossy(),
                "this case has settings only, nothing to validate",
            )
            .into()),
        }
    }

    /// The objects that look-ups find; without them look-ups are refused.
    pub fn cluster(&self) -> Option<Cluster> {
        self.cluster.clone()
    }

    /// Compares an answer with what the case expects. Errors: what differs, a line each.
    pub fn check(&self, response: &Response) -> Result<(), String> {
        let expect = &self.expect;
        let mut wrong = Vec::new();
        let mut differ =
            |what: &str, want: String, got: String| wrong.push(format!("{what}\n  want {want}\n  got  {got}"));
        let verdict = response.verdict();
        if let Some(want) = expect.verdict.filter(|want| *want != verdict) {
            let because = response.message.clone().or_else(|| response.warnings().first().cloned());
            differ(
                "verdict",
                want.to_string(),
                format!("{verdict}{}", because.map_or(String::new(), |b| format!(": {b}"))),
            );
        }
        if expect.message.is_some() && expect.message != response.message {
            differ("message", shown(&expect.message), shown(&response.message));
        }
        if let Some(want) = expect.warnings.as_ref().filter(|want| **want != response.warnings()) {
            differ("warnings", shown(want), shown(response.warnings()));
        }
        for (key, want) in expect.audit.iter().flatten() {
            let got = response.audit_annotations.as_ref().and_then(|notes| notes.get(key));
            if got != Some(want) {
                differ(&format!("audit annotation `{key}`"), shown(want), shown(&got));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }

    /// Compares the answer to `validate_settings`: refused with exactly `settingsError`, or valid where none is
    /// expected. Errors: what differs.
    pub fn check_settings(&self, response: &SettingsResponse) -> Result<(), String> {
        let want = SettingsResponse {
            valid: self.expect.settings_error.is_none(),
            message: self.expect.settings_error.clone(),
        };
        let same = response.valid == want.valid && (want.valid || response.message == want.message);
        if same { Ok(()) } else { Err(format!("settings\n  want {}\n  got  {}", shown(&want), shown(response))) }
    }
}

/// The case files of a directory, sorted: `*.yaml` and `*.yml`, not below it. Errors: the directory cannot be read.
pub fn cases_in(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |source| Error::Read { path: dir.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn inner_request(mut review: Value) -> Result<Value, String> {
    let bare = review.get("operation").is_some();
    match review.get_mut("request") {
        Some(request) if !bare => Ok(request.take()),
        _ if bare => Ok(review),
        _ => Err("`review` is neither an AdmissionReview (`request`) nor an AdmissionRequest (`operation`)".to_owned()),
    }
}

fn shown(value: &(impl serde::Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_else(|e| e.to_string())
}

#[cfg(test)]
mod tests;
