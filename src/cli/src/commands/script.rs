//! `redline script`: what shell scripts do to a node, line by line.

use std::io::Write;

use redline_core::finding::Level;

use crate::args::{self, ScriptFormat};
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::files::{display_name, read};
use crate::language;
use crate::script_kind::not_a_script;
use crate::script_report;
use crate::scripts::report;
use crate::terminal;

/// Interprets the scripts and prints what they do.
pub(crate) fn run(args: &args::Script) -> Result<Outcome, CliError> {
    let mut outcome = Outcome::Clean;
    let mut reports = Vec::new();
    for file in &args.files {
        let name = display_name(file);
        let script = read(file)
            .map_err(|error| faults::of_host(&error))
            .and_then(|text| not_a_script(file, &text).map_or(Ok(text), |reason| Err(format!("{name}: {reason}"))));
        match script {
            Ok(text) => reports.push(report(name, &text)),
            Err(reason) => {
                outcome = Outcome::Failed;
                let mut out = anstream::stderr().lock();
                let head = terminal::red(language::either("error", "错误"));
                writeln!(out, "{head}{}{}", language::either(": ", "："), terminal::escape(&reason))?;
            }
        }
    }
    let mut out = anstream::stdout().lock();
    match args.format {
        ScriptFormat::Json => script_report::json(&reports, &mut out)?,
        ScriptFormat::Text => {
            script_report::text(&reports, args.explain, language::is_chinese(), &mut out)?;
        }
    }
    let denied = reports.iter().any(|report| report.operations().any(|found| found.level == Level::Deny));
    Ok(outcome.max(if denied { Outcome::Denied } else { Outcome::Clean }))
}
