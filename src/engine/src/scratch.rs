//! Memory that is given back early.
//!
//! A module frees nothing before its call ends, which keeps it small. Reading a long script makes and drops more than that
//! allows, so such work is put between [`within`] and its end: what is allocated meanwhile is free again when the next
//! such work begins. What must last is made [`outside`].
//!
//! The allocator of a module looks at [`place`] and knows where to take memory from; everywhere else allocators free
//! by themselves, and nothing of this has an effect.
//!
//! INVARIANT: nothing that was allocated within is used after `within` has returned, and a list or text from before it
//! grows only outside. Both ends of it therefore stand in one function, which lends its results and copies what it
//! keeps.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How many pieces of such work may lie within each other. What is deeper takes its memory from the one around it.
pub const LEVELS: usize = 4;

static OPEN: AtomicUsize = AtomicUsize::new(0);
static LEVEL: AtomicUsize = AtomicUsize::new(0);
static BEGUN: [AtomicUsize; LEVELS] = [const { AtomicUsize::new(0) }; LEVELS];

/// Where memory is taken from now: the level, and how many pieces of work have begun there.
#[doc(hidden)]
pub fn place() -> (usize, usize) {
    let level = LEVEL.load(Relaxed).min(LEVELS - 1);
    (level, BEGUN[level].load(Relaxed))
}

/// A call begins.
#[doc(hidden)]
pub fn reset() {
    OPEN.store(0, Relaxed);
    LEVEL.store(0, Relaxed);
}

/// Where `outside` leads from here.
#[derive(Clone, Copy)]
pub(crate) struct Outside(usize);

/// Does work that leaves nothing behind but what it makes outside.
pub(crate) fn within(work: impl FnOnce(Outside)) {
    if !cfg!(target_arch = "wasm32") {
        return work(Outside(0));
    }
    let around = LEVEL.load(Relaxed);
    let level = OPEN.load(Relaxed) + 1;
    let new = level < LEVELS;
    if new {
        OPEN.store(level, Relaxed);
        LEVEL.store(level, Relaxed);
        BEGUN[level].store(BEGUN[level].load(Relaxed) + 1, Relaxed);
    }
    work(Outside(around));
    if new {
        OPEN.store(level - 1, Relaxed);
        LEVEL.store(around, Relaxed);
    }
}

impl Outside {
    /// Does what lasts.
    pub(crate) fn then<T>(self, work: impl FnOnce() -> T) -> T {
        if !cfg!(target_arch = "wasm32") {
            return work();
        }
        let here = LEVEL.load(Relaxed);
        LEVEL.store(self.0, Relaxed);
        let done = work();
        LEVEL.store(here, Relaxed);
        done
    }
}
