//! `redline.yaml`: which rules are asked, how they are set, and what is known or waived.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::rule_docs::BOOK;
use jiff::civil::Date;
use redline_host::oci;
use redline_input::yaml;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::args::{self, FailOn, Language, Profile};
use crate::error::{CliError, Outcome};
use crate::inputs::read;
use crate::modules;

/// The name under which it is looked for, here and upwards.
pub(crate) const FILE: &str = "redline.yaml";

/// The file's content.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub(crate) struct Config {
    /// The kind of cluster; switches the rules that make sense there.
    pub kind: Option<Profile>,
    /// The language of messages.
    pub language: Option<Language>,
    /// Where the modules are.
    pub modules: Option<PathBuf>,
    /// What makes the exit code 1.
    pub fail_on: Option<FailOn>,
    /// Settings of every rule.
    pub common: Map<String, Value>,
    /// By rule: false, true, or its settings.
    pub rules: BTreeMap<String, Switch>,
    /// The cluster's resources, for every cloud rule.
    pub inventory: Map<String, Value>,
    /// Findings that are let be until a date.
    pub waivers: Vec<Waiver>,
    /// The file of findings that are known.
    pub baseline: Option<PathBuf>,
    /// The file itself; paths in it are relative to its folder.
    #[serde(skip)]
    pub file: Option<PathBuf>,
}

/// What the file says to one rule.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Switch {
    /// Whether it is asked.
    On(bool),
    /// It is asked, with these settings.
    Settings(Map<String, Value>),
}

/// A finding that is let be for a while.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waiver {
    /// The rule.
    pub rule: String,
    /// The object as reports name it, `Node/worker-1`; may end in one `*`.
    pub object: String,
    /// Why.
    pub reason: String,
    /// The last day, such as 2026-12-31.
    pub until: Date,
}

impl Config {
    /// The file that the arguments name, else the nearest one here or upwards, else nothing at all.
    ///
    /// Errors: file, line and column of what cannot be read, and the key of what makes no sense.
    pub(crate) fn load(args: &args::Configuration) -> Result<Config, CliError> {
        if args.no_config {
            return Ok(Config::default());
        }
        match args.config.clone().or_else(|| Self::nearest(&std::env::current_dir().ok()?)) {
            Some(file) => Self::read(file),
            None => Ok(Config::default()),
        }
    }

    fn nearest(from: &Path) -> Option<PathBuf> {
        from.ancestors().map(|dir| dir.join(FILE)).find(|file| file.is_file())
    }

    fn read(file: PathBuf) -> Result<Config, CliError> {
        let name = file.display().to_string();
        let mut config: Config = yaml::single(&read(&name)?, &name)?;
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let files = [&mut config.modules, &mut config.baseline].into_iter().flatten();
        for path in files.filter(|path| !oci::Place::is_meant(path)) {
            *path = folder.join(&*path);
        }
        config.file = Some(file);
        let known = config.rules.keys().chain(config.waivers.iter().map(|waiver| &waiver.rule));
        if let Some(id) = known.into_iter().find(|id| BOOK.rule(id).is_none() && config.modules.is_none()) {
            let hint = BOOK.nearest(id).map(|id| format!(", did you mean `{id}`?")).unwrap_or_default();
            return Err(format!("{name}: there is no rule `{id}`{hint}").into());
        }
        if let Some(waiver) = config.waivers.iter().find(|waiver| waiver.reason.trim().is_empty()) {
            return Err(
                format!("{name}: the waiver of `{}` for `{}` gives no reason", waiver.rule, waiver.object).into()
            );
        }
        Ok(config)
    }

    /// Whether a rule is asked.
    pub(crate) fn asks(&self, id: &str) -> bool {
        match self.rules.get(id) {
            Some(Switch::On(on)) => *on,
            Some(Switch::Settings(_)) => true,
            None => self.kind.is_none_or(|kind| {
                BOOK.rule(id).is_none_or(|rule| rule.profiles.iter().any(|profile| profile == kind.as_str()))
            }),
        }
    }

    /// The settings of a rule: its own, then those of every rule.
    pub(crate) fn settings(&self, id: &str, cloud: bool) -> Map<String, Value> {
        let mut settings = match self.rules.get(id) {
            Some(Switch::Settings(own)) => own.clone(),
            _ => Map::new(),
        };
        let shared = self.common.iter().chain(self.inventory.iter().filter(|_| cloud));
        for (key, value) in shared {
            settings.entry(key).or_insert_with(|| value.clone());
        }
        if let Some(language) = self.language {
            settings.entry("language").or_insert_with(|| language.setting().into());
        }
        settings
    }

