//! The rows of the catalogue as constants, such as `rows::R26`, and the whole catalogue. `build.rs` writes them from
//! `policies/catalogue.yaml`.

use redline_core::language::Bilingual;
use redline_core::row::{CatalogueRow, Row};

include!(concat!(env!("OUT_DIR"), "/rows.rs"));
