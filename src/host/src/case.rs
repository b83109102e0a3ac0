//! Test cases: a YAML file each, with a request, settings and the expected answer. Unknown keys are an error, so that a
//! typing error cannot weaken a test.

mod parts;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use parts::{ManifestPart, RequestPart};
use redline_input::{Position, SyntaxError, yaml};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Verdict;
use crate::clock;
use crate::cluster::Cluster;
use crate::error::Error;
use crate::finding::ExpectedFinding;
use crate::pattern::ExpectedText;
use crate::response::{Response, SettingsResponse};

/// A loaded test case, with its times filled in.
#[derive(Debug, Clone)]
pub struct Case {
    /// The file.
    pub path: PathBuf,
    /// Why this is the verdict, in one sentence.
    pub why: String,
    /// The same sentence in Chinese; cases that a README shows have it.
    pub why_zh: String,
    /// Whether the README of the rule shows the case.
    pub example: bool,
    /// The settings; `{}` when the case has none.
    pub settings: Value,
    /// The expected answer.
    pub expect: Expectation,
    cluster: Option<Cluster>,
    payload: Payload,
}

#[derive(Debug, Clone)]
enum Payload {
    Request(Value),
    Text(String),
    /// The case is only about settings.
    None,
}

/// The expected answer. Missing members are not compared. Texts are exact, or a regular expression between slashes.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Expectation {
    /// The verdict; missing only where `settings_error` is expected.
    pub verdict: Option<Verdict>,
    /// The message.
    pub message: Option<ExpectedText>,
    /// All warnings, in order.
    pub warnings: Option<Vec<ExpectedText>>,
    /// Audit annotations; the answer may have others, too.
    pub audit: Option<BTreeMap<String, ExpectedText>>,
    /// All findings, in order.
    pub findings: Option<Vec<ExpectedFinding>>,
    /// The message with which `validate_settings` refuses the settings.
    pub settings_error: Option<ExpectedText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct CaseFile {
    why: String,
    #[serde(default)]
    why_zh: String,
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

    /// Parses the text of a case. `path` is for errors and for [`Case::path`].
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
        let CaseFile { why, why_zh, example, settings, request, manifest, review, raw, raw_text, cluster, expect } =
            file;
        if why.trim().is_empty() {
            return Err("`why` is empty; explain the verdict in one sentence".to_owned());
        }
        let given = [request.is_some(), manifest.is_some(), review.is_some(), raw.is_some(), raw_text.is_some()];
        let given = given.into_iter().filter(|given| *given).count();
        let settings_only = expect.verdict.is_none();
        if settings_only && expect.settings_error.is_none() {
            return Err("`expect` has neither `verdict` nor `settingsError`".to_owned());
        }
        if given > 1 || given == 0 && !settings_only {
            return Err(format!(
                "expected exactly one of `request`, `manifest`, `review`, `raw` and `rawText`, found {given}"
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
            why_zh,
            example,
            settings: settings.unwrap_or_else(|| Value::Object(Map::new())),
            expect,
            cluster: cluster.map(Cluster::new),
            payload,
        })
    }

    /// The name of the case: that of its file, without the extension.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The request as JSON; `None` for malformed payloads and for cases that are only about settings.
    pub fn request(&self) -> Option<&Value> {
        match &self.payload {
            Payload::Request(request) => Some(request),
            Payload::Text(_) | Payload::None => None,
        }
    }

    /// The payload: `{"request": ..., "settings": ...}`, or `rawText` unchanged.
    ///
    /// # Errors
    /// The case is only about settings.
    pub fn payload(&self) -> Result<Vec<u8>, Error> {
        match &self.payload {
            Payload::Request(request) => {
                Ok(json!({"request": request, "settings": self.settings}).to_string().into_bytes())
            }
            Payload::Text(text) => Ok(text.clone().into_bytes()),
            Payload::None => Err(SyntaxError::in_file(
                &self.path.to_string_lossy(),
                "the case is only about settings and has no request",
            )
            .into()),
        }
    }

    /// The objects that look-ups find; without them, look-ups are refused.
    pub fn cluster(&self) -> Option<Cluster> {
        self.cluster.clone()
    }

    /// Compares an answer with the expected one.
    ///
    /// # Errors
    /// The differences.
    pub fn check(&self, response: &Response) -> Result<(), String> {
        let expect = &self.expect;
        let mut differences = Vec::new();
        let mut differ =
            |what: &str, want: String, got: String| differences.push(format!("{what}\n  want {want}\n  got  {got}"));
        let verdict = response.verdict();
        if let Some(want) = expect.verdict.filter(|want| *want != verdict) {
            let because = response.message.clone().or_else(|| response.warnings().first().cloned());
            differ(
                "verdict",
                want.to_string(),
                format!("{verdict}{}", because.map_or(String::new(), |b| format!(": {b}"))),
            );
        }
        let differs = |want: &ExpectedText, got: Option<&String>| !got.is_some_and(|got| want.matches(got));
        if let Some(want) = expect.message.as_ref().filter(|want| differs(want, response.message.as_ref())) {
            differ("message", json_text(want), json_text(&response.message));
        }
        let warnings = response.warnings();
        let same = |want: &[ExpectedText]| {
            want.len() == warnings.len() && want.iter().zip(warnings).all(|(want, got)| want.matches(got))
        };
        if let Some(want) = expect.warnings.as_ref().filter(|want| !same(want)) {
            differ("warnings", json_text(want), json_text(warnings));
        }
        if let Some(want) = &expect.findings {
            let got = response.findings().unwrap_or_default();
            if want.len() != got.len() || !want.iter().zip(&got).all(|(want, got)| want.matches(got)) {
                differ("findings", json_text(want), json_text(&got));
            }
        }
        for (key, want) in expect.audit.iter().flatten() {
            let got = response.audit_annotations.as_ref().and_then(|notes| notes.get(key));
            if differs(want, got) {
                differ(&format!("audit annotation `{key}`"), json_text(want), json_text(&got));
            }
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }

    /// Compares the answer to `validate_settings`: refused with `settingsError`, or valid where none is expected.
    ///
    /// # Errors
    /// The difference.
    pub fn check_settings(&self, response: &SettingsResponse) -> Result<(), String> {
        let want = self.expect.settings_error.as_ref();
        let same = match want {
            None => response.valid,
            Some(want) => !response.valid && response.message.as_ref().is_some_and(|got| want.matches(got)),
        };
        if same {
            return Ok(());
        }
        let want = match want {
            None => json!({"valid": true}),
            Some(message) => json!({"valid": false, "message": message}),
        };
        Err(format!("settings\n  want {want}\n  got  {}", json_text(response)))
    }
}

/// The case files in a directory, sorted: `*.yaml` and `*.yml`, without subdirectories.
///
/// # Errors
/// The directory cannot be read.
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

fn json_text(value: &(impl serde::Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_else(|e| e.to_string())
}

#[cfg(test)]
mod tests;
