//! Logic that several rules share, with its own tests.
