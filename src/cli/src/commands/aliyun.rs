//! `redline aliyun`: judges the call that a command of the Alibaba Cloud CLI makes, and runs it.

use super::kubectl::{confirm, report};
use crate::args;
use crate::error::{CliError, Outcome};
use crate::keyboard::aliyun::Invocation;
use crate::keyboard::{Judge, Program};

/// Judges, and runs aliyun.
pub(crate) fn run(args: &args::Aliyun) -> Result<Outcome, CliError> {
    let invocation = Invocation::parse(&args.args);
    if invocation.is_harmless() && !args.dry_run {
        return Err(Program::find("aliyun")?.replace(&args.args, None, &[]));
    }
    let judge = Judge::new(&args.judging)?;
    let decision = judge.decide(invocation.plan(), None);
    if args.dry_run {
        return report(&decision, judge.chinese());
    }
    match confirm(&decision, judge.chinese()) {
        Some(refused) => Ok(refused),
        None => Err(Program::find("aliyun")?.replace(&args.args, None, &[])),
    }
}
