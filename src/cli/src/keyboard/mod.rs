//! The guard at the keyboard: works out what a command is going to do, and has the rules check that before it runs.

pub(crate) mod aliyun;
mod decision;
pub(crate) mod documents;
pub(crate) mod guard;
mod helm;
pub(crate) mod kubectl;
mod line;
mod node;
mod plan;
mod plan_checker;
mod program;
mod prompt;
mod terraform;

pub(crate) use decision::Decision;
pub(crate) use plan_checker::PlanChecker;
pub(crate) use program::Program;
pub(crate) use prompt::{Answer, ask};

/// The user of whom nothing is known.
pub(crate) const SOMEONE: &str = "someone";

/// Whether a word is in a list of words with blanks between them.
fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|each| each == word)
}
