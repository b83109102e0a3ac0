//! Memory that is reused within a call.
//!
//! A module frees nothing before its call ends, which keeps it small. Work that allocates more than that permits, such as
//! interpreting a long script, runs through [`stream`]. It allocates in a *region* of its own, and the memory of the region
//! is reused by the next work on the same level.
//!
//! Regions are nested: work that runs while other work is under way gets the region one level deeper. The allocator of a
//! module asks [`current_region`] where to take memory from. On every other target the ordinary allocator frees memory by
//! itself, and [`stream`] only calls its arguments.
//!
//! # Why this is memory-safe
//!
//! Nothing that was allocated in the region of a `stream` is reachable after the `stream` has returned. The compiler checks
//! this for every caller:
//!
//! - `produce` is [`Fn`] and [`Sync`], so it cannot change anything that outlives it: it captures no `&mut`, no `Cell` and
//!   no `RefCell`. What is left are atomics, and an address that an atomic holds can be used only with unsafe code. Modules
//!   have no locks and no thread-locals, because they are built without the standard library.
//! - What leaves the region is a reference to a `T`, lent to `consume` for the time of one call. The reference itself cannot
//!   be kept, because `consume` accepts every lifetime.
//! - `T` is an [`Item`]: all its parts own their content, down to numbers and [`String`]s. So a part can be kept only as a
//!   deep copy, and `consume` runs in the caller's region, where the copy is allocated. A shared pointer (`Arc<T>`) or a
//!   leaked reference (`&'static str` from `String::leak`) could be kept as it is; neither is an `Item`.
//! - An `Item` is `Sync`, so `consume` cannot put anything into it either.
//!
//! Text that belongs to the caller cannot be extended by `produce`:
//!
//! ```compile_fail
//! let mut kept: Vec<String> = Vec::new();
//! redline_core::scratch::stream::<i32, ()>(
//!     |emit| {
//!         kept.push("text of the region".to_owned());
//!         emit(&1);
//!     },
//!     &mut |_| {},
//! );
//! ```
//!
//! ```compile_fail
//! let kept = std::cell::RefCell::new(Vec::new());
//! redline_core::scratch::stream::<i32, ()>(
//!     |emit| {
//!         kept.borrow_mut().push("text of the region".to_owned());
//!         emit(&1);
//!     },
//!     &mut |_| {},
//! );
//! ```
//!
//! Nor can `consume` keep the reference that it is lent:
//!
//! ```compile_fail
//! let mut kept: Vec<&String> = Vec::new();
//! redline_core::scratch::stream::<String, ()>(
//!     |emit| emit(&"text of the region".to_owned()),
//!     &mut |item| kept.push(item),
//! );
//! ```
//!
//! Nor can anything leave the region that a shallow copy would keep:
//!
//! ```compile_fail
//! let mut kept: Vec<&'static str> = Vec::new();
//! redline_core::scratch::stream::<&'static str, ()>(
//!     |emit| emit(&&*String::leak("text of the region".to_owned())),
//!     &mut |item| kept.push(item),
//! );
//! ```
//!
//! ```compile_fail
//! use std::sync::Arc;
//!
//! let mut kept: Vec<Arc<String>> = Vec::new();
//! redline_core::scratch::stream::<Arc<String>, ()>(
//!     |emit| emit(&Arc::new("text of the region".to_owned())),
//!     &mut |item| kept.push(item.clone()),
//! );
//! ```
//!
//! A copy is always possible:
//!
//! ```
//! let mut kept: Vec<String> = Vec::new();
//! redline_core::scratch::stream::<String, ()>(
//!     |emit| emit(&"text of the region".to_owned()),
//!     &mut |item| kept.push(item.clone()),
//! );
//! assert_eq!(kept, ["text of the region"]);
//! ```
//!
//! A panic ends the call of a module with a trap. Nothing of the call is used afterwards, and the next call begins with
//! [`reset`].

use alloc::string::String;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How many regions there are: that of the call itself, and those of work within it. Work that is nested deeper than this
/// allocates in the region around it, which then grows.
pub const LEVELS: usize = 5;

