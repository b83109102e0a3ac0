//! Commands that make objects out of their arguments or files: `create`, `run`, `expose`, `autoscale`.

use redline_input::Operation;

use super::planner::{OUTPUT, Planner};

/// Flags that attach the terminal to a new pod. A dry run takes none of them.
const ATTACHED: &[&str] = &["stdin", "tty", "attach", "rm", "leave-stdin-open", "quiet", "edit", "pod-running-timeout"];

/// Adds the creations.
pub(super) fn plan(planner: &mut Planner<'_>) {
    let args = planner.invocation.without(&[OUTPUT, ATTACHED].concat());
    let objects = match planner.dry_run(&args, "client") {
        Ok(objects) => objects,
        Err(reason) => {
            let from_files = planner.invocation.verb == "create" && planner.invocation.sub_verb.is_empty();
            match super::offline::created(planner, &args) {
                _ if from_files => planner.manifests(),
                Some(objects) => objects,
                None => {
                    let (verb, why) =
                        (&planner.invocation.verb, if reason.is_empty() { "no cluster is queried" } else { &reason });
                    planner.plan.open(
                        format!("what `kubectl {verb}` creates could not be worked out: {why}"),
                        format!("无法预先得知 `kubectl {verb}` 将创建的内容：{why}"),
                    );
                    return;
                }
            }
        }
    };
    for object in objects {
        planner.request(Operation::Create, object, None);
    }
}
