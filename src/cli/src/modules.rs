//! Finds and loads modules, and gives each its settings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use redline_host::{Error, Host, Limits, Module, PolicyType, oci};
use redline_input::yaml;
use serde_json::{Map, Value, json};

use crate::args;
use crate::config::Config;
use crate::error::CliError;
use crate::files::read;
use crate::inventory_file;
use crate::language::{self, suggestion, tr};
use crate::registry;
use crate::rule_docs::RULE_DOCS;
use crate::rule_module::{self, RuleModule};
use crate::rules::{ConfiguredRule, Rules};
use crate::translation;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The ids of bundles start with this. A bundle beside the modules of its rules would report everything twice.
const BUNDLE: &str = "redline-";

/// The rules that arguments and configuration select, and the configuration.
pub(crate) fn select(args: &args::Checking) -> Result<(Rules, Config), CliError> {
    select_within(&args.selection, &args.modules, Limits::default())
}

/// The same, with limits of one's own on each call of a module.
pub(crate) fn select_within(
    selection: &args::Selection,
    modules: &args::Modules,
    limits: Limits,
) -> Result<(Rules, Config), CliError> {
    let config = Config::load(&selection.configuration)?;
    if language::requested().is_none() && config.language.is_some() {
        language::choose(config.language);
    }
    let modules = load_within(source(modules, &config), &modules.connection, limits)?;
    let rules = configure(modules, selection, &config)?;
    Ok((rules, config))
}

/// Where the modules are, by the arguments or else by the configuration.
pub(crate) fn source(args: &args::Modules, config: &Config) -> Option<PathBuf> {
    args.modules.clone().or_else(|| config.modules.clone())
}

/// Loads all modules of a source, bundles too. Without a source, those in this program, or else the nearest ones.
///
/// Errors: no directory, no module in it, an invalid module, a registry that refuses.
pub(crate) fn load(source: Option<PathBuf>, connection: &args::Connection) -> Result<Vec<Module>, CliError> {
    load_within(source, connection, Limits::default())
}

fn load_within(
    source: Option<PathBuf>,
    connection: &args::Connection,
    limits: Limits,
) -> Result<Vec<Module>, CliError> {
    let host = Host::new(limits)?;
    let files = files(source, connection)?;
    Ok(files.into_par_iter().map(|(id, wasm)| host.load_bytes(&id, wasm)).collect::<Result<_, _>>()?)
}

/// The modules of [`load`] as bytes, each with its id.
pub(crate) fn files(
    source: Option<PathBuf>,
    connection: &args::Connection,
) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    if source.is_none() && !EMBEDDED.is_empty() {
        return Ok(EMBEDDED.iter().map(|(id, wasm)| ((*id).to_owned(), wasm.to_vec())).collect());
    }
    if let Some(text) = source.as_deref().filter(|path| oci::Reference::is_reference(path)).and_then(Path::to_str) {
        return registry::fetch(text, connection);
    }
    let source = source.or_else(nearest).ok_or_else(|| {
        tr!(
            "found no modules: build them with `make modules`, or name their folder with `--modules`",
            "没有找到模块：请用 `make modules` 构建，或用 `--modules` 指定目录"
        )
    })?;
    let paths = if source.is_dir() { wasm_in(&source)? } else { vec![source.clone()] };
    if paths.is_empty() {
        let source = source.display();
        return Err(tr!(
            "no modules in `{source}`: build them with `make modules`",
            "`{source}` 中没有模块：请用 `make modules` 构建"
        )
        .into());
    }
    let with_id = |path: PathBuf| {
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let wasm = std::fs::read(&path).map_err(|source| Error::Read { path, source })?;
        Ok((id, wasm))
    };
    paths.into_iter().map(with_id).collect()
}

/// Whether this is the id of a bundle of rules.
pub(crate) fn is_bundle(id: &str) -> bool {
    id.starts_with(BUNDLE)
}

