//! `redline aliyun`: checks the call that a command of the Alibaba Cloud CLI makes, and runs it.

use super::kubectl::{confirm, report};
use crate::args;
use crate::error::{CliError, Outcome};
use crate::keyboard::aliyun::Invocation;
use crate::keyboard::{PlanChecker, Program};

/// Checks the call, and runs aliyun.
pub(crate) fn run(args: &args::Aliyun) -> Result<Outcome, CliError> {
    let invocation = Invocation::parse(&args.args);
    if invocation.is_harmless() && !args.dry_run {
        return Err(Program::find("aliyun")?.replace(&args.args, None, &[]));
    }
    let checker = PlanChecker::new(&args.rules)?;
    let decision = checker.decide(invocation.plan(), None);
    if args.dry_run {
        return report(&decision, checker.chinese());
    }
    match confirm(&decision, checker.chinese()) {
        Some(refused) => Ok(refused),
        None => Err(Program::find("aliyun")?.replace(&args.args, None, &[])),
    }
}
