//! The rows of the catalogue: `rows::R26`. Written from `policies/catalogue.yaml` when the crate is built.

use redline_core::language::Bilingual;
use redline_core::row::Row;

include!(concat!(env!("OUT_DIR"), "/rows.rs"));
