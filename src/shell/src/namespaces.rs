//! The namespaces in which commands run, as the interpreter stores them.

use crate::store::Text;

/// [`Namespaces`](crate::Namespaces) in the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct StoredNamespaces {
    pub(crate) flags: u16,
    /// The root directory; empty for that of the namespace.
    pub(crate) root: Text,
}

/// Bits of [`StoredNamespaces::flags`].
pub(crate) mod bits {
    pub(crate) const MOUNT: u16 = 1;
    pub(crate) const NET: u16 = 2;
    pub(crate) const PID: u16 = 4;
    pub(crate) const BY_FILE: u16 = 8;
    pub(crate) const OWN_MOUNT: u16 = 16;
    pub(crate) const OWN_NET: u16 = 32;
    pub(crate) const CONTAINER: u16 = 64;
    pub(crate) const REMOTE: u16 = 128;
    pub(crate) const BY_DAEMON: u16 = 256;
    /// The command, in a container, changes files of the machine that are bound there.
    pub(crate) const BOUND: u16 = 512;
}
