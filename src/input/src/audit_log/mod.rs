//! Turns the events of a kube-apiserver's audit log back into the requests that caused them, as far as the log has them.

mod event;
mod memory;
mod replay;
mod request;

pub use replay::{Replay, Replayed};
pub use request::LoggedRequest;
