//! `redline hook agent`: decides about commands that a coding agent is about to run.

use std::io::{Read, Write};

use redline_host::Verdict;
use redline_input::yaml;
use serde_json::{Value, json};

use super::guard::reach;
use crate::args;
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::keyboard::{Decision, PlanChecker, guard};
use crate::language::{either, tr};
use crate::translation;

/// The published forms in which agents ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `PreToolUse` of Claude Code and Codex.
    PreToolUse,
    /// `beforeShellExecution` of Cursor.
    BeforeShell,
    /// `preToolUse` of GitHub Copilot.
    Copilot,
    /// `BeforeTool` of Gemini CLI.
    BeforeTool,
}

/// A question of an agent.
#[derive(Debug, PartialEq)]
struct Question {
    form: Form,
    /// The command; nothing where the tool is no shell.
    command: Option<String>,
    folder: Option<String>,
}

/// What the hook says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Deny,
    Ask,
    /// No objection: the agent's own rules decide.
    Pass,
}

/// Answers the question on standard input.
pub(crate) fn run(args: &args::AgentHook) -> Result<Outcome, CliError> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|error| faults::no_input(&error))?;
    let question = question(&text)?;
    let mut out = anstream::stdout().lock();
    let Some(command) = &question.command else {
        writeln!(out, "{}", answer(question.form, Answer::Pass, ""))?;
        return Ok(Outcome::Clean);
    };
    if let Some(folder) = &question.folder {
        // Files that the command names are relative to it. Where it is gone, they are not found, which is said.
        let _ = std::env::set_current_dir(folder);
    }
    let checker = PlanChecker::new(&args.rules)?;
    let decision = guard::decide(&checker, command, reach(&args.reach));
    writeln!(out, "{}", answer(question.form, said(&decision), &decision.summary(checker.chinese())))?;
    Ok(Outcome::Clean)
}

fn said(decision: &Decision) -> Answer {
    match decision.verdict() {
        Verdict::Deny => Answer::Deny,
        Verdict::Warn | Verdict::Invalid => Answer::Ask,
        Verdict::Allow if decision.is_open() => Answer::Ask,
        Verdict::Allow => Answer::Pass,
    }
}

/// Reads a question.
///
/// # Errors
/// A text that is not the JSON of a hook.
fn question(text: &str) -> Result<Question, CliError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let reason = translation::of(&yaml::json_message(&error));
        tr!("standard input: expected the JSON of a hook; {reason}", "标准输入：应为钩子的 JSON；{reason}")
    })?;
    let member = |name: &str| value[name].as_str().map(str::to_owned);
    let event = value["hook_event_name"].as_str().unwrap_or_default();
    let (form, command) = if value["toolName"].is_string() {
        // The arguments are an object, or its text.
        let args = match &value["toolArgs"] {
            Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
            other => other.clone(),
        };
        (Form::Copilot, args["command"].as_str().map(str::to_owned))
    } else if value["tool_name"].is_string() {
        let form = if event == "BeforeTool" { Form::BeforeTool } else { Form::PreToolUse };
        let command = match &value["tool_input"]["command"] {
            Value::Array(words) => shlex::try_join(words.iter().filter_map(Value::as_str)).ok(),
            command => command.as_str().map(str::to_owned),
        };
        (form, command)
    } else if value["command"].is_string() {
        (Form::BeforeShell, member("command"))
    } else {
        return Err(either(
            "standard input: expected `tool_name` and `tool_input`, `toolName` and `toolArgs`, or `command`",
            "标准输入：应包含 `tool_name` 和 `tool_input`、`toolName` 和 `toolArgs`，或 `command`",
        )
        .to_owned()
        .into());
    };
    let folder = value["tool_input"]["dir_path"].as_str().map(str::to_owned).or_else(|| member("cwd"));
    Ok(Question { form, command, folder: folder.filter(|folder| !folder.is_empty()) })
}

/// The answer as the agent expects it.
fn answer(form: Form, answer: Answer, reason: &str) -> Value {
    let word = if answer == Answer::Deny { "deny" } else { "ask" };
    match (form, answer) {
        // This form has no way to say nothing.
        (Form::BeforeShell, Answer::Pass) => json!({"permission": "allow"}),
        (_, Answer::Pass) => json!({}),
        (Form::PreToolUse, _) => json!({"hookSpecificOutput": {
            "hookEventName": "PreToolUse", "permissionDecision": word, "permissionDecisionReason": reason,
        }}),
        (Form::BeforeShell, _) => json!({"permission": word, "user_message": reason, "agent_message": reason}),
        (Form::Copilot, _) => json!({"permissionDecision": word, "permissionDecisionReason": reason}),
        (Form::BeforeTool, Answer::Deny) => json!({"decision": "deny", "reason": reason}),
        // Gemini CLI asks by itself and only passes the message on.
        (Form::BeforeTool, Answer::Ask) => json!({"systemMessage": reason}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_recognised() {
        for (text, form, command) in [
            (
                r#"{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"a b"}}"#,
                Form::PreToolUse,
                Some("a b"),
            ),
            (r#"{"tool_name":"shell","tool_input":{"command":["a","b c"]}}"#, Form::PreToolUse, Some("a 'b c'")),
            (r#"{"tool_name":"Read","tool_input":{"file_path":"x"}}"#, Form::PreToolUse, None),
            (r#"{"hook_event_name":"beforeShellExecution","command":"a","cwd":"/x"}"#, Form::BeforeShell, Some("a")),
            (r#"{"toolName":"bash","toolArgs":"{\"command\":\"a\"}"}"#, Form::Copilot, Some("a")),
            (r#"{"toolName":"bash","toolArgs":{"command":"a"}}"#, Form::Copilot, Some("a")),
            (
                r#"{"hook_event_name":"BeforeTool","tool_name":"run_shell_command","tool_input":{"command":"a"}}"#,
                Form::BeforeTool,
                Some("a"),
            ),
        ] {
            let found = question(text).unwrap();
            assert_eq!((found.form, found.command.as_deref()), (form, command), "{text}");
        }
        assert!(question("{}").is_err() && question("x").is_err());
    }

    #[test]
    fn no_objection_is_no_permission() {
        assert_eq!(answer(Form::PreToolUse, Answer::Pass, ""), json!({}));
        assert_eq!(answer(Form::Copilot, Answer::Deny, "no")["permissionDecision"], "deny");
        assert_eq!(answer(Form::BeforeTool, Answer::Ask, "hm"), json!({"systemMessage": "hm"}));
        assert_eq!(answer(Form::PreToolUse, Answer::Ask, "hm")["hookSpecificOutput"]["permissionDecision"], "ask");
    }
}
