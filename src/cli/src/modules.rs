//! Finding the modules, and giving each its settings.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::rule_docs::BOOK;
use rayon::prelude::*;
use redline_host::{Host, Limits, Module, PolicyType, oci};
use redline_input::yaml;
use serde_json::{Map, Value};

use crate::args;
use crate::config::Config;
use crate::error::CliError;
use crate::inputs::read;
use crate::registry;

/// Modules that hold all the others start with this. In a directory they would only say everything twice.
const BUNDLE: &str = "redline-";

/// A module and the settings it is asked with, as JSON.
pub(crate) struct Rule {
    pub module: Module,
    pub settings: String,
}

/// The rules to ask, by what they judge.
pub(crate) struct Rules {
    pub admission: Vec<Rule>,
    pub raw: Vec<Rule>,
}

/// The rules that arguments and configuration ask for, and the configuration.
pub(crate) fn chosen(args: &args::Judging) -> Result<(Rules, Config), CliError> {
    let config = Config::load(&args.choice.configuration)?;
    let modules = load(place(&args.modules, &config), &args.modules.connection)?;
    let rules = choose(modules, &args.choice, &config)?;
    Ok((rules, config))
}

/// Where the modules are, as the arguments or else the configuration say.
pub(crate) fn place(args: &args::Modules, config: &Config) -> Option<PathBuf> {
    args.modules.clone().or_else(|| config.modules.clone())
}

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Loads every module, bundles too: those of a place, else those that this program carries, else the nearest ones.
///
/// Errors: no directory, no module in it, a file that is no module, a registry that does not give it.
pub(crate) fn load(place: Option<PathBuf>, connection: &args::Connection) -> Result<Vec<Module>, CliError> {
    let host = Host::new(Limits::default())?;
    let files = files(place, connection)?;
    Ok(files.into_par_iter().map(|(id, wasm)| host.load_bytes(&id, wasm)).collect::<Result<_, _>>()?)
}

/// The modules of [`load`] as bytes, each with its id.
pub(crate) fn files(place: Option<PathBuf>, connection: &args::Connection) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    if place.is_none() && !EMBEDDED.is_empty() {
        return Ok(EMBEDDED.iter().map(|(id, wasm)| ((*id).to_owned(), wasm.to_vec())).collect());
    }
    if let Some(text) = place.as_deref().filter(|path| oci::Place::is_meant(path)).and_then(Path::to_str) {
        return registry::fetch(text, connection);
    }
    let place = place.or_else(nearest).ok_or_else(|| {
        "no modules here: build them with `make modules`, or name their directory with `--modules`".to_owned()
    })?;
    let paths = if place.is_dir() { wasm_in(&place)? } else { vec![place.clone()] };
    if paths.is_empty() {
        let place = place.display();
        return Err(format!("no modules in `{place}`: build them with `make modules`").into());
    }
    let named = |path: PathBuf| {
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let wasm = std::fs::read(&path).map_err(|source| redline_host::Error::Read { path, source })?;
        Ok((id, wasm))
    };
    paths.into_iter().map(named).collect()
}

/// Whether this module holds other rules.
pub(crate) fn is_bundle(module: &Module) -> bool {
    module.id().starts_with(BUNDLE)
}

/// Chooses the rules to ask and checks their settings.
///
/// Errors: a rule that is not there, a module without metadata, settings that their module refuses.
pub(crate) fn choose(modules: Vec<Module>, args: &args::Choice, config: &Config) -> Result<Rules, CliError> {
    let known = |id: &str| modules.iter().any(|module| module.id() == id);
    if let Some(id) = args.rules.iter().find(|id| !known(id)) {
        return Err(format!("there is no rule `{id}`; `redline rules` lists them").into());
    }
    let settings = match &args.settings {
        Some(file) => yaml::single::<BTreeMap<String, Map<String, Value>>>(&read(file)?, file)?,
        None => BTreeMap::new(),
    };
    if let Some(id) = settings.keys().find(|id| !known(id)) {
        return Err(
            format!("the settings are for `{id}`, and there is no such rule; `redline rules` lists them").into()
        );
    }
    let inventory = match &args.inventory {
        Some(file) => yaml::single::<Map<String, Value>>(&read(file)?, file)?,
        None => Map::new(),
    };
    let one = modules.len() == 1;
    let wanted = |module: &Module| match args.rules.as_slice() {
        [] => one || (!is_bundle(module) && config.asks(module.id())),
        ids => ids.iter().any(|id| id == module.id()),
    };
    let mut rules = Rules { admission: Vec::new(), raw: Vec::new() };
    for module in modules.into_iter().filter(wanted) {
        let cloud = module.metadata().is_some_and(|metadata| metadata.policy_type == PolicyType::Raw);
        let mut own = settings.get(module.id()).cloned().unwrap_or_default();
        for (key, value) in config.settings(module.id(), cloud) {
            own.entry(key).or_insert(value);
        }
        // Modules of others need not know the setting.
        let locale =
            || crate::language::locale().filter(|_| !own.contains_key("language") && BOOK.rule(module.id()).is_some());
        let spoken = args.lang.or_else(locale);
        if let Some(language) = spoken {
            own.insert("language".to_owned(), language.setting().into());
        }
        let Some(metadata) = module.metadata() else {
            let id = module.id();
            return Err(
                format!("module `{id}` does not say what it judges; annotate it, as `make modules` does").into()
            );
        };
        let list = match metadata.policy_type {
            PolicyType::Kubernetes => &mut rules.admission,
            PolicyType::Raw => {
                // A rule's own settings are nearer than the inventory of all.
                inventory.iter().for_each(|(key, ids)| {
                    own.entry(key).or_insert_with(|| ids.clone());
                });
                &mut rules.raw
            }
        };
        list.push(Rule { settings: Value::Object(own).to_string(), module });
    }
    let all = rules.admission.iter().chain(&rules.raw).filter(|rule| rule.settings != "{}").collect::<Vec<_>>();
    all.into_par_iter().try_for_each(Rule::check_settings)?;
    Ok(rules)
}

impl Rule {
    fn check_settings(&self) -> Result<(), CliError> {
        let answer = self.module.validate_settings(self.settings.as_bytes())?;
        if answer.valid {
            return Ok(());
        }
        let why = answer.message.unwrap_or_else(|| "it does not say why".to_owned());
        Err(format!("rule `{}` refuses its settings: {why}", self.module.id()).into())
    }
}

fn wasm_in(dir: &Path) -> Result<Vec<PathBuf>, CliError> {
    let failed = |source| redline_host::Error::Read { path: dir.to_owned(), source };
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

/// `modules` beside the executable, else `target/modules` upwards from it, else upwards from the current directory.
fn nearest() -> Option<PathBuf> {
    let beside = std::env::current_exe().ok()?.parent()?.to_owned();
    let upwards = |from: &Path| from.ancestors().map(|dir| dir.join("target/modules")).find(|dir| dir.is_dir());
    let installed = beside.join("modules");
    if installed.is_dir() {
        return Some(installed);
    }
    upwards(&beside).or_else(|| upwards(&std::env::current_dir().ok()?))
}
