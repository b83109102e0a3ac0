//! The report of `redline check`, `plan` and `trail`, for people and for programs.

use std::{borrow::Cow, collections::BTreeMap, fmt, io::Write};

use anstyle::{AnsiColor, Style};
use redline_host::Verdict;
use serde_json::{Value, json};

use super::{
    Outcome, Stop,
    args::Format,
    check::{Judged, Place, Ruling},
};

/// What the parts of a message begin with, in both languages.
const PARTS: [(&str, &str); 4] =
    [("; impact: ", "impact: "), ("; instead: ", "instead: "), ("；影响：", "影响："), ("；正确做法：", "正确做法：")];

/// Writes one entry after the other, and counts.
pub(crate) struct Report {
    format: Format,
    out: anstream::AutoStream<std::io::StdoutLock<'static>>,
    tally: Tally,
    /// Whether the text names what is simply allowed.
    allowed: bool,
    /// Denials and warnings of each rule, when they are to be summed up.
    rules: Option<BTreeMap<String, (usize, usize)>>,
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
    pub(crate) fn new(format: Format) -> Self {
        Report { format, out: anstream::stdout().lock(), tally: Tally::default(), allowed: true, rules: None }
    }

    /// The same report with a summary by rule; only with `allowed` does it name what is simply allowed.
    pub(crate) fn by_rule(self, allowed: bool) -> Self {
        Report { allowed, rules: Some(BTreeMap::new()), ..self }
    }

    /// Adds one entry.
    pub(crate) fn add(&mut self, judged: &Judged) -> Result<(), Stop> {
        let first = self.tally.objects() + self.tally.unread == 0;
        let verdict = self.tally.count(judged);
        for ruling in judged.rulings.iter().flatten() {
            let Some(rules) = &mut self.rules else { break };
            let (denied, warned) = rules.entry(ruling.rule.clone()).or_default();
            match ruling.verdict() {
                Verdict::Deny => *denied += 1,
                Verdict::Warn => *warned += 1,
                Verdict::Allow | Verdict::Invalid => {}
            }
        }
        let text = match self.format {
            Format::Text if verdict == Some(Verdict::Allow) && !self.allowed => return Ok(()),
            Format::Text => entry(judged, verdict),
            Format::Json => format!("{}{}", if first { "{\"results\":[\n" } else { ",\n" }, as_json(judged, verdict)),
        };
        self.write(&text)
    }

    /// Closes the report.
    pub(crate) fn finish(mut self) -> Result<Outcome, Stop> {
        let text = match self.format {
            Format::Text => format!("{}{}\n", self.rule_lines(), self.tally),
            Format::Json if self.tally.objects() + self.tally.unread == 0 => {
                format!("{{\"results\":[],\"summary\":{}}}\n", self.tally.as_json())
            }
            Format::Json => format!("\n],\"summary\":{}}}\n", self.tally.as_json()),
        };
        self.write(&text)?;
        Ok(self.tally.outcome())
    }

    /// The summary by rule: a line each, worst first.
    fn rule_lines(&self) -> String {
        let mut rules: Vec<_> = self.rules.iter().flatten().collect();
        rules.sort_by_key(|(_, counts)| std::cmp::Reverse(**counts));
        let width = rules.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
        let line = |(id, (denied, warned)): &(&String, &(usize, usize))| {
            format!("{id:width$}  {denied} denied, {warned} warned\n")
        };
        rules.iter().map(line).collect()
    }

