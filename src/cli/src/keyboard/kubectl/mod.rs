//! What a kubectl command is going to do: its arguments, taken apart, and the admission requests that it causes.

mod apply;
mod args;
mod change;
mod client;
mod created;
mod debug;
mod delete;
mod dispatch;
mod edited;
mod files;
mod merge;
mod names;
mod nodes;
mod offline;
mod planner;
mod pods;
mod raw;
mod rollout;
#[cfg(all(test, unix))]
mod tests;

pub(crate) use args::Invocation;
pub(crate) use client::{Client, LookupsByKubectl};
pub(crate) use dispatch::plan;
pub(crate) use edited::edited;
pub(crate) use planner::{is_harmless, requester};
