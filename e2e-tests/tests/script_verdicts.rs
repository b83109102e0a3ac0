//! Scripts of the field against every admission rule: each gets the verdicts that stand beside it, and no other.

use std::collections::BTreeSet;

use redline_e2e::scripts::scripts;

#[test]
fn scripts_of_the_field_get_the_verdicts_of_an_operator() {
    let mut wrong = Vec::new();
    for script in scripts() {
        let found = script.found();
        for (rule, (level, text)) in &found {
            if script.expect.get(rule) != Some(level) {
                let wanted = script.expect.get(rule).map_or("allow", String::as_str);
                wrong.push(format!("{}: {level}, not {wanted}: {text}", script.id));
            }
        }
        let missed = script.expect.iter().filter(|(rule, _)| !found.contains_key(*rule));
        wrong.extend(missed.map(|(rule, level)| format!("{}: allow, not {level}: {rule}", script.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_script_has_a_name_of_its_own() {
    let all = scripts();
    let names: BTreeSet<_> = all.iter().map(|script| &script.id).collect();
    assert_eq!(names.len(), all.len());
    let silent = all.iter().filter(|script| script.expect.is_empty()).count();
    assert!(all.len() >= 270 && silent >= 100, "{} scripts, {silent} of them innocent", all.len());
}
