//! What a shell script does to a node, as JavaScript gets it.

use redline_engine::core::finding::Level;
use redline_engine::core::language::Bilingual;
use redline_engine::core::row::Row;
use redline_engine::guards::script_effects::{CommandEffects, PerformedOperation, script_effects};
use serde::Serialize;
use tsify::Tsify;

use crate::answer::Text;
use crate::registry::RULES;
use redline_engine::core::verdict::Verdict;

/// What a script does if root runs it on a node.
#[derive(Debug, Clone, PartialEq, Serialize, Tsify)]
pub struct ScriptEvaluation {
    /// `deny` if the script performs an operation of the list, `warn` if it may.
    pub verdict: Verdict,
    /// The shell script that cloud-config or a multi-part message amounts to. Lines are then lines of this script.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub converted: Option<String>,
    /// Its commands in order, each once.
    pub commands: Vec<ScriptCommand>,
}

/// A command and what it does.
#[derive(Debug, Clone, PartialEq, Serialize, Tsify)]
pub struct ScriptCommand {
    /// Where it stands, from 1.
    pub line: usize,
    /// Name and arguments; empty for a redirection.
    pub command: String,
    /// Where it runs, such as `container`; empty for where the script does.
    pub places: Vec<Text>,
    /// The files that it changes, such as `writes /etc/hosts`.
    pub files: Vec<Text>,
    /// What cannot be known about it.
    pub unknown: Vec<Text>,
    /// The operations of the list that it performs.
    pub findings: Vec<ScriptFinding>,
}

/// An operation of the list that a command performs.
#[derive(Debug, Clone, PartialEq, Serialize, Tsify)]
pub struct ScriptFinding {
    /// `deny`: the command is the operation; `warn`: it may be.
    #[tsify(type = "\"warn\" | \"deny\"")]
    pub level: &'static str,
    /// The rule that stops it in a cluster.
    pub rule: String,
    /// The row of ACK's list.
    pub row: String,
    /// What was found.
    pub text: Text,
    /// What breaks.
    pub impact: Text,
    /// How to recover.
    pub recovery: Text,
    /// How to do it properly.
    pub instead: Text,
}

/// Interprets a shell script, or user data in any form, as if root ran it on a node.
pub fn script(text: &str) -> ScriptEvaluation {
    let effects = script_effects(text);
    let commands: Vec<ScriptCommand> = effects.commands.into_iter().map(command).collect();
    let findings = commands.iter().flat_map(|command| &command.findings);
    let verdicts = findings.map(|finding| if finding.level == "deny" { Verdict::Deny } else { Verdict::Warn });
    let verdict = verdicts.max().unwrap_or(Verdict::Allow);
    ScriptEvaluation { verdict, converted: effects.converted, commands }
}

fn command(effects: CommandEffects) -> ScriptCommand {
    ScriptCommand {
        line: effects.line,
        command: effects.words,
        places: effects.places.into_iter().map(Text::from).collect(),
        files: effects.files.into_iter().map(Text::from).collect(),
        unknown: effects.unknown.iter().map(|unknown| unknown.sentence().into()).collect(),
        findings: effects.operations.into_iter().map(finding).collect(),
    }
}

fn finding(operation: PerformedOperation) -> ScriptFinding {
    let row = row(operation.rule, operation.row);
    let of = |text: fn(&Row) -> Bilingual| {
        row.map_or_else(|| Text { en: String::new(), zh: String::new() }, |row| text(row).into())
    };
    ScriptFinding {
        level: if operation.level == Level::Deny { "deny" } else { "warn" },
        rule: operation.rule.to_owned(),
        row: operation.row.to_owned(),
        text: operation.text.into(),
        impact: of(|row| row.impact),
        recovery: of(|row| row.recovery),
        instead: of(|row| row.instead),
    }
}

/// The row of the list, which the rule declares.
fn row(rule: &str, id: &str) -> Option<&'static Row> {
    let rule = RULES.iter().find(|linked| linked.id() == rule)?;
    rule.metadata.rows.iter().copied().find(|row| row.id == id)
}

#[cfg(test)]
mod tests {
    use redline_engine::guards::operations;

    use super::*;

    #[test]
    fn every_operation_has_its_row() {
        for operation in operations::ALL {
            assert!(row(operation.rule, operation.rows[0]).is_some(), "{} {}", operation.rule, operation.rows[0]);
        }
    }

    #[test]
    fn the_gravest_finding_is_the_verdict() {
        assert_eq!(script("date\n").verdict, Verdict::Allow);
        assert_eq!(script("ssh worker-2 date -s 12:00\n").verdict, Verdict::Warn);
        let denied = script("ssh worker-2 date -s 12:00\nsysctl -w net.ipv4.ip_forward=0\n");
        let last = denied.commands.last().unwrap();
        assert_eq!((denied.verdict, last.line), (Verdict::Deny, 2));
        assert!(!last.findings[0].recovery.zh.is_empty());
    }
}
