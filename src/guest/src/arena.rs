//! Memory of one call.
//!
//! A call is short and keeps nothing, so memory is handed out from one end of the heap, never taken back one by one, and
//! all of it is free again when the next call begins. Code that frees nothing is also a seventh smaller: whatever the
//! compiler makes to drop texts and lists comes to nothing, in every module. Work that would take too much that way
//! has a region of its own, which is used again: see [`redline_engine::core::scratch`].

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::Cell;

use redline_engine::core::scratch::{self, LEVELS};

const PAGE: usize = 65_536;

unsafe extern "C" {
    /// Where the linker lets the heap begin.
    static __heap_base: u8;
}

/// Memory that is handed out from `free` to `end`.
#[derive(Clone, Copy)]
struct Region {
    start: usize,
    free: usize,
    end: usize,
    /// Which piece of work it is for.
    begun: usize,
}

const NONE: Region = Region { start: 0, free: 0, end: 0, begun: 0 };

/// The allocator of a module.
pub(crate) struct Arena {
    regions: [Cell<Region>; LEVELS],
    /// Where memory begins that no region has.
    top: Cell<usize>,
}

// SAFETY: a wasm32 module without atomics has one thread.
unsafe impl Sync for Arena {}

impl Arena {
    pub(crate) const fn new() -> Arena {
        Arena { regions: [const { Cell::new(NONE) }; LEVELS], top: Cell::new(0) }
    }

    /// Makes all memory free again.
    ///
    /// # Safety
    /// Nothing that was allocated before may be used any more. INVARIANT: no static of engine, guest or rules
    /// holds allocated memory.
    pub(crate) unsafe fn reset(&self) {
        scratch::reset();
        self.regions.iter().for_each(|region| region.set(NONE));
        self.top.set(&raw const __heap_base as usize);
    }

    /// Hands out memory, or null when the host gives no more. `align` is a power of two. `old`: where the memory lies
    /// that this is to take the place of, with its size; it may be extended where it is.
    #[inline(never)]
    fn take(&self, size: usize, align: usize, old: Option<(usize, usize)>) -> *mut u8 {
        let (level, begun) = scratch::current_region();
        let Some(cell) = self.regions.get(level) else { return core::ptr::null_mut() };
        let mut region = cell.get();
        if region.begun != begun {
            (region.begun, region.free) = (begun, region.start);
        }
        let last = old.filter(|(at, size)| at + size == region.free).map(|(at, _)| at);
        let mut start = last.unwrap_or(region.free).next_multiple_of(align);
        if start.saturating_add(size) > region.end {
            let top = self.top.get();
            if region.end != top || region.end == 0 {
                // Somebody else's memory lies behind: go on in a new place, with room to spare.
                let room = (region.end - region.start).min(4 * PAGE);
                region.start = top.next_multiple_of(align);
                (start, region.end) = (region.start, region.start + room);
            }
            let Some(end) = start.checked_add(size) else { return core::ptr::null_mut() };
            region.end = region.end.max(end);
            let there = memory_size(0) * PAGE;
            if region.end > there && memory_grow(0, (region.end - there).div_ceil(PAGE)) == usize::MAX {
                return core::ptr::null_mut();
            }
            self.top.set(region.end);
        }
        region.free = start + size;
        cell.set(region);
        start as *mut u8
    }
}

// SAFETY: `take` hands out no byte twice between two calls of `reset`, but for those of a region whose work is over.
unsafe impl GlobalAlloc for Arena {
    #[inline(always)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.take(layout.size(), layout.align(), None)
    }

    #[inline(always)]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    /// Grows in place what was handed out last, as a text is that is being written.
    #[inline(never)]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size <= layout.size() {
            return old;
        }
        let new = self.take(size, layout.align(), Some((old as usize, layout.size())));
        if new != old && !new.is_null() {
            // SAFETY: `old` has the smaller size, and the two do not overlap: what is not extended in place gets memory
            // that is free.
            unsafe { core::ptr::copy_nonoverlapping(old, new, layout.size()) };
        }
        new
    }
}
