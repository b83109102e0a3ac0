//! Every case of every rule, natively and through the built module: each answer is what the case expects, and
//! the two are equal as a whole.

use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use redline_dev::RULES;
use redline_e2e::{cases, host, module, native, native_settings};

fn main() {
    let host = Arc::new(host());
    let mut trials = Vec::new();
    for rule in RULES {
        let module = module(&host, rule.id());
        for case in cases(rule) {
            let (module, host) = (module.clone(), host.clone());
            trials.push(Trial::test(format!("{}::{}", rule.id(), case.name()), move || {
                let _keep = &host;
                // A case about settings alone has no request.
                if case.expect.verdict.is_some() {
                    let payload = case.payload().map_err(|e| e.to_string())?;
                    let cluster = case.cluster();
                    let native = native(rule, &payload, cluster.as_ref());
                    case.check(&native).map_err(|e| format!("native: {e}"))?;
                    let wasm = module.validate(&payload, cluster.as_ref()).map_err(|e| e.to_string())?;
                    case.check(&wasm).map_err(|e| format!("module: {e}"))?;
                    if native != wasm {
                        return Err(Failed::from(format!("native and module differ:\n{native:#?}\n{wasm:#?}")));
                    }
                }
                let settings = case.settings.to_string();
                let native = native_settings(rule, settings.as_bytes());
                let wasm = module.validate_settings(settings.as_bytes()).map_err(|e| e.to_string())?;
                case.check_settings(&native).map_err(|e| format!("native settings: {e}"))?;
                if native != wasm {
                    return Err(Failed::from(format!("native and module differ on settings:\n{native:#?}\n{wasm:#?}")));
                }
                Ok(())
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
