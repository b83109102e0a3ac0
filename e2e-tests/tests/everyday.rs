//! Everyday requests against every admission rule: what is stopped or warned about is what the table says.

use std::collections::BTreeSet;

use redline_e2e::everyday::{BLESS, TABLE, difference, requests, table, table_path};

#[test]
fn everyday_requests_get_the_verdicts_of_the_table() {
    let new = table(&requests());
    let old = std::fs::read_to_string(table_path()).unwrap_or_default();
    if old == new {
        return;
    }
    let difference = difference(&old, &new).join("\n");
    if std::env::var_os("REDLINE_BLESS").is_some() {
        std::fs::write(table_path(), new).unwrap_or_else(|e| panic!("{TABLE}: {e}"));
        println!("wrote {TABLE}:\n{difference}");
        return;
    }
    panic!("{TABLE} is out of date:\n{difference}\nif that is what you want, run\n  {BLESS}");
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
