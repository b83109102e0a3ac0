//! Where commands run, as the interpreter keeps it.

use crate::store::Text;

/// Where commands run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Place {
    pub(crate) flags: u8,
    /// The root directory, where it is another one.
    pub(crate) root: Text,
}

/// Bits of [`Place::flags`].
pub(crate) mod bits {
    pub(crate) const MOUNT: u8 = 1;
    pub(crate) const NET: u8 = 2;
    pub(crate) const PID: u8 = 4;
    pub(crate) const BY_FILE: u8 = 8;
    pub(crate) const OWN_MOUNT: u8 = 16;
    pub(crate) const OWN_NET: u8 = 32;
    pub(crate) const CONTAINER: u8 = 64;
    pub(crate) const REMOTE: u8 = 128;
}
