//! `redline approve`: the kubectl command that temporarily allows one operation on one object.

use std::io::Write;
use std::process::Command;

use jiff::Timestamp;
use redline_core::annotations::{APPROVE, APPROVE_REASON, APPROVED_UNTIL};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::language::{either, tr};
use crate::rule_docs::RULE_DOCS;

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
    let (program, rest) =
        command.split_first().ok_or_else(|| either("nothing to run", "没有要执行的命令").to_owned())?;
    let status = Command::new(program).args(rest).status().map_err(|e| faults::unstartable(program.as_ref(), &e))?;
    Ok(if status.success() { Outcome::Clean } else { Outcome::Failed })
}

/// The words of the command.
///
/// # Errors
/// A rule that takes no approvals, an object without a name, a duration that is too long.
fn words(args: &args::Approve, now: Timestamp) -> Result<Vec<String>, CliError> {
    for id in &args.rules {
        match RULE_DOCS.rule(id) {
            Some(rule) if rule.kind == "cloud" => {
                return Err(tr!(
                    "`{id}` checks cloud operations, which cannot be approved",
                    "`{id}` 检查云上操作，云上操作不能审批"
                )
                .into());
            }
            Some(_) => {}
            None => {
                let reason = RULE_DOCS.no_such_rule(id);
                return Err(
                    tr!("{reason}; `redline rules` lists them", "{reason}；`redline rules` 列出所有规则").into()
                );
            }
        }
    }
    if let [alone] = &args.object[..]
        && !alone.contains('/')
    {
        return Err(tr!(
            "`{alone}` has no name; expected kind and name, such as `node/worker-1`",
            "`{alone}` 缺少名称；应为类型和名称，例如 `node/worker-1`"
        )
        .into());
    }
    let until =
        now.checked_add(args.duration).map_err(|_| tr!("`--for`: the duration is too long", "`--for`：时长过长"))?;
    let until = until.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut words = vec!["kubectl".to_owned(), "annotate".to_owned(), "--overwrite".to_owned()];
    words.extend(args.namespace.iter().flat_map(|namespace| ["--namespace".to_owned(), namespace.clone()]));
    words.extend(args.object.iter().cloned());
    words.push(format!("{APPROVE}={}", args.rules.join(",")));
    words.push(format!("{APPROVE_REASON}={}", args.reason));
    words.push(format!("{APPROVED_UNTIL}={until}"));
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn approve(object: &[&str], rules: &[&str]) -> args::Approve {
        let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        args::Approve {
            object: own(object),
            rules: own(rules),
            duration: jiff::SignedDuration::from_mins(90),
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
        assert!(why("cloud-slb-tag").contains("cannot be approved"));
        assert!(why("node-deletoin").contains("did you mean `node-deletion`?"));
    }
}
