//! What a shell script does, found by running it in the abstract.
#![no_std]

extern crate alloc;

mod arithmetic;
mod builtins;
mod command;
mod decode;
mod dispatch;
mod expand;
mod feeders;
mod files;
mod fork;
mod interpreter;
mod lines;
mod parameter;
mod parse;
mod paths;
mod pattern;
mod print;
mod programs;
mod run;
mod schedule;
mod store;
mod surroundings;
mod syntax;
mod table;
mod test;
mod text;
pub mod value;
mod words;
mod wrappers;

pub use command::{Certainty, FileChange, FileOpKind, Namespaces, SimpleCommand, Source, Words};
pub use interpreter::Dialect;
pub use surroundings::{Surroundings, run_command, run_script};
