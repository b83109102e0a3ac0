//! What a shape of input is.

use redline_json::{Raw, Slot, Unreadable};

use crate::attributes::unquote;
use crate::identity::{Caller, Identity};
use crate::operation::CloudOperation;

/// A shape of input: a view of its members, from which the operation is made.
pub(super) trait Shape<'a>: Slot<'a> {
    /// Whether the members are present that tell this shape from the others.
    fn is_recognised(&self) -> bool;

    /// Whether an envelope may hold this shape.
    fn may_be_in_envelope(&self) -> bool {
        false
    }

    /// The operation; `None` for one that changes nothing.
    fn operation(&self) -> Result<Option<CloudOperation<'a>>, Unreadable>;
}

/// [`redline_json::read`] of a value that stands at `path`.
pub(super) fn read_at<'a, T: Slot<'a>>(path: &str, json: &'a str) -> Result<T, Unreadable> {
    redline_json::read(json).map_err(|e| e.at(path))
}

/// The caller at `path`; nobody where the input names none.
pub(super) fn identity(path: &str, caller: Option<Raw<'_>>) -> Result<Identity, Unreadable> {
    match caller {
        Some(raw) => Ok(read_at::<Caller<'_>>(path, &unquote(raw))?.into()),
        None => Ok(Identity::default()),
    }
}