    /// The waiver that lets a finding be on this day, if there is one.
    pub(crate) fn waived(&self, rule: &str, object: &str, today: Date) -> bool {
        let same = |pattern: &str| match pattern.strip_suffix('*') {
            Some(prefix) => object.starts_with(prefix),
            None => object == pattern,
        };
        self.waivers.iter().any(|waiver| waiver.rule == rule && same(&waiver.object) && today <= waiver.until)
    }
}

/// `redline config check|init`.
pub(crate) fn run(args: &args::ConfigCommand) -> Result<Outcome, CliError> {
    match args {
        args::ConfigCommand::Check(args) => check(args),
        args::ConfigCommand::Init(args) => init(args),
    }
}

/// Reads the file, lets every rule look at its settings, and prints what is in force.
fn check(args: &args::ConfigCheck) -> Result<Outcome, CliError> {
    let config = Config::load(&args.configuration)?;
    let place = modules::place(&args.modules, &config);
    let choice = args::Choice { configuration: args.configuration.clone(), ..args::Choice::default() };
    let rules = modules::choose(modules::load(place, &args.modules.connection)?, &choice, &config)?;
    let mut out = anstream::stdout().lock();
    match &config.file {
        Some(file) => writeln!(out, "{}: valid", file.display())?,
        None => writeln!(out, "no {FILE} here or upwards; these are the defaults")?,
    }
    for rule in rules.admission.iter().chain(&rules.raw) {
        writeln!(out, "  {}: {}", rule.module.id(), rule.settings)?;
    }
    let off: Vec<&str> = BOOK.rules.iter().map(|rule| &*rule.id).filter(|id| !config.asks(id)).collect();
    if !off.is_empty() {
        writeln!(out, "not asked: {}", off.join(", "))?;
    }
    let today = today();
    for waiver in &config.waivers {
        let state = if today > waiver.until { "expired" } else { "in force" };
        writeln!(
            out,
            "waiver {state} until {}: {} for {} ({})",
            waiver.until, waiver.rule, waiver.object, waiver.reason
        )?;
    }
    Ok(Outcome::Clean)
}

/// Today, in UTC.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Writes a first file, and never over another.
fn init(args: &args::ConfigInit) -> Result<Outcome, CliError> {
    let path = Path::new(FILE);
    let kind = args.kind.as_str();
    let left: Vec<&str> = BOOK
        .rules
        .iter()
        .filter(|rule| !rule.profiles.iter().any(|profile| profile == kind))
        .map(|rule| &*rule.id)
        .collect();
    let left: Vec<String> = left.chunks(4).map(|ids| format!("#   {}\n", ids.join(", "))).collect();
    let text = format!(
        "# Redline. `redline config check` says what is in force.\n\n\
         # The kind of cluster: managed, dedicated, serverless or registered. It leaves these rules out:\n{}kind: {kind}\n\n\
         # The language of messages: en, zh or both.\nlanguage: {}\n\n\
         # Settings of every rule, such as who is let through.\n\
         common: {{}}\n#  enforcement: warn\n#  exempt:\n#    serviceAccounts: [\"flux-system/kustomize-controller\"]\n\n\
         # By rule: false, true, or its settings. `redline explain RULE` lists them.\nrules: {{}}\n#  psp-preset: false\n\
         #  node-deletion:\n#    enforcement: warn\n\n\
         # The cluster's resources, for the cloud rules. `redline inventory` writes them.\ninventory: {{}}\n\
         #  clusterId: c0123456789abcdef\n\n\
         # Findings that are let be until a day.\nwaivers: []\n\
         #  - rule: node-deletion\n#    object: Node/worker-1\n#    reason: disk is broken, ticket 4711\n#    until: 2027-01-31\n",
        left.concat(),
        if crate::language::locale().is_some() { "zh" } else { "en" },
    );
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => format!("`{FILE}` is there already; edit it, or move it away first"),
        _ => format!("cannot write `{FILE}`: {e}"),
    })?;
    file.write_all(text.as_bytes()).map_err(|e| format!("cannot write `{FILE}`: {e}"))?;
    writeln!(anstream::stdout().lock(), "wrote {FILE}; `redline config check` says what is in force")?;
    Ok(Outcome::Clean)
}