    fn write(&mut self, text: &str) -> Result<(), Stop> {
        self.out.write_all(text.as_bytes()).map_err(|error| match Stop::from(error) {
            Stop::Unheard(_) => Stop::Unheard(self.tally.outcome()),
            failed => failed,
        })
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

    fn outcome(&self) -> Outcome {
        if self.unjudged + self.unread > 0 || self.half_judged {
            Outcome::Bad
        } else if self.denied > 0 {
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

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let objects = self.objects();
        write!(f, "{objects} object{}: ", plural(objects))?;
        write!(f, "{} denied, {} warned, {} allowed", self.denied, self.warned, self.allowed)?;
        if self.unjudged > 0 {
            write!(f, ", {} not judged", self.unjudged)?;
        }
        if self.unread > 0 {
            write!(f, "; {} document{} could not be read", self.unread, plural(self.unread))?;
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

fn entry(judged: &Judged, verdict: Option<Verdict>) -> String {
    let (label, color) = match verdict {
        Some(Verdict::Deny) => ("DENY", AnsiColor::Red),
        Some(Verdict::Warn) => ("WARN", AnsiColor::Yellow),
        Some(Verdict::Allow) => ("ALLOW", AnsiColor::Green),
        Some(Verdict::Invalid) | None => ("ERROR", AnsiColor::Magenta),
    };
    let style = color.on_default().bold();
    let mut text = format!("{style}{label:5}{style:#} ");
    let place = &judged.place;
    if judged.title.is_empty() {
        text += &format!("{place}");
        if place.line > 1 {
            text += &format!(" (line {})", place.line);
        }
    } else {
        text += &format!("{} ({}, {place})", plain(&judged.title), plain(&judged.doing));
    }
    text.push('\n');
    match &judged.rulings {
        Err(why) => text += &format!("      {}\n", plain(why)),
        Ok(rulings) => rulings.iter().for_each(|ruling| text += &ruling_lines(ruling, verdict)),
    }
    text
}

/// What one rule said: the finding, and below it what it would break and how it is done properly.
fn ruling_lines(ruling: &Ruling, of: Option<Verdict>) -> String {
    let messages = match &ruling.answer {
        Err(error) => vec![error.to_string()],
        Ok(answer) if answer.accepted => answer.warnings().to_vec(),
        Ok(answer) => match &answer.message {
            Some(message) => vec![message.clone()],
            None => vec![format!("{}: refused without a word", ruling.rule)],
        },
    };
    // A milder word below a harsher headline says so.
    let mild = match ruling.verdict() {
        verdict if Some(verdict) == of => "",
        Verdict::Invalid => "not judged: ",
        _ => "warning: ",
    };
    let mut text = String::new();
    for message in messages {
        for (depth, part) in parts(&message, &ruling.rule) {
            let lead = if depth == 0 { mild } else { "  " };
            text += &format!("      {lead}{}\n", plain(part));
        }
    }
    text
}

/// Breaks a message into lines, each with its depth: 0 for a finding, 1 for what belongs to it.
fn parts<'m>(message: &'m str, rule: &str) -> Vec<(usize, &'m str)> {
    // Both languages: English, a slash, and the same in Chinese.
    let second = format!(" / {rule}: ");
    let halves = match message.find(&second) {
        Some(at) => vec![&message[..at], &message[at + 3..]],
        None => vec![message],
    };
    let mut lines = Vec::new();
    for half in halves {
        // A warning that is a part of its own: `rule: impact: ...`.
        let own = half.strip_prefix(rule).and_then(|rest| rest.strip_prefix(": "));
        if let Some(own) = own.filter(|own| PARTS.iter().any(|(_, head)| own.starts_with(head))) {
            lines.push((1, own));
            continue;
        }
        let mut cuts: Vec<(usize, usize)> = PARTS
            .iter()
            .flat_map(|(mark, head)| half.match_indices(mark).map(|(at, _)| (at, at + mark.len() - head.len())))
            .collect();
        cuts.sort_unstable();
        let mut start = 0;
        for (end, next) in cuts.into_iter().chain([(half.len(), 0)]) {
            lines.push((usize::from(start > 0), &half[start..end]));
            start = next;
        }
    }
    lines
}

fn as_json(judged: &Judged, verdict: Option<Verdict>) -> Value {
    let place = &judged.place;
    let mut entry = json!({
        "file": &*place.file, "document": place.document.unwrap_or(1), "line": place.line, "within": place.within,
        "object": judged.title, "operation": judged.doing,
        "verdict": verdict.map_or_else(|| "unreadable".to_owned(), |verdict| verdict.to_string()),
    });
    match &judged.rulings {
        Err(why) => entry["error"] = why.as_str().into(),
        Ok(rulings) => {
            let one = |ruling: &Ruling| match &ruling.answer {
                Ok(answer) => json!({"rule": ruling.rule, "verdict": ruling.verdict(), "response": answer}),
                Err(error) => {
                    json!({"rule": ruling.rule, "verdict": ruling.verdict(), "error": error.to_string()})
                }
            };
            entry["rules"] = rulings.iter().map(one).collect();
        }
    }
    entry
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
    fn messages_break_at_their_parts() {
        let message = "r: `n` goes; and `m`; impact: it is gone; instead: drain it";
        assert_eq!(
            parts(message, "r"),
            [(0, "r: `n` goes; and `m`"), (1, "impact: it is gone"), (1, "instead: drain it")]
        );
        assert_eq!(
            parts("r: 删除；影响：没了；正确做法：移除", "r"),
            [(0, "r: 删除"), (1, "影响：没了"), (1, "正确做法：移除")]
        );
        assert_eq!(
            parts("r: a; impact: b / r: 甲；影响：乙", "r"),
            [(0, "r: a"), (1, "impact: b"), (0, "r: 甲"), (1, "影响：乙")]
        );
        assert_eq!(parts("r: impact: b", "r"), [(1, "impact: b")]);
        assert_eq!(parts("r: plain", "r"), [(0, "r: plain")]);
    }

    #[test]
    fn control_characters_are_shown_not_sent() {
        assert_eq!(plain("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
        assert_eq!(plain("节点"), "节点");
    }

    #[test]
    fn the_summary_counts_what_is_there() {
        let tally = Tally { denied: 1, warned: 1, allowed: 1, ..Tally::default() };
        assert_eq!(tally.to_string(), "3 objects: 1 denied, 1 warned, 1 allowed");
        assert_eq!(tally.outcome(), Outcome::Denied);
        let tally = Tally { allowed: 1, unread: 1, ..Tally::default() };
        assert_eq!(tally.to_string(), "1 object: 0 denied, 0 warned, 1 allowed; 1 document could not be read");
        assert_eq!(tally.outcome(), Outcome::Bad);
    }
}
