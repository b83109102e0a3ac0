//! The commands, one in a file.

pub(crate) mod agent;
pub(crate) mod aliyun;
pub(crate) mod approve;
pub(crate) mod baseline;
pub(crate) mod check;
pub(crate) mod config;
pub(crate) mod coverage;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod guard;
pub(crate) mod hook;
pub(crate) mod inventory;
pub(crate) mod kubectl;
pub(crate) mod manifest;
pub(crate) mod mcp;
pub(crate) mod module_list;
pub(crate) mod pull;
pub(crate) mod push;
pub(crate) mod ram_policy;
pub(crate) mod replay;
pub(crate) mod script;
pub(crate) mod shell;
pub(crate) mod test;
pub(crate) mod verify;
