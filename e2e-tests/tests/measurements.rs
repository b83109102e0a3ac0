//! The published measurements: what is counted is what the modules of this build take, and the page is made from the report.

use redline_dev::{RULES, modules};
use redline_e2e::fuel::Meter;
use redline_e2e::report::{Counted, ModuleCost, PAGES, Report, ScriptCost, page, place};
use redline_e2e::sample::empty_module;
use redline_e2e::{cases, module_bytes};
use redline_engine::core::rule::RuleKind;

const RENEW: &str = "run `make fuel` and commit what it writes";

/// Rules whose fuel is counted again here; the others would take minutes to compile. One reads no object, one reads Pods, one
/// reads scripts, one is about cloud operations.
const COUNTED: [&str; 4] = ["network-crd", "shared-disk", "host-firewall", "cloud-slb-deletion"];

fn kind(id: &str) -> RuleKind {
    RULES.iter().find(|rule| rule.id() == id).map_or(RuleKind::Admission, |rule| rule.kind)
}

fn recorded<'a>(counted: &'a Counted, id: &str) -> &'a ModuleCost {
    counted.modules.iter().find(|cost| cost.id == id).unwrap_or_else(|| panic!("no figures for {id}; {RENEW}"))
}

/// Whether the modules here come from the compiler of the published figures. Another one gives other bytes.
fn same_compiler(report: &Report) -> bool {
    let compiler = modules::compiler().unwrap();
    report.timed.with.iter().any(|(_, version)| *version == compiler)
}

#[test]
fn the_page_is_made_from_the_report() {
    let report = Report::load().unwrap();
    for (language, path) in PAGES {
        let written = std::fs::read_to_string(place(path)).unwrap();
        assert!(
            written == page(&report.counted, &report.timed, language),
            "{path} is not what the report says; {RENEW}"
        );
    }
}

#[test]
fn sizes_and_fuel_are_those_of_these_modules() {
    let report = Report::load().unwrap();
    let empty = recorded(&report.counted, "empty");
    assert_eq!(empty.raw, empty_module().len(), "{RENEW}");
    for rule in RULES {
        let cost = recorded(&report.counted, rule.id());
        if same_compiler(&report) {
            assert_eq!(cost.raw, module_bytes(rule.id()).len(), "{}: {RENEW}", rule.id());
        }
    }
    for id in COUNTED.iter().filter(|_| same_compiler(&report)) {
        assert_eq!(recorded(&report.counted, id), &ModuleCost::measure(id, kind(id)).unwrap(), "{id}: {RENEW}");
    }
}

#[test]
fn the_fuel_of_cases_is_that_of_these_modules() {
    let report = Report::load().unwrap();
    let text = std::fs::read_to_string(place("docs/fuel.tsv")).unwrap();
    let mut lines = text.lines().skip(1);
    for rule in RULES {
        let meter = COUNTED.contains(&rule.id()) && same_compiler(&report);
        let meter = meter.then(|| Meter::new(&module_bytes(rule.id())).unwrap());
        for case in cases(rule) {
            let Ok(payload) = case.payload() else { continue };
            let line = lines.next().unwrap_or_default();
            let expected = format!("{}\t{}\t", rule.id(), case.name());
            assert!(line.starts_with(&expected), "docs/fuel.tsv has `{line}` where `{expected}` belongs; {RENEW}");
            if let Some(meter) = &meter {
                let fuel = meter.validate(&payload).unwrap().fuel;
                assert_eq!(line, format!("{expected}{fuel}"), "{RENEW}");
            }
        }
    }
    assert_eq!(lines.next(), None, "{RENEW}");
}

/// The everyday requests that the API server sends to the bundle.
#[test]
fn most_everyday_requests_never_reach_the_bundle() {
    let everyday = Report::load().unwrap().counted.everyday;
    assert_eq!(everyday, redline_e2e::report::Share::measure(), "{RENEW}");
    assert!(everyday.sent < everyday.matching, "{everyday:?}");
}

/// Each byte of a script costs about the same, however long the script is.
#[test]
fn scripts_of_every_length_cost_the_same_a_byte() {
    let counted = Report::load().unwrap().counted;
    let of = |id: &str| counted.scripts.iter().filter(|cost| cost.id == id).collect::<Vec<&ScriptCost>>();
    for id in ["host-firewall", "redline-admission"] {
        let costs = of(id);
        let (first, last) = (costs.first().unwrap(), costs.last().unwrap());
        assert!(last.fuel_a_byte <= 1.3 * first.fuel_a_byte, "{first:?}, then {last:?}");
    }
}
