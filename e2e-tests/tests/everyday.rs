//! Everyday requests against every admission rule: what is stopped or warned about is what the table says.

use std::collections::BTreeSet;

use redline_e2e::everyday::{BLESS, TABLE, requests, table};
use redline_e2e::table::compare;

#[test]
fn everyday_requests_get_the_verdicts_of_the_table() {
    compare(TABLE, &table(&requests()), BLESS);
}

/// What stops or disturbs everyday work has to be worth it.
#[test]
fn every_finding_is_defended() {
    let requests = requests();
    let table = table(&requests);
    let rows: Vec<Vec<&str>> = table.lines().skip(3).map(|row| row.split('\t').collect()).collect();
    let undefended: Vec<String> = rows
        .iter()
        .filter(|row| row[4].split(' ').count() <= 6 || row[4].ends_with('.'))
        .map(|row| format!("{}: `defence` says why `{}` reports it", row[0], row[1]))
        .collect();
    assert!(undefended.is_empty(), "{}", undefended.join("\n"));
    let used: BTreeSet<&str> = rows.iter().map(|row| row[4]).collect();
    for request in &requests {
        for defence in request.defence.values() {
            assert!(used.contains(&**defence), "{}: there is nothing to defend: {defence}", request.id);
        }
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
    assert!(seen.len() >= 2000, "{} requests are too few to be everyday life", seen.len());
}
