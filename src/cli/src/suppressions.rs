//! Findings that reports leave out: those recorded in a baseline, and those waived in the configuration.

use std::collections::BTreeSet;
use std::path::Path;

use redline_host::Verdict;
use serde::{Deserialize, Serialize};

use crate::config::{Config, today};
use crate::error::CliError;
use crate::evaluation::Evaluation;
use crate::files::read;
use crate::finding::Finding;
use crate::language::tr;

/// What identifies a finding in a baseline. Line numbers are not part of it, because they change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineEntry {
    file: String,
    object: String,
    operation: String,
    rule: String,
    path: String,
    text: String,
}

/// The content of a baseline file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Baseline {
    findings: BTreeSet<BaselineEntry>,
}

/// The findings to leave out.
#[derive(Debug, Default)]
pub(crate) struct Suppressions {
    baseline: BTreeSet<BaselineEntry>,
    config: Config,
}

impl Suppressions {
    /// Reads the baseline that the arguments or else the configuration name.
    ///
    /// # Errors
    /// A file that is not a baseline.
    pub(crate) fn load(config: Config, baseline: Option<&Path>) -> Result<Suppressions, CliError> {
        let Some(path) = baseline.or(config.baseline.as_deref()) else {
            return Ok(Suppressions { baseline: BTreeSet::new(), config });
        };
        let name = path.display().to_string();
        let Baseline { findings } = serde_json::from_str(&read(&name)?).map_err(|_| {
            tr!("{name}: not a baseline written by `redline baseline`", "{name}：不是 `redline baseline` 生成的基线")
        })?;
        Ok(Suppressions { baseline: findings, config })
    }

    /// Removes suppressed findings from an evaluation and counts them.
    pub(crate) fn apply(&self, evaluation: &mut Evaluation) {
        if self.baseline.is_empty() && self.config.waivers.is_empty() {
            return;
        }
        let today = today();
        let suppressed: Vec<Vec<bool>> = evaluation
            .results
            .iter()
            .flatten()
            .map(|result| {
                let waived = self.config.waives(&result.rule, &evaluation.title, today);
                let findings = result.findings.iter();
                findings
                    .map(|finding| {
                        // A failed evaluation is always reported.
                        finding.level != Verdict::Invalid
                            && (waived || self.baseline.contains(&entry(evaluation, &result.rule, finding)))
                    })
                    .collect()
            })
            .collect();
        if let Ok(results) = &mut evaluation.results {
            for (result, suppressed) in results.iter_mut().zip(suppressed) {
                evaluation.suppressed += suppressed.iter().filter(|suppressed| **suppressed).count();
                let mut suppressed = suppressed.into_iter();
                result.findings.retain(|_| !suppressed.next().unwrap_or_default());
            }
            results.retain(|result| !result.findings.is_empty());
        }
    }
}

fn entry(evaluation: &Evaluation, rule: &str, finding: &Finding) -> BaselineEntry {
    BaselineEntry {
        file: evaluation.location.file.to_string(),
        object: evaluation.title.clone(),
        operation: evaluation.operation.clone(),
        rule: rule.to_owned(),
        path: finding.path.clone(),
        text: finding.text.iter().next().unwrap_or_default().to_owned(),
    }
}

/// The findings of these evaluations as the text of a baseline, and their number. They are sorted, so that changes show line
/// by line.
pub(crate) fn baseline_of(evaluations: &[Evaluation]) -> Result<(usize, String), CliError> {
    let mut findings = BTreeSet::new();
    for evaluation in evaluations {
        for result in evaluation.results.iter().flatten() {
            let certain = result.findings.iter().filter(|finding| finding.level != Verdict::Invalid);
            findings.extend(certain.map(|finding| entry(evaluation, &result.rule, finding)));
        }
    }
    let count = findings.len();
    let text = serde_json::to_string_pretty(&Baseline { findings }).map_err(|e| e.to_string())?;
    Ok((count, text + "\n"))
}
