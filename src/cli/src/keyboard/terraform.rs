//! What a `terraform` command applies.

use redline_input::{Subject, items_in};
use serde_json::Value;

use super::plan::Plan;
use super::program::Program;
use crate::faults;

/// What a command of `terraform` or a program that takes the same arguments does. Only a saved plan tells.
pub(super) fn plan(program: &str, args: &[String]) -> Plan {
    let mut plan = Plan::default();
    let operands: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    match (operands.first().map(|verb| verb.as_str()), operands.get(1)) {
        (Some("apply"), Some(file)) => match changes(program, args, file) {
            Ok(changes) => changes.into_iter().for_each(|change| plan.add(change)),
            Err(reason) => plan.open(
                format!("the plan `{file}` could not be read: {reason}"),
                format!("无法读取执行计划 `{file}`：{reason}"),
            ),
        },
        (Some(verb @ ("apply" | "destroy")), None) => {
            let destroys = if verb == "destroy" { "-destroy " } else { "" };
            let instead = format!("`{program} plan {destroys}-out=plan.out && {program} apply plan.out`");
            plan.open(
                format!("`{program} {verb}` makes its plan while it runs; {instead} can be checked"),
                format!("`{program} {verb}` 在运行时才生成执行计划；请改用可以预先检查的 {instead}"),
            );
        }
        _ => {}
    }
    plan
}

/// The changes in a saved plan, which the program prints without asking any provider.
fn changes(program: &str, args: &[String], file: &str) -> Result<Vec<Subject>, String> {
    let found = Program::find(program).map_err(|_| faults::not_on_path(program))?;
    let folder = args.iter().filter(|arg| arg.starts_with("-chdir="));
    let show: Vec<&str> = folder.map(String::as_str).chain(["show", "-json", file]).collect();
    let output = found.output(&show, None)?;
    let document: Value = serde_json::from_slice(&output).map_err(|_| faults::no_json(program))?;
    Ok(items_in(document).into_iter().filter_map(|item| item.subject.ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Vec<bool> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        plan("no-such-terraform", &words).notes.iter().map(|note| note.open).collect()
    }

    #[test]
    fn only_saved_plans_tell() {
        assert_eq!(told("destroy -auto-approve"), [true]);
        assert_eq!(told("apply plan.out"), [true], "the program is not here");
        assert!(told("plan -out=plan.out").is_empty() && told("init").is_empty());
    }
}