/// The deepest level whose work is under way.
static DEEPEST: AtomicUsize = AtomicUsize::new(0);
/// The level that memory is taken from now. Shallower than [`DEEPEST`] while a consumer runs.
static CURRENT: AtomicUsize = AtomicUsize::new(0);
/// How many pieces of work have begun on each level. The allocator starts a region anew when its number has changed.
static GENERATIONS: [AtomicUsize; LEVELS] = [const { AtomicUsize::new(0) }; LEVELS];

/// The region that memory is taken from now: its level (below [`LEVELS`]), and how many pieces of work have begun on it.
#[doc(hidden)]
pub fn current_region() -> (usize, usize) {
    let level = CURRENT.load(Relaxed).min(LEVELS - 1);
    (level, GENERATIONS[level].load(Relaxed))
}

/// Tells this module that a call begins: no work is under way.
#[doc(hidden)]
pub fn reset() {
    DEEPEST.store(0, Relaxed);
    CURRENT.store(0, Relaxed);
}

/// Runs `produce` in a region that is reused, and `consume`, in the caller's region, for each item that `produce` emits.
///
/// Items reach `consume` in the order in which they are emitted. `consume` may copy an item, and may itself call `stream`.
pub fn stream<T: Item<By>, By>(produce: impl Fn(&mut dyn FnMut(&T)) + Sync, consume: &mut dyn FnMut(&T)) {
    if cfg!(target_arch = "wasm32") { in_region(produce, consume) } else { produce(consume) }
}

/// [`stream`] as modules have it.
fn in_region<T>(produce: impl Fn(&mut dyn FnMut(&T)), consume: &mut dyn FnMut(&T)) {
    let around = CURRENT.load(Relaxed);
    let level = DEEPEST.load(Relaxed) + 1;
    let new = level < LEVELS;
    if new {
        DEEPEST.store(level, Relaxed);
        CURRENT.store(level, Relaxed);
        GENERATIONS[level].store(GENERATIONS[level].load(Relaxed) + 1, Relaxed);
    }
    produce(&mut |item| {
        let here = CURRENT.load(Relaxed);
        CURRENT.store(around, Relaxed);
        consume(item);
        CURRENT.store(here, Relaxed);
    });
    if new {
        DEEPEST.store(level - 1, Relaxed);
        CURRENT.store(around, Relaxed);
    }
}

/// A value that may leave the region of a [`stream`]: every part of it owns its content.
///
/// Use [`scratch_item!`](crate::scratch_item) to implement it. The macro names every field, and the compiler checks that
/// each of them is an `Item`. Do not implement it by hand for a type that holds a reference or a shared pointer.
///
/// A crate that emits a type of another crate declares it for a type `By` of its own, as the orphan rule demands. For all
/// other items `By` is `()`.
pub trait Item<By = ()>: Sync + 'static {
    /// Refers to every part, for the compiler to check. Never called.
    #[doc(hidden)]
    fn check_parts(&self);
}

/// Accepts only an [`Item`].
#[doc(hidden)]
pub fn check_part<T: Item<By>, By>(_: &T) {}

/// Implements [`Item`](crate::scratch::Item) for a struct, given all its fields, or for an enum without fields.
///
/// ```
/// struct Assignment {
///     name: String,
///     level: Level,
/// }
/// #[derive(Clone, Copy)]
/// enum Level {
///     Low,
///     High,
/// }
/// redline_core::scratch_item!(Assignment { name, level });
/// redline_core::scratch_item!(enum Level);
/// ```
///
/// A field that is no item does not compile:
///
/// ```compile_fail
/// struct Assignment {
///     name: &'static str,
/// }
/// redline_core::scratch_item!(Assignment { name });
/// ```
///
/// A type of another crate is declared for a type of one's own: `scratch_item!(SimpleCommand { words } by Guards)`.
#[macro_export]
macro_rules! scratch_item {
    ($item:ident { $($field:ident),* $(,)? }) => {
        $crate::scratch_item!($item { $($field),* } by ());
    };
    ($item:ident { $($field:ident),* $(,)? } by $by:ty) => {
        impl $crate::scratch::Item<$by> for $item {
            fn check_parts(&self) {
                let $item { $($field),* } = self;
                $($crate::scratch::check_part::<_, $by>($field);)*
            }
        }
    };
    (enum $item:ident) => {
        $crate::scratch_item!(enum $item by ());
    };
    (enum $item:ident by $by:ty) => {
        impl $crate::scratch::Item<$by> for $item {
            fn check_parts(&self) {
                // Only an enum without fields can be cast.
                let _ = *self as u8;
            }
        }
    };
}

