//! The rows of the catalogue as constants, such as `rows::R26`. `build.rs` writes them from `policies/catalogue.yaml`.

use redline_core::language::Bilingual;
use redline_core::row::Row;

include!(concat!(env!("OUT_DIR"), "/rows.rs"));
