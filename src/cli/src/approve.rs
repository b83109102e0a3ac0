//! `redline approve`: the kubectl command that lets one act on one object through for a while.

use std::io::Write;
use std::process::Command;

use crate::rule_docs::BOOK;
use jiff::{SignedDuration, Timestamp};

use crate::args;
use crate::error::{CliError, Outcome};

/// Prints the command, or runs it with `--apply`.
pub(crate) fn run(args: &args::Approve) -> Result<Outcome, CliError> {
    let command = words(args, Timestamp::now())?;
    let mut out = anstream::stdout().lock();
    if !args.apply {
        let line = shlex::try_join(command.iter().map(String::as_str)).map_err(|e| e.to_string())?;
        writeln!(out, "{line}")?;
        return Ok(Outcome::Clean);
    }
    drop(out);
    let (program, rest) = command.split_first().ok_or_else(|| "nothing to run".to_owned())?;
    let status = Command::new(program).args(rest).status().map_err(|e| format!("cannot run {program}: {e}"))?;
    Ok(if status.success() { Outcome::Clean } else { Outcome::Failed })
}

/// The words of the command. Errors: a rule that takes no approvals, a duration that is none.
fn words(args: &args::Approve, now: Timestamp) -> Result<Vec<String>, CliError> {
    for id in &args.rules {
        match BOOK.rule(id) {
            Some(rule) if rule.kind == "cloud" => {
                return Err(format!("`{id}` judges cloud operations, and those carry no approvals").into());
            }
            Some(_) => {}
            None => {
                let hint = BOOK.nearest(id).map(|id| format!(", did you mean `{id}`?")).unwrap_or_default();
                return Err(format!("there is no rule `{id}`{hint}").into());
            }
        }
    }
    let until = now.checked_add(args.duration).map_err(|_| "`--for`: this is too long".to_owned())?;
    let until = until.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut words = vec!["kubectl".to_owned(), "annotate".to_owned(), "--overwrite".to_owned()];
    words.extend(args.namespace.iter().flat_map(|namespace| ["--namespace".to_owned(), namespace.clone()]));
    words.extend(args.object.iter().cloned());
    words.push(format!("redline.dev/approve={}", args.rules.join(",")));
    words.push(format!("redline.dev/reason={}", args.reason));
    words.push(format!("redline.dev/approved-until={until}"));
    Ok(words)
}

/// A duration such as 30m, 24h or 1h30m.
pub(crate) fn duration(text: &str) -> Result<SignedDuration, String> {
    let (mut total, mut digits, mut any) = (0i64, String::new(), false);
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let seconds = match c {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => 0,
        };
        let number: i64 = digits.parse().unwrap_or(0);
        if seconds == 0 || number == 0 {
            return Err("write a duration such as 30m, 24h or 7d".to_owned());
        }
        total = total.saturating_add(number.saturating_mul(seconds));
        (digits, any) = (String::new(), true);
    }
    if !any || !digits.is_empty() {
        return Err("write a duration such as 30m, 24h or 7d".to_owned());
    }
    Ok(SignedDuration::from_secs(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn approve(object: &[&str], rules: &[&str]) -> args::Approve {
        let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        args::Approve {
            object: own(object),
            rules: own(rules),
            duration: duration("1h30m").unwrap(),
            reason: "disk is broken, ticket 4711".to_owned(),
            namespace: None,
            apply: false,
        }
    }

    #[test]
    fn the_command_is_whole() {
        let now = "2026-11-24T10:00:00Z".parse().unwrap();
        let words = words(&approve(&["node", "worker-1"], &["node-deletion"]), now).unwrap();
        assert_eq!(
            shlex::try_join(words.iter().map(String::as_str)).unwrap(),
            "kubectl annotate --overwrite node worker-1 'redline.dev/approve=node-deletion' \
             'redline.dev/reason=disk is broken, ticket 4711' 'redline.dev/approved-until=2026-11-24T11:30:00Z'"
        );
    }

    #[test]
    fn rules_must_take_approvals() {
        let now = Timestamp::UNIX_EPOCH;
        let why = |rule: &str| match words(&approve(&["node/a"], &[rule]), now) {
            Err(CliError::Failed(why)) => why,
            other => panic!("{other:?}"),
        };
        assert!(why("cloud-slb-tag").contains("carry no approvals"));
        assert!(why("node-deletoin").contains("did you mean `node-deletion`?"));
    }

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("90s"), Ok(SignedDuration::from_secs(90)));
        assert_eq!(duration("1d2h"), Ok(SignedDuration::from_secs(93_600)));
        for wrong in ["", "30", "h", "0m", "5w", "m5"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
