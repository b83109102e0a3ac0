//! Findings that are known: recorded once, left out of later reports.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::error::CliError;
use crate::found::Found;
use crate::inputs::read;
use crate::job::Judged;

/// What makes two findings the same. Lines do not count: they move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    pub file: String,
    pub object: String,
    pub operation: String,
    pub rule: String,
    pub path: String,
    pub text: String,
}

/// Everything that is let be: the baseline's findings and the config's waivers.
#[derive(Debug, Default)]
pub(crate) struct LetBe {
    known: BTreeSet<Known>,
    config: Config,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    findings: BTreeSet<Known>,
}

impl LetBe {
    /// Reads the baseline that the config or the arguments name. Errors: a file that is no baseline.
    pub(crate) fn load(config: Config, baseline: Option<&Path>) -> Result<LetBe, CliError> {
        let Some(path) = baseline.or(config.baseline.as_deref()) else {
            return Ok(LetBe { known: BTreeSet::new(), config });
        };
        let name = path.display().to_string();
        let file: File = serde_json::from_str(&read(&name)?)
            .map_err(|e| format!("{name}: this is no baseline of `redline baseline`: {e}"))?;
        Ok(LetBe { known: file.findings, config })
    }

    /// Takes out of an entry what is known or waived, and counts it.
    pub(crate) fn take_from(&self, judged: &mut Judged) {
        if self.known.is_empty() && self.config.waivers.is_empty() {
            return;
        }
        let today = crate::config::today();
        let (file, title, doing) = (judged.place.file.clone(), judged.title.clone(), judged.doing.clone());
        let mut out = 0;
        if let Ok(rulings) = &mut judged.rulings {
            for ruling in rulings.iter_mut() {
                let before = ruling.said.found.len();
                let waived = self.config.waived(&ruling.rule, &title, today);
                // What could not be judged is never known.
                ruling.said.found.retain(|found| {
                    found.level == redline_host::Verdict::Invalid
                        || !(waived || self.known.contains(&known(&file, &title, &doing, &ruling.rule, found)))
                });
                out += before - ruling.said.found.len();
            }
            rulings.retain(|ruling| !ruling.said.found.is_empty());
        }
        judged.known += out;
    }
}

fn known(file: &str, object: &str, operation: &str, rule: &str, found: &Found) -> Known {
    Known {
        file: file.to_owned(),
        object: object.to_owned(),
        operation: operation.to_owned(),
        rule: rule.to_owned(),
        path: found.path.clone(),
        text: found.text.first().cloned().unwrap_or_default(),
    }
}

/// The findings of these entries as a baseline, sorted, so that it can be compared line by line.
pub(crate) fn record(judged: &[Judged]) -> Result<(usize, String), CliError> {
    let mut findings = BTreeSet::new();
    for judged in judged {
        for ruling in judged.rulings.iter().flatten() {
            let each = ruling.said.found.iter().filter(|found| found.level != redline_host::Verdict::Invalid);
            findings
                .extend(each.map(|found| known(&judged.place.file, &judged.title, &judged.doing, &ruling.rule, found)));
        }
    }
    let count = findings.len();
    let text = serde_json::to_string_pretty(&File { findings }).map_err(|e| e.to_string())?;
    Ok((count, text + "\n"))
}
