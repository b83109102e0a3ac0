//! Everyday requests against every admission rule: what is stopped or warned about is what the table says.

use std::collections::BTreeSet;

use redline_e2e::everyday::{BLESS, TABLE, requests, table};
use redline_e2e::table::compare;

#[test]
fn everyday_requests_get_the_verdicts_of_the_table() {
    compare(TABLE, &table(&requests()), BLESS);
}

/// A denial of everyday work has to be worth it.
#[test]
fn every_denial_is_defended() {
    let table = table(&requests());
    let rows: Vec<Vec<&str>> = table.lines().skip(2).map(|row| row.split('\t').collect()).collect();
    let denied = |id: &str| rows.iter().any(|row| row[0] == id && row[2] == "deny");
    for row in rows.iter().filter(|row| row[2] == "deny") {
        let defence = row[4];
        assert!(
            defence.split(' ').count() > 6 && !defence.ends_with('.'),
            "{}: `defence` says why {} denies it",
            row[0],
            row[1]
        );
    }
    for request in requests().iter().filter(|request| !request.defence.is_empty()) {
        assert!(denied(&request.id), "{}: no rule denies it, so there is nothing to defend", request.id);
    }
}

#[test]
fn every_request_has_a_name_of_its_own() {
    let mut seen = BTreeSet::new();
    for request in requests() {
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-/".contains(c);
        assert!(request.id.chars().all(legal), "{}: names are lower case with dashes", request.id);
        assert!(seen.insert(request.id.clone()), "{}: this name stands twice", request.id);
    }
    assert!(seen.len() >= 300, "{} requests are too few to be everyday life", seen.len());
}
