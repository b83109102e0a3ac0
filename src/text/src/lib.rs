//! Text helpers for code that is part of every module: a cursor over text, lists of words, and paths of a node.
//!
//! The methods of `str` are generic over the pattern, and the compiler generates code for each use. In a module that reads
//! scripts, dozens of such copies take more space than the interpreter. This crate has one function for each purpose. The
//! functions work on bytes and never panic. Sets of bytes are ASCII, so that a slice always ends between characters.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod cursor;
mod display;
pub mod path;
mod words;

pub use cursor::{
    DIGITS, END, NAME, after_last, before, blank, consists_of, contains, contains_any, eat, find, peek, replace, slice,
    slice_from, span, split, split_once_any, take, take_char, take_until, trim, trim_end, trim_start, until,
};
pub use display::truncate_for_display;
pub use words::{concat, join, letter_in, next_word, prefix_in, word_in, words};
