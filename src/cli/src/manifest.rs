//! `redline manifest`: the configuration as the objects that a cluster loads.

use std::io::Write;

use crate::rule_docs::{BOOK, Rule};
use serde_json::{Map, Value, json};

use crate::args;
use crate::config::Config;
use crate::error::{CliError, Outcome};

/// The registry that the book's manifests name.
const REGISTRY: &str = "ghcr.io/redline-policies";

/// Prints a ClusterAdmissionPolicy for each admission rule that is asked, or one for the bundle.
pub(crate) fn run(args: &args::Manifest) -> Result<Outcome, CliError> {
    let config = Config::load(&args.configuration)?;
    let policies = if args.bundle { vec![bundle(&config)?] } else { each(&config)? };
    if policies.is_empty() {
        return Err("no admission rule is asked; `redline config check` says what is in force".to_owned().into());
    }
    let mut out = anstream::stdout().lock();
    for mut policy in policies {
        let spec = &mut policy["spec"];
        spec["mode"] = args.mode.as_str().into();
        if let Some(server) = &args.policy_server {
            spec["policyServer"] = server.as_str().into();
        }
        if let (Some(registry), Some(module)) = (&args.registry, spec["module"].as_str()) {
            let registry = registry.trim_end_matches('/');
            let registry = registry.strip_prefix("registry://").unwrap_or(registry);
            spec["module"] = module.replace(REGISTRY, registry).into();
        }
        let text = serde_saphyr::to_string(&policy).map_err(|e| e.to_string())?;
        writeln!(out, "---\n{}", text.trim_end())?;
    }
    Ok(Outcome::Clean)
}

/// A manifest as it is written, as a value.
fn read(manifest: &str) -> Result<Value, CliError> {
    Ok(redline_input::yaml::single(manifest, "policy.yaml")?)
}

fn asked<'b>(config: &'b Config) -> impl Iterator<Item = &'static Rule> + 'b {
    BOOK.rules.iter().filter(|rule| rule.kind == "admission" && config.asks(&rule.id))
}

fn each(config: &Config) -> Result<Vec<Value>, CliError> {
    asked(config)
        .map(|rule| {
            let mut policy = read(&rule.manifest)?;
            policy["spec"]["settings"] = Value::Object(config.settings(&rule.id, false));
            Ok(policy)
        })
        .collect()
}

/// One policy for all of them: what differs from rule to rule goes into `rules`.
fn bundle(config: &Config) -> Result<Value, CliError> {
    let bundle = BOOK.bundles.iter().find(|bundle| bundle.id == "redline-admission");
    let bundle = bundle.ok_or_else(|| "this build knows no bundle".to_owned())?;
    let mut policy = read(&bundle.manifest)?;
    let mut settings = config.settings("", false);
    let mut rules = Map::new();
    for id in &bundle.rules {
        let own: Map<String, Value> =
            config.settings(id, false).into_iter().filter(|(key, value)| settings.get(key) != Some(value)).collect();
        if !config.asks(id) {
            rules.insert(id.clone(), false.into());
        } else if !own.is_empty() {
            rules.insert(id.clone(), own.into());
        }
    }
    if !rules.is_empty() {
        settings.insert("rules".to_owned(), json!(rules));
    }
    policy["spec"]["settings"] = settings.into();
    Ok(policy)
}
