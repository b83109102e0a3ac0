//! Which brackets are open, at one bit for each.

use alloc::vec::Vec;

/// A stack of open brackets, of any depth and without recursion.
pub(crate) struct Nesting {
    /// The innermost brackets from the lowest bit up, 1 for a curly one. The highest bit that is set is not a bracket: it
    /// marks the end.
    inner: u64,
    /// The brackets around them, in groups of 63.
    outer: Vec<u64>,
}

impl Nesting {
    /// No bracket is open.
    pub(crate) fn new() -> Nesting {
        Nesting { inner: 1, outer: Vec::new() }
    }

    /// Opens a bracket.
    #[inline(always)]
    pub(crate) fn open(&mut self, curly: bool) {
        if self.inner >> 63 != 0 {
            self.outer.push(self.inner);
            self.inner = 1;
        }
        self.inner = self.inner << 1 | u64::from(curly);
    }

    /// Whether the innermost bracket is a curly one; `None` when none is open.
    #[inline(always)]
    pub(crate) fn curly(&self) -> Option<bool> {
        (self.inner != 1).then_some(self.inner & 1 != 0)
    }

    /// Closes the innermost bracket.
    #[inline(always)]
    pub(crate) fn close(&mut self) {
        self.inner >>= 1;
        if self.inner == 1
            && let Some(around) = self.outer.pop()
        {
            self.inner = around;
        }
    }
}
