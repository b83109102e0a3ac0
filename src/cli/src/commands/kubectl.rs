//! `redline kubectl`: checks what a kubectl command is going to do, and runs it.

use std::io::{Read, Write};
use std::process::Command;

use redline_host::Verdict;
use redline_input::Operation;

use crate::args;
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::keyboard::guard::Live;
use crate::keyboard::kubectl::{self, Invocation};
use crate::keyboard::{Answer, Decision, PlanChecker, Program, ask};

/// Checks the command, and runs kubectl.
pub(crate) fn run(args: &args::Kubectl) -> Result<Outcome, CliError> {
    let program = Program::find("kubectl")?;
    let invocation = Invocation::parse(&args.args);
    if kubectl::is_harmless(&invocation) && !args.dry_run {
        return Err(program.replace(&args.args, None, &[]));
    }
    let input = invocation.reads_stdin().then(standard_input).transpose()?;
    let live = Live { program: &program, invocation: &invocation };
    let checker = PlanChecker::new(&args.rules)?;
    let decision = live
        .decide(&checker, |client, requester| kubectl::plan(&invocation, Some(client), input.as_deref(), requester));
    if args.dry_run {
        return report(&decision, checker.chinese());
    }
    match confirm(&decision, checker.chinese()) {
        Some(refused) => Ok(refused),
        None => {
            let variables = if opens_editor(&invocation) { editor(args)? } else { Vec::new() };
            Err(program.replace(&args.args, input.as_deref(), &variables))
        }
    }
}

/// Prints the verdict alone. Returns its exit code.
pub(crate) fn report(decision: &Decision, zh: bool) -> Result<Outcome, CliError> {
    let mut out = anstream::stdout().lock();
    write!(out, "{}", decision.report(zh))?;
    if decision.verdict() == Verdict::Allow && !decision.is_open() {
        writeln!(out, "{}", if zh { "该命令未发现问题" } else { "no findings for this command" })?;
    }
    Ok(outcome(decision))
}

/// The exit code of a verdict.
pub(crate) fn outcome(decision: &Decision) -> Outcome {
    match decision.verdict() {
        Verdict::Deny => Outcome::Denied,
        Verdict::Invalid => Outcome::Failed,
        Verdict::Allow | Verdict::Warn => Outcome::Clean,
    }
}

/// Shows the findings about a command, and asks for confirmation if something is denied. Returns the outcome if the
/// command must not run.
pub(crate) fn confirm(decision: &Decision, zh: bool) -> Option<Outcome> {
    let mut out = anstream::stderr().lock();
    // If standard error is closed, there is nobody to tell.
    let _ = write!(out, "{}", decision.report(zh));
    let refused = outcome(decision);
    if refused == Outcome::Clean {
        return None;
    }
    let answer = ask(&decision.refused(), zh);
    if answer == Answer::Yes {
        return None;
    }
    let why = match (answer, zh) {
        (Answer::Nobody, false) => "redline: nothing was run; on a terminal you would be asked",
        (Answer::Nobody, true) => "redline：未执行任何操作；在终端中运行时可确认执行",
        (_, false) => "redline: nothing was run",
        (_, true) => "redline：未执行任何操作",
    };
    let _ = writeln!(out, "{why}");
    Some(refused)
}

fn standard_input() -> Result<Vec<u8>, CliError> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input).map_err(|error| faults::no_input(&error))?;
    Ok(input)
}

fn opens_editor(invocation: &Invocation) -> bool {
    invocation.verb == "edit" || invocation.verb == "create" && invocation.on("edit")
}

/// The variable that makes kubectl start this program in place of the editor.
fn editor(args: &args::Kubectl) -> Result<Vec<(&'static str, String)>, CliError> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let own = std::env::current_exe().map_err(|error| faults::no_program(&error))?;
    let mut words = vec![own.display().to_string(), "editor".to_owned()];
    words.push(format!("--editor={}", set("KUBE_EDITOR").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned())));
    words.extend(args.args.iter().map(|arg| format!("--kubectl={arg}")));
    let selection = &args.rules.selection;
    words.extend(crate::language::requested().map(|lang| format!("--lang={}", lang.setting())));
    words.extend(selection.configuration.config.iter().map(|file| format!("--config={}", file.display())));
    words.extend(selection.configuration.no_config.then(|| "--no-config".to_owned()));
    words.extend(selection.settings.iter().map(|file| format!("--settings={file}")));
    words.extend(selection.rules.iter().map(|rule| format!("--rule={rule}")));
    words.extend(args.rules.modules().modules.map(|folder| format!("--modules={}", folder.display())));
    let line = shlex::try_join(words.iter().map(String::as_str)).map_err(|error| error.to_string())?;
    Ok(vec![("KUBE_EDITOR", line)])
}

/// Starts the user's editor, then checks what it changed. kubectl sends nothing if this fails.
pub(crate) fn edited(args: &args::Editor) -> Result<Outcome, CliError> {
    let file = args.file.display().to_string();
    let before = crate::files::read(&file)?;
    let quoted = shlex::try_quote(&file).map_err(|error| error.to_string())?;
    let line = format!("{} {quoted}", args.editor);
    let status =
        Command::new("sh").args(["-c", &line]).status().map_err(|error| faults::unstartable("sh".as_ref(), &error))?;
    if !status.success() {
        return Ok(Outcome::Failed);
    }
    let after = crate::files::read(&file)?;
    if before == after {
        return Ok(Outcome::Clean);
    }
    let program = Program::find("kubectl")?;
    let invocation = Invocation::parse(&args.kubectl);
    let live = Live { program: &program, invocation: &invocation };
    let checker = PlanChecker::new(&args.rules)?;
    let operation = if invocation.verb == "create" { Operation::Create } else { Operation::Update };
    let decision =
        live.decide(&checker, |_, requester| kubectl::edited(&before, &after, operation, &invocation, requester));
    Ok(confirm(&decision, checker.chinese()).unwrap_or(Outcome::Clean))
}
