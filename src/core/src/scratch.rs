//! Memory that is used again within a call.
//!
//! A module frees nothing before its call ends, which keeps it small. Work that makes and drops more than that allows, such
//! as reading a long script, runs through [`stream`]: what it allocates is free again when the next such work begins.
//!
//! The allocator of a module asks [`place`] where to take memory from. Everywhere else allocators free by themselves, and
//! nothing here has an effect.
//!
//! # Why this is memory-safe
//!
//! Nothing that was allocated inside `stream` is reachable after it has returned, and the compiler holds every caller to it:
//!
//! - `produce` is [`Fn`] and [`Sync`], so it can change nothing that outlives it: no captured `&mut`, no `Cell` or `RefCell`.
//! - All that leaves it is a reference to a `T`, lent to `consume` for one call. `T` is `'static`, so no borrow hides in it,
//!   and `Sync`, so nobody can put something into it.
//! - `consume` runs with the memory of the caller, so what it copies lasts.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How many regions may lie within each other. What is deeper takes its memory from the one around it.
pub const LEVELS: usize = 4;

static OPEN: AtomicUsize = AtomicUsize::new(0);
static LEVEL: AtomicUsize = AtomicUsize::new(0);
static BEGUN: [AtomicUsize; LEVELS] = [const { AtomicUsize::new(0) }; LEVELS];

/// Where memory is taken from now: the level, and how many times work has begun there.
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

/// Runs `produce` in memory that is used again, and `consume` for each item that it emits in the memory of the caller.
pub fn stream<T: Sync + 'static>(produce: impl Fn(&mut dyn FnMut(&T)) + Sync, consume: &mut dyn FnMut(&T)) {
    if !cfg!(target_arch = "wasm32") {
        return produce(consume);
    }
    let around = LEVEL.load(Relaxed);
    let level = OPEN.load(Relaxed) + 1;
    let new = level < LEVELS;
    if new {
        OPEN.store(level, Relaxed);
        LEVEL.store(level, Relaxed);
        BEGUN[level].store(BEGUN[level].load(Relaxed) + 1, Relaxed);
    }
    produce(&mut |item| {
        let here = LEVEL.load(Relaxed);
        LEVEL.store(around, Relaxed);
        consume(item);
        LEVEL.store(here, Relaxed);
    });
    if new {
        OPEN.store(level - 1, Relaxed);
        LEVEL.store(around, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_reaches_the_consumer() {
        let mut seen = Vec::new();
        stream(|emit| (0..3).for_each(|n: i32| emit(&n)), &mut |n| seen.push(*n));
        assert_eq!(seen, [0, 1, 2]);
    }
}
