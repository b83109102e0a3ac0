//! What shell scripts and user data do to a node on which root runs them.

mod evaluate;
mod interpret;
mod origin;

pub(crate) use evaluate::evaluate;
pub(crate) use interpret::report;
