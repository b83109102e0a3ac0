//! Memory of one call.
//!
//! A call is short and keeps nothing, so memory is handed out from one end of the heap, never taken back one by one, and
//! all of it is free again when the next call begins. Code that frees nothing is also a seventh smaller: whatever the
//! compiler makes to drop texts and lists comes to nothing, in every module.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::Cell;

const PAGE: usize = 65_536;

unsafe extern "C" {
    /// Where the linker lets the heap begin.
    static __heap_base: u8;
}

/// The allocator of a module.
pub(crate) struct Arena {
    /// Where free memory begins; zero before the first call.
    free: Cell<usize>,
}

// SAFETY: a wasm32 module without atomics has one thread.
unsafe impl Sync for Arena {}

impl Arena {
    pub(crate) const fn new() -> Arena {
        Arena { free: Cell::new(0) }
    }

    /// Makes all memory free again.
    ///
    /// # Safety
    /// Nothing that was allocated before may be used any more. INVARIANT: no static of engine, guest or rules
    /// holds allocated memory.
    pub(crate) unsafe fn reset(&self) {
        self.free.set(&raw const __heap_base as usize);
    }

    /// Hands out memory, or null when the host gives no more. `align` is a power of two.
    #[inline(never)]
    fn take(&self, size: usize, align: usize) -> *mut u8 {
        let start = self.free.get().next_multiple_of(align);
        let Some(end) = start.checked_add(size) else { return core::ptr::null_mut() };
        let there = memory_size(0) * PAGE;
        if end > there && memory_grow(0, (end - there).div_ceil(PAGE)) == usize::MAX {
            return core::ptr::null_mut();
        }
        self.free.set(end);
        start as *mut u8
    }
}

// SAFETY: `take` never hands out the same bytes twice between two calls of `reset`.
unsafe impl GlobalAlloc for Arena {
    #[inline(always)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.take(layout.size(), layout.align())
    }

    #[inline(always)]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    /// Grows in place what was handed out last, as a text is that is being written.
    #[inline(never)]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size <= layout.size() {
            return old;
        }
        let end = self.free.get();
        let last = old as usize + layout.size() == end;
        if last {
            self.free.set(old as usize);
        }
        let new = self.take(size, layout.align());
        if new.is_null() {
            self.free.set(end);
        } else if !last {
            // SAFETY: `old` has the smaller size, and `new` lies behind it.
            unsafe { core::ptr::copy_nonoverlapping(old, new, layout.size()) };
        }
        new
    }
}
