//! In the making.
mod rows;
