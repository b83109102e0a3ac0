//! The guard at the keyboard: works out what a command is going to do, and has the rules judge that before it runs.

mod decision;
mod judge;
pub(crate) mod kubectl;
mod plan;
mod program;
mod prompt;

pub(crate) use decision::Decision;
pub(crate) use judge::Judge;
pub(crate) use plan::Plan;
pub(crate) use program::Program;
pub(crate) use prompt::{Answer, ask};
