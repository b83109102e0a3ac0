//! Tests of the reader, with each implementation of blocks.

mod blocks;
mod differential;
mod documents;
mod errors;
mod oracle;
mod skipping;
mod slots;
mod suite;
mod writing;

use proptest::prelude::ProptestConfig;

/// How many documents each property is tried with: 512, or as many as proptest's own variable says.
fn documents_per_property() -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(512),
    }
}
