//! Everyday requests against every admission rule: what is stopped or warned about is what the table says.

use std::collections::BTreeSet;

use redline_e2e::everyday::{BLESS, TABLE, requests, table};
use redline_e2e::table::compare;

#[test]
fn everyday_requests_get_the_verdicts_of_the_table() {
    compare(TABLE, &table(&requests()), BLESS);
}

#[test]
fn every_request_has_a_name_of_its_own() {
    let mut seen = BTreeSet::new();
    for request in requests() {
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-/".contains(c);
        assert!(request.id.chars().all(legal), "{}: names are lower case with dashes", request.id);
        assert!(seen.insert(request.id.clone()), "{}: this name stands twice", request.id);
    }
    assert!(seen.len() >= 170, "{} requests are too few to be everyday life", seen.len());
}
