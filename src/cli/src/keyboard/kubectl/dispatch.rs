//! Which file plans which verb of kubectl.

use redline_input::Requester;

use super::args::Invocation;
use super::client::Client;
use super::planner::{Planner, is_harmless};
use super::{apply, change, created, debug, delete, nodes, pods, raw, rollout};
use crate::keyboard::plan::Plan;

/// The plan of a command.
pub(crate) fn plan(invocation: &Invocation, live: Option<&Client>, input: Option<&[u8]>, requester: Requester) -> Plan {
    let mut planner = Planner::new(invocation, live, input, requester);
    if is_harmless(invocation) {
        return planner.plan;
    }
    match (&*invocation.verb, &*invocation.sub_verb) {
        ("create" | "delete" | "replace", _) if invocation.flag("raw").is_some() => raw::plan(&mut planner),
        ("delete", _) => delete::plan(&mut planner),
        ("apply", _) | ("auth", "reconcile") => apply::apply(&mut planner),
        ("create" | "run" | "expose" | "autoscale", _) => created::plan(&mut planner),
        ("replace", _) => apply::replace(&mut planner),
        ("patch" | "annotate" | "label" | "taint" | "scale" | "set", _) => change::plan(&mut planner),
        ("rollout", _) => rollout::plan(&mut planner),
        ("cordon" | "uncordon" | "drain", _) => nodes::plan(&mut planner),
        ("exec" | "attach" | "cp", _) => pods::plan(&mut planner),
        ("debug", _) => debug::plan(&mut planner),
        ("edit", _) => planner.plan.open(
            "an editor session is checked when the editor closes, before kubectl sends anything",
            "编辑会话会在编辑器关闭后、kubectl 提交之前进行检查",
        ),
        (verb, _) => planner.plan.open(
            format!("`kubectl {verb}` is no command of kubectl that Redline knows, so what it does was not checked"),
            format!("`kubectl {verb}` 不是 Redline 已知的 kubectl 命令，未检查其操作内容"),
        ),
    }
    planner.plan
}
