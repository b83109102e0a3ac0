//! The allocator of a module, which frees all memory of a call at once.
//!
//! A call is short and keeps nothing. So the allocator hands out memory from one end of the heap to the other, and all of it
//! is free again when the next call begins. Single allocations are never freed. That makes a module a seventh smaller,
//! because the compiler removes the code that drops texts and lists.
//!
//! Work that would need too much memory in this way runs in a region of its own, which is reused; see
//! [`redline_engine::core::scratch`]. Each region hands out memory from `free` to `end`. A region that is full continues at
//! `top`, behind all others, and abandons what it has until the next call.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::Cell;

use redline_engine::core::scratch::{self, LEVELS};

const PAGE: usize = 65_536;

// SAFETY: the linker defines this symbol. Only its address is used.
unsafe extern "C" {
    /// The first byte of the heap.
    static __heap_base: u8;
}

/// Memory that is handed out from `free` to `end`. All members but the last are addresses.
#[derive(Clone, Copy)]
struct Region {
    start: usize,
    free: usize,
    end: usize,
    /// The piece of work that uses the region, as [`scratch::current_region`] numbers them.
    generation: usize,
}

const NONE: Region = Region { start: 0, free: 0, end: 0, generation: 0 };

/// The allocator.
pub(crate) struct Arena {
    /// The regions, by level. They do not overlap.
    regions: [Cell<Region>; LEVELS],
    /// The first address behind all regions.
    top: Cell<usize>,
}

// SAFETY: a wasm32 module without atomics has a single thread.
unsafe impl Sync for Arena {}

impl Arena {
    pub(crate) const fn new() -> Arena {
        Arena { regions: [const { Cell::new(NONE) }; LEVELS], top: Cell::new(0) }
    }

    /// Frees all memory.
    ///
    /// # Safety
    /// Nothing that was allocated before may be used afterwards. INVARIANT: no static of any crate in a module holds
    /// allocated memory.
    pub(crate) unsafe fn reset(&self) {
        scratch::reset();
        self.regions.iter().for_each(|region| region.set(NONE));
        self.top.set(&raw const __heap_base as usize);
    }

    /// Hands out memory from the current region. Returns null if the host grants no more. `align` is a power of two. `old` is
    /// the address and the size of an allocation that the new one replaces; it is extended in place if it was the last.
    ///
    /// An address that overflows becomes 0, which is null.
    #[inline(never)]
    fn take(&self, size: usize, align: usize, old: Option<(usize, usize)>) -> *mut u8 {
        let (level, generation) = scratch::current_region();
        let Some(cell) = self.regions.get(level) else { return core::ptr::null_mut() };
        let mut region = cell.get();
        if region.generation != generation {
            (region.generation, region.free) = (generation, region.start);
        }
        let last = old.filter(|(at, size)| at + size == region.free).map(|(at, _)| at);
        let mut start = last.unwrap_or(region.free).next_multiple_of(align);
        if start.saturating_add(size) > region.end {
            let top = self.top.get();
            if region.end != top || region.end == 0 {
                // Another region follows: continue behind all of them, with room to spare.
                let room = (region.end - region.start).min(4 * PAGE);
                region.start = top.next_multiple_of(align);
                (start, region.end) = (region.start, region.start + room);
            }
            let Some(end) = start.checked_add(size) else { return core::ptr::null_mut() };
            region.end = region.end.max(end);
            let available = memory_size(0) * PAGE;
            if region.end > available && memory_grow(0, (region.end - available).div_ceil(PAGE)) == usize::MAX {
                return core::ptr::null_mut();
            }
            self.top.set(region.end);
        }
        region.free = start + size;
        cell.set(region);
        start as *mut u8
    }
}

// SAFETY: between two calls of `reset`, `take` hands out a byte twice only in a region whose earlier work has ended, and
// nothing of that work is reachable; `scratch` says why. What `take` returns has the size and the alignment of the layout,
// because `end` is never above the size of the memory.
unsafe impl GlobalAlloc for Arena {
    #[inline(always)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.take(layout.size(), layout.align(), None)
    }

    #[inline(always)]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    /// Extends the last allocation in place, so that a text that is being written is not copied. `old` is always of the
    /// current region: work cannot change what was allocated before it, and a consumer cannot change what the work allocated.
    #[inline(never)]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size <= layout.size() {
            return old;
        }
        let new = self.take(size, layout.align(), Some((old as usize, layout.size())));
        if new != old && !new.is_null() {
            // SAFETY: both are valid for the smaller size, that of `old`. They do not overlap, because what is not extended
            // in place gets memory that no allocation has.
            unsafe { core::ptr::copy_nonoverlapping(old, new, layout.size()) };
        }
        new
    }
}
