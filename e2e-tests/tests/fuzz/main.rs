//! Random input from a seed: settings, requests, cloud operations, scripts and documents, natively and through modules.
//!
//! `make test` tries a few thousand of each, always the same ones. `make fuzz` tries as many as you like: `REDLINE_ROUNDS` sets
//! how many, `REDLINE_SEED` where they begin. What it finds becomes a case of a rule, a spelling of `src/shell`, or a file of
//! `corpus`, which are tried first.

mod documents;
mod modules;
mod random;
mod requests;
mod scripts;
mod settings;
mod typed;
