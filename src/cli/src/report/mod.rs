//! The report of everything that judges: for people and for programs, on standard output and into files.

mod github;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt,
    fs::File,
    io::{self, BufWriter, Write},
};

use anstyle::{AnsiColor, Style};
use redline_host::Verdict;
use serde_json::{Value, json};

use crate::args::{FailOn, Format, Reporting};
use crate::config::Config;
use crate::error::{CliError, Outcome};
use crate::job::{Judged, Place, Ruling};

/// A form of report.
trait Sink {
    /// Adds one entry, and what it came to; `None` for what was not even read.
    fn add(&mut self, out: &mut dyn Write, judged: &Judged, verdict: Option<Verdict>) -> io::Result<()>;
    /// Closes the report.
    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()>;
}

/// What the report ends with.
pub(crate) struct Totals {
    tally: Tally,
    /// Denials and warnings of each rule.
    rules: BTreeMap<String, (usize, usize)>,
    /// Whether people want to see them by rule.
    by_rule: bool,
    /// What else the command has to say, for people and for programs.
    remarks: (Vec<String>, Value),
    /// Findings left out because the baseline knows them, or somebody waived them.
    known: usize,
}

/// Writes one entry after the other, and counts.
pub(crate) struct Report {
    outputs: Vec<(Box<dyn Sink>, Box<dyn Write>)>,
    totals: Totals,
    fail_on: FailOn,
}

#[derive(Default)]
struct Tally {
    denied: usize,
    warned: usize,
    allowed: usize,
    unjudged: usize,
    unread: usize,
    /// Something was denied by one rule while another could not judge it.
    half_judged: bool,
}

impl Report {
    /// The report that the arguments ask for. Errors: a file that cannot be written, named with the reason.
    pub(crate) fn new(args: &Reporting, config: &Config) -> Result<Self, CliError> {
        Self::with(args, config, true, false)
    }

    /// The same report with a summary by rule; only with `allowed` does its text name what is simply allowed.
    pub(crate) fn by_rule(args: &Reporting, config: &Config, allowed: bool) -> Result<Self, CliError> {
        Self::with(args, config, allowed, true)
    }

    fn with(args: &Reporting, config: &Config, allowed: bool, by_rule: bool) -> Result<Self, CliError> {
        let sink = |format: Format| -> Box<dyn Sink> {
            match format {
                Format::Text => Box::new(text::Text { allowed: allowed && !args.quiet, quiet: args.quiet }),
                Format::Json => Box::new(json::Json::default()),
                Format::Jsonl => Box::new(json::Lines),
                Format::Sarif => Box::new(sarif::Sarif::default()),
                Format::Junit => Box::new(junit::Junit::default()),
                Format::Github => Box::new(github::Github),
                Format::Markdown => Box::new(markdown::Markdown::default()),
            }
        };
        let mut outputs: Vec<(Box<dyn Sink>, Box<dyn Write>)> =
            vec![(sink(args.format), Box::new(anstream::stdout().lock()))];
        for (format, path) in &args.output {
            let file = File::create(path).map_err(|e| format!("cannot write `{}`: {e}", path.display()))?;
            let plain = BufWriter::new(anstream::StripStream::new(file));
            outputs.push((sink(*format), Box::new(plain)));
        }
        let totals = Totals {
            tally: Tally::default(),
            rules: BTreeMap::new(),
            by_rule,
            remarks: (Vec::new(), Value::Null),
            known: 0,
        };
        Ok(Report { outputs, totals, fail_on: args.fail_on.or(config.fail_on).unwrap_or(FailOn::Deny) })
    }

    /// Adds one entry.
    pub(crate) fn add(&mut self, judged: &Judged) -> Result<(), CliError> {
        let verdict = self.totals.tally.count(judged);
        self.totals.known += judged.known;
        for ruling in judged.rulings.iter().flatten() {
            let (denied, warned) = self.totals.rules.entry(ruling.rule.clone()).or_default();
            match ruling.verdict() {
                Verdict::Deny => *denied += 1,
                Verdict::Warn => *warned += 1,
                Verdict::Allow | Verdict::Invalid => {}
            }
        }
        self.each(|sink, out, _| sink.add(out, judged, verdict))
    }

    /// What the report is to say before it ends.
    pub(crate) fn remark(&mut self, lines: Vec<String>, json: Value) {
        self.totals.remarks = (lines, json);
    }

    /// Closes the report.
    pub(crate) fn finish(mut self) -> Result<Outcome, CliError> {
        self.each(|sink, out, totals| {
            sink.finish(out, totals)?;
            out.flush()
        })?;
        Ok(self.totals.tally.outcome(self.fail_on))
    }

    fn each(
        &mut self,
        write: impl Fn(&mut dyn Sink, &mut dyn Write, &Totals) -> io::Result<()>,
    ) -> Result<(), CliError> {
        for (sink, out) in &mut self.outputs {
            write(&mut **sink, out, &self.totals).map_err(|error| match CliError::from(error) {
                CliError::OutputClosed(_) => CliError::OutputClosed(self.totals.tally.outcome(self.fail_on)),
                failed => failed,
            })?;
        }
        Ok(())
    }
}

