//! `kubectl delete`: each object that it names, or all that it selects.

use redline_input::Operation;

use super::planner::Planner;

/// Adds the deletions.
pub(super) fn plan(planner: &mut Planner<'_>) {
    for object in planner.targets(&planner.invocation.operands.clone()) {
        planner.request(Operation::Delete, object, None);
    }
}
