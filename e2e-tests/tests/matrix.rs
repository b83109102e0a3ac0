//! What every rule gets from the engine, on every rule, natively and through the built module; see `src/matrix`.

use std::sync::{Arc, LazyLock};

use libtest_mimic::{Arguments, Trial};
use redline_dev::RULES;
use redline_e2e::matrix::{Base, TOPICS, bases};
use redline_e2e::{host, module};

fn main() {
    let host = Arc::new(host());
    let mut trials = Vec::new();
    for rule in RULES {
        let module = module(&host, rule.id());
        // The answers to the cases as they stand are computed once, by whichever topic comes first.
        let cases: Arc<LazyLock<Vec<Base>, _>> = Arc::new(LazyLock::new(move || bases(rule)));
        for topic in TOPICS.iter().filter(|topic| (topic.applies)(rule)) {
            let (module, host, cases) = (module.clone(), host.clone(), cases.clone());
            trials.push(Trial::test(format!("{}::{}", rule.id(), topic.name), move || {
                let _keep = &host;
                Ok(topic.run(rule, &cases, &module)?)
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