/// Selects the rules that run and validates their settings.
///
/// Errors: a rule that does not exist, a module without metadata, invalid settings.
pub(crate) fn configure(modules: Vec<Module>, args: &args::Selection, config: &Config) -> Result<Rules, CliError> {
    let rules = rules_in(modules);
    let exists = |id: &str| rules.iter().any(|rule| rule.id() == id);
    let unknown = |id: &str| {
        let ids: Vec<&str> = rules.iter().map(RuleModule::id).collect();
        let hint = suggestion(id, &ids);
        tr!(
            "there is no rule `{id}`{hint}; `redline rules` lists them",
            "没有规则 `{id}`{hint}；`redline rules` 列出所有规则"
        )
    };
    if let Some(id) = args.rules.iter().find(|id| !exists(id)) {
        return Err(unknown(id).into());
    }
    let own = match &args.settings {
        Some(file) => yaml::single::<BTreeMap<String, Map<String, Value>>>(&read(file)?, file)?,
        None => BTreeMap::new(),
    };
    if let Some(id) = own.keys().find(|id| !exists(id)) {
        return Err(format!("{}: {}", args.settings.as_deref().unwrap_or_default(), unknown(id)).into());
    }
    let inventory = match &args.inventory {
        Some(file) => inventory_file::load(file)?,
        None => Map::new(),
    };
    let single = rules.len() == 1;
    let runs = |rule: &RuleModule| match args.rules.as_slice() {
        [] => single || (!is_bundle(rule.id()) && config.enables(rule.id())),
        ids => ids.iter().any(|id| id == rule.id()),
    };
    let mut configured = Vec::new();
    for rule in rules.into_iter().filter(runs) {
        let Some(policy_type) = rule.metadata().map(|metadata| metadata.policy_type) else {
            let id = rule.id();
            return Err(tr!(
                "module `{id}` has no metadata; annotate it, as `make modules` does",
                "模块 `{id}` 没有元数据；请像 `make modules` 那样为其添加"
            )
            .into());
        };
        let own = own.get(rule.id()).cloned().unwrap_or_default();
        let settings = Value::Object(settings(rule.id(), policy_type, own, &inventory, config));
        let module_settings = rule.settings(&settings).to_string();
        configured.push(ConfiguredRule { settings, module_settings, policy_type, rule });
    }
    let with_settings: Vec<_> = configured.iter().filter(|rule| rule.settings != json!({})).collect();
    let file = |id: &str, in_inventory: bool| {
        let named = match in_inventory {
            true => args.inventory.as_deref(),
            false => args.settings.as_deref().filter(|_| own.contains_key(id)),
        };
        named.map(str::to_owned).or_else(|| Some(config.file.as_ref()?.display().to_string())).unwrap_or_default()
    };
    with_settings.into_par_iter().try_for_each(|rule| validate_settings(rule, &file))?;
    Ok(Rules::new(configured))
}

/// The rules in modules. A bundle of this program's rules stands for the modules of these rules, because one call of it is
/// faster than one of each; it comes itself, too.
fn rules_in(modules: Vec<Module>) -> Vec<RuleModule> {
    if modules.len() == 1 {
        return modules.into_iter().map(RuleModule::whole).collect();
    }
    let mut rules: Vec<RuleModule> = modules.iter().flat_map(rule_module::members).collect();
    for module in modules {
        if !rules.iter().any(|rule| rule.id() == module.id()) {
            rules.push(RuleModule::whole(module));
        }
    }
    rules.sort_by(|a, b| a.id().cmp(b.id()));
    rules
}

/// The settings of a rule. The nearest source wins: its own, the configuration, the inventory.
fn settings(
    id: &str,
    policy_type: PolicyType,
    mut own: Map<String, Value>,
    inventory: &Map<String, Value>,
    config: &Config,
) -> Map<String, Value> {
    let cloud = policy_type == PolicyType::Raw;
    for (key, value) in config.settings_of(id, cloud) {
        own.entry(key).or_insert(value);
    }
    // Modules of others may not have this setting.
    let locale = || language::locale().filter(|_| !own.contains_key("language") && RULE_DOCS.rule(id).is_some());
    if let Some(language) = language::requested().or_else(locale) {
        own.insert("language".to_owned(), language.setting().into());
    }
    if cloud {
        inventory.iter().for_each(|(key, ids)| {
            own.entry(key).or_insert_with(|| ids.clone());
        });
    }
    own
}

/// Asks a rule whether its settings are valid. `file` names the file of the settings of a rule, or of the inventory.
fn validate_settings(
    configured: &ConfiguredRule,
    file: &(dyn Fn(&str, bool) -> String + Sync),
) -> Result<(), CliError> {
    let answer = configured.rule.validate_settings(&configured.settings)?;
    if answer.valid {
        return Ok(());
    }
    let reason = answer.message.unwrap_or_else(|| tr!("the module gives no reason", "模块没有说明原因"));
    let id = configured.rule.id();
    // Modules begin with the name of the rule.
    let reason = reason.strip_prefix(&format!("{id}: ")).unwrap_or(&reason);
    let key = reason.strip_prefix('`').map_or("", |path| path.split(['`', '[', '.']).next().unwrap_or_default());
    let in_inventory =
        configured.policy_type == PolicyType::Raw && RULE_DOCS.inventory.iter().any(|list| list.name == key);
    let reason = translation::of_settings(reason);
    let file = match file(id, in_inventory) {
        file if file.is_empty() => file,
        file => tr!("{file}: ", "{file}："),
    };
    Err(match in_inventory {
        true => tr!("{file}invalid inventory: {reason}", "{file}清单无效：{reason}"),
        false => tr!("{file}invalid settings for rule `{id}`: {reason}", "{file}规则 `{id}` 的设置无效：{reason}"),
    }
    .into())
}

fn wasm_in(dir: &Path) -> Result<Vec<PathBuf>, CliError> {
    let failed = |source| Error::Read { path: dir.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// `modules` beside the executable, or else `target/modules` in a parent of the executable or of the current directory.
fn nearest() -> Option<PathBuf> {
    let beside = std::env::current_exe().ok()?.parent()?.to_owned();
    let upwards = |from: &Path| from.ancestors().map(|dir| dir.join("target/modules")).find(|dir| dir.is_dir());
    let installed = beside.join("modules");
    if installed.is_dir() {
        return Some(installed);
    }
    upwards(&beside).or_else(|| upwards(&std::env::current_dir().ok()?))
}
