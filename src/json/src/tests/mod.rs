//! Tests of the reader, with each implementation of blocks.

mod blocks;
mod differential;
mod documents;
mod errors;
mod oracle;
mod skipping;
mod suite;
mod writing;
