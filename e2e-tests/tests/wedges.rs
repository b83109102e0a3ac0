//! Nothing that a cluster does to itself is refused, with every rule enforcing.

use std::collections::BTreeSet;

use redline_e2e::wedges::steps;

#[test]
fn every_step_goes_through() {
    let faults: Vec<String> = steps().iter().flat_map(|step| step.faults(false)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_step_goes_through_where_warnings_are_denials() {
    let faults: Vec<String> = steps().iter().flat_map(|step| step.faults(true)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_step_has_a_name_of_its_own() {
    let steps = steps();
    let names: BTreeSet<_> = steps.iter().map(|step| &step.request.id).collect();
    assert_eq!(names.len(), steps.len());
    assert!(steps.len() >= 140, "{} steps", steps.len());
}
