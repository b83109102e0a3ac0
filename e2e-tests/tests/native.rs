//! Every case of every rule and bundle natively: each answer is what the case expects. It needs no module, so it is the quick
//! answer while a rule is written, and what mutation testing runs. `tests/cases.rs` compares the built modules, too.

use libtest_mimic::{Arguments, Trial};
use redline_e2e::cases_of;
use redline_e2e::policy::policies;

fn main() {
    let trials = policies().flat_map(|policy| {
        cases_of(policy.id()).into_iter().map(move |case| {
            let name = format!("{}::{}", policy.id(), case.name());
            Trial::test(name, move || policy.check(&case).map(drop).map_err(Into::into))
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}