/// Types that are items for whoever declares a type that has them.
macro_rules! basic_items {
    ($($item:ty),*) => {$(
        impl<By> Item<By> for $item {
            fn check_parts(&self) {}
        }
    )*};
}

basic_items!(bool, u8, i32, i64, usize, String);

impl<T: Item<By>, By> Item<By> for Vec<T> {
    fn check_parts(&self) {
        self.iter().for_each(check_part::<T, By>);
    }
}

impl<T: Item<By>, By> Item<By> for Option<T> {
    fn check_parts(&self) {
        self.iter().for_each(check_part::<T, By>);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_reaches_the_consumer() {
        let mut items = Vec::new();
        stream::<i32, ()>(|emit| (0..3).for_each(|n| emit(&n)), &mut |n| items.push(*n));
        assert_eq!(items, [0, 1, 2]);
    }

    #[test]
    fn streams_can_be_nested() {
        let mut items = Vec::new();
        let digits = |emit: &mut dyn FnMut(&String)| {
            stream::<i32, ()>(|emit| (0..2).for_each(|n| emit(&n)), &mut |n| emit(&n.to_string()));
        };
        stream::<String, ()>(digits, &mut |text| {
            stream::<String, ()>(|emit| emit(text), &mut |text| items.push(text.clone()));
        });
        assert_eq!(items, ["0", "1"]);
    }

    /// The only test of regions, because all threads share them.
    #[test]
    fn regions_are_nested_and_begun_anew() {
        let level = || current_region().0;
        reset();
        let generations = std::sync::Mutex::new(Vec::new());
        for _ in 0..2 {
            in_region::<i32>(
                |emit| {
                    // The work is one level deeper than the call, and what it emits is consumed on the level of the call.
                    assert_eq!(level(), 1);
                    emit(&1);
                    // Work within the work is deeper still, and what it emits is consumed where it was called.
                    in_region::<i32>(
                        |emit| {
                            assert_eq!(level(), 2);
                            emit(&2);
                            assert_eq!(level(), 2);
                        },
                        &mut |item| {
                            assert_eq!(level(), 1);
                            emit(item);
                        },
                    );
                    assert_eq!(level(), 1);
                },
                &mut |item| {
                    assert_eq!(level(), 0);
                    // A consumer that calls for work gets a region below all that are under way.
                    in_region::<i32>(
                        |emit| {
                            assert_eq!(level(), 1 + *item as usize);
                            generations.lock().unwrap().push(current_region());
                            emit(&0);
                        },
                        &mut |_| assert_eq!(level(), 0),
                    );
                    assert_eq!(level(), 0);
                },
            );
            assert_eq!(level(), 0);
        }
        // Every piece of work starts its region anew.
        let generations = generations.into_inner().unwrap();
        assert_eq!(generations, [(2, 1), (3, 1), (2, 3), (3, 2)]);
        // What is nested too deeply stays in the deepest region.
        fn nest(depth: usize) {
            assert_eq!(current_region().0, depth.min(LEVELS - 1));
            if depth < 2 * LEVELS {
                let before = current_region();
                in_region::<i32>(|_| nest(depth + 1), &mut |_| {});
                assert_eq!(current_region(), before);
            }
        }
        nest(0);
        // A call that ended with a trap has left its level behind.
        CURRENT.store(3, Relaxed);
        DEEPEST.store(4, Relaxed);
        reset();
        in_region::<i32>(|_| assert_eq!(level(), 1), &mut |_| {});
    }
}
