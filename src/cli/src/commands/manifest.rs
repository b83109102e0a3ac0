//! `redline manifest`: the configuration as the objects that a cluster loads.

use std::io::Write;

use redline_host::oci::Reference;
use serde_json::{Map, Value, json};

use crate::args;
use crate::config::Config;
use crate::error::{CliError, Outcome};
use crate::language::{either, tr};
use crate::rule_docs::{RULE_DOCS, Rule};

/// The registry in the generated manifests.
const REGISTRY: &str = "ghcr.io/redline-policies";

/// A module, by which a registry is tried.
const EXAMPLE: &str = "node-deletion";

/// Prints a ClusterAdmissionPolicy for each admission rule that is enabled, or one for the bundle.
pub(crate) fn run(args: &args::Manifest) -> Result<Outcome, CliError> {
    let config = Config::load(&args.configuration)?;
    if let Some(registry) = &args.registry {
        Reference::parse(&format!("{}/{EXAMPLE}", registry.trim_end_matches('/')))?;
    }
    let policies = if args.bundle { vec![bundle(&config)?] } else { each(&config)? };
    if policies.is_empty() {
        return Err(tr!(
            "no admission rule is enabled; `redline config check` prints the rules that run",
            "没有启用任何准入规则；`redline config check` 列出启用的规则"
        )
        .into());
    }
    if let (false, Some(registry)) = (args.bundle, &args.registry) {
        let count = policies.len();
        let note = tr!(
            "note: the policies below load {count} modules, one for each rule, from {registry}; where it holds the \
             bundles alone, as after `redline push` from a program without single modules, add `--bundle`",
            "提示：以下策略将从 {registry} 加载 {count} 个模块，每条规则一个；若其中只有规则包（例如由不含单个模块的程序\
             执行 `redline push`），请添加 `--bundle`"
        );
        writeln!(anstream::stderr().lock(), "{note}")?;
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

/// Parses a generated manifest.
fn parse(manifest: &str) -> Result<Value, CliError> {
    Ok(redline_input::yaml::single(manifest, "policy.yaml")?)
}

fn enabled<'b>(config: &'b Config) -> impl Iterator<Item = &'static Rule> + 'b {
    RULE_DOCS.rules.iter().filter(|rule| rule.kind == "admission" && config.enables(&rule.id))
}

fn each(config: &Config) -> Result<Vec<Value>, CliError> {
    enabled(config)
        .map(|rule| {
            let mut policy = parse(&rule.manifest)?;
            policy["spec"]["settings"] = Value::Object(config.settings_of(&rule.id, false));
            Ok(policy)
        })
        .collect()
}

/// One policy for all rules. Settings in which rules differ go into `rules`.
fn bundle(config: &Config) -> Result<Value, CliError> {
    let bundle = RULE_DOCS.bundles.iter().find(|bundle| bundle.id == "redline-admission");
    let bundle = bundle.ok_or_else(|| either("this program has no bundle", "本程序不含规则包").to_owned())?;
    let mut policy = parse(&bundle.manifest)?;
    let mut settings = config.settings_of("", false);
    let mut rules = Map::new();
    for id in &bundle.rules {
        let own: Map<String, Value> =
            config.settings_of(id, false).into_iter().filter(|(key, value)| settings.get(key) != Some(value)).collect();
        if !config.enables(id) {
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