impl Tally {
    /// Counts an entry and says what it came to; `None` for what was not even read.
    fn count(&mut self, judged: &Judged) -> Option<Verdict> {
        let verdict = match &judged.rulings {
            Ok(rulings) => Some(rulings.iter().map(Ruling::verdict).max().unwrap_or(Verdict::Allow)),
            Err(_) if judged.title.is_empty() => None,
            Err(_) => Some(Verdict::Invalid),
        };
        *match verdict {
            Some(Verdict::Deny) => &mut self.denied,
            Some(Verdict::Warn) => &mut self.warned,
            Some(Verdict::Allow) => &mut self.allowed,
            Some(Verdict::Invalid) => &mut self.unjudged,
            None => &mut self.unread,
        } += 1;
        // A denial does not make good for a rule that failed beside it.
        if verdict == Some(Verdict::Deny) {
            let failed = judged.rulings.iter().flatten().any(|ruling| ruling.verdict() == Verdict::Invalid);
            self.half_judged |= failed;
        }
        verdict
    }

    fn objects(&self) -> usize {
        self.denied + self.warned + self.allowed + self.unjudged
    }

    fn outcome(&self, fail_on: FailOn) -> Outcome {
        let fails = match fail_on {
            FailOn::Deny => self.denied > 0,
            FailOn::Warn => self.denied + self.warned > 0,
            FailOn::Never => false,
        };
        if self.unjudged + self.unread > 0 || self.half_judged {
            Outcome::Failed
        } else if fails {
            Outcome::Denied
        } else {
            Outcome::Clean
        }
    }

    fn as_json(&self) -> Value {
        json!({"objects": self.objects(), "denied": self.denied, "warned": self.warned, "allowed": self.allowed,
               "notJudged": self.unjudged, "unreadable": self.unread})
    }
}

impl Totals {
    fn as_json(&self) -> Value {
        let mut summary = self.tally.as_json();
        summary["known"] = self.known.into();
        if self.by_rule {
            let rules = self.rules.iter();
            summary["rules"] =
                rules.map(|(id, (denied, warned))| (id.clone(), json!({"denied": denied, "warned": warned}))).collect();
        }
        if let (Value::Object(summary), Value::Object(remarks)) = (&mut summary, &self.remarks.1) {
            summary.extend(remarks.clone());
        }
        summary
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tally = &self.tally;
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let objects = tally.objects();
        write!(f, "{objects} object{}: ", plural(objects))?;
        write!(f, "{} denied, {} warned, {} allowed", tally.denied, tally.warned, tally.allowed)?;
        if tally.unjudged > 0 {
            write!(f, ", {} not judged", tally.unjudged)?;
        }
        if tally.unread > 0 {
            write!(f, "; {} document{} could not be read", tally.unread, plural(tally.unread))?;
        }
        if self.known > 0 {
            write!(f, "; {} known finding{} left out", self.known, plural(self.known))?;
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(&self.file))?;
        if let Some(number) = self.document {
            write!(f, ":doc {number}")?;
        }
        if !self.within.is_empty() {
            write!(f, ", {}", self.within)?;
        }
        Ok(())
    }
}

/// Text in the colour of something bad.
pub(crate) fn bad(text: &str) -> String {
    let style: Style = AnsiColor::Red.on_default().bold();
    format!("{style}{text}{style:#}")
}

/// Text that cannot play tricks on a terminal: names and messages come from strangers.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return text.into();
    }
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_not_sent() {
        assert_eq!(plain("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
        assert_eq!(plain("节点"), "节点");
    }

    #[test]
    fn the_summary_counts_what_is_there() {
        let totals = |tally| Totals {
            tally,
            rules: BTreeMap::new(),
            by_rule: false,
            remarks: (Vec::new(), Value::Null),
            known: 0,
        };
        let all = totals(Tally { denied: 1, warned: 1, allowed: 1, ..Tally::default() });
        assert_eq!(all.to_string(), "3 objects: 1 denied, 1 warned, 1 allowed");
        assert_eq!(all.tally.outcome(FailOn::Deny), Outcome::Denied);
        assert_eq!(all.tally.outcome(FailOn::Never), Outcome::Clean);
        let bad = totals(Tally { allowed: 1, unread: 1, ..Tally::default() });
        assert_eq!(bad.to_string(), "1 object: 0 denied, 0 warned, 1 allowed; 1 document could not be read");
        assert_eq!(bad.tally.outcome(FailOn::Never), Outcome::Failed);
        let warned = Tally { warned: 1, ..Tally::default() };
        assert_eq!((warned.outcome(FailOn::Deny), warned.outcome(FailOn::Warn)), (Outcome::Clean, Outcome::Denied));
    }
}
