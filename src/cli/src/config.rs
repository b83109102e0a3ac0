//! `redline.yaml`: which rules run, their settings, and which findings are left out of reports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use redline_host::{Pattern, oci};
use redline_input::yaml;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::args::{self, FailOn, Language, Profile};
use crate::error::CliError;
use crate::files::read;
use crate::inventory_file;
use crate::language::tr;
use crate::rule_docs::RULE_DOCS;

/// The name of the file, which is looked for in the current folder and its parents.
pub(crate) const FILE: &str = "redline.yaml";

/// The content of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub(crate) struct Config {
    /// The kind of cluster. Rules that do not apply to it are off, and without it those that are false alarms on most clusters.
    pub kind: Option<Profile>,
    /// The language of messages.
    pub language: Option<Language>,
    /// A folder, file or registry with the modules.
    pub modules: Option<PathBuf>,
    /// What makes the exit code 1.
    pub fail_on: Option<FailOn>,
    /// Settings of every rule.
    pub common: Map<String, Value>,
    /// By rule: false, true, or its settings.
    pub rules: BTreeMap<String, Switch>,
    /// The cluster's resources, for every cloud rule.
    pub inventory: Map<String, Value>,
    /// Findings that are left out until a date.
    pub waivers: Vec<Waiver>,
    /// The baseline: a file with recorded findings.
    pub baseline: Option<PathBuf>,
    /// The path of the file. Paths in it are relative to its folder.
    #[serde(skip)]
    pub file: Option<PathBuf>,
}

/// Whether a rule runs, and its settings.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Switch {
    /// Whether it runs.
    On(bool),
    /// It runs, with these settings.
    Settings(Map<String, Value>),
}

/// Leaves out the findings of a rule about an object for a while.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waiver {
    /// The rules, by id.
    pub rule: Pattern,
    /// The objects, by the names that reports give them.
    pub object: Pattern,
    /// Why.
    pub reason: String,
    /// The last day on which it holds (UTC).
    pub until: Date,
}

impl Config {
    /// Reads the file that the arguments name, or the nearest one in the current folder and its parents. Without a file, the
    /// configuration is empty.
    ///
    /// # Errors
    /// File, line and column of what cannot be read, and the key of a wrong value.
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
        for path in files.filter(|path| !oci::Reference::is_reference(path)) {
            *path = folder.join(&*path);
        }
        inventory_file::check(&config.inventory).map_err(|problem| format!("{name}: inventory: {problem}"))?;
        config.file = Some(file);
        // Modules of others have rules that the documentation does not know.
        let exact = config.waivers.iter().filter_map(|waiver| waiver.rule.exact());
        let mut ids = config.rules.keys().map(String::as_str).chain(exact);
        if let Some(id) = ids.find(|id| RULE_DOCS.rule(id).is_none() && config.modules.is_none()) {
            return Err(format!("{name}: {}", RULE_DOCS.no_such_rule(id)).into());
        }
        if let Some(waiver) = config.waivers.iter().find(|waiver| waiver.reason.trim().is_empty()) {
            let Waiver { rule, object, .. } = waiver;
            return Err(tr!(
                "{name}: the waiver of `{rule}` for `{object}` has no reason",
                "{name}：规则 `{rule}` 对 `{object}` 的豁免缺少 reason"
            )
            .into());
        }
        Ok(config)
    }

    /// Whether a rule runs.
    pub(crate) fn enables(&self, id: &str) -> bool {
        match self.rules.get(id) {
            Some(Switch::On(on)) => *on,
            Some(Switch::Settings(_)) => true,
            None => RULE_DOCS.rule(id).is_none_or(|rule| match self.kind {
                Some(kind) => rule.profiles.iter().any(|profile| profile == kind.as_str()),
                None => !rule.needs_kind,
            }),
        }
    }

    /// The settings of a rule: its own, and those for every rule where it has none of its own.
    pub(crate) fn settings_of(&self, id: &str, cloud: bool) -> Map<String, Value> {
        let mut settings = match self.rules.get(id) {
            Some(Switch::Settings(own)) => own.clone(),
            _ => Map::new(),
        };
        // Cloud operations cannot be approved, and cloud rules refuse the setting; it is meant for the others.
        let common = self.common.iter().filter(|(key, _)| !(cloud && *key == "approval"));
        let shared = common.chain(self.inventory.iter().filter(|_| cloud));
        for (key, value) in shared {
            settings.entry(key).or_insert_with(|| value.clone());
        }
        if let Some(language) = self.language {
            settings.entry("language").or_insert_with(|| language.setting().into());
        }
        settings
    }

    /// Whether a waiver covers the findings of a rule about an object on this day.
    pub(crate) fn waives(&self, rule: &str, object: &str, today: Date) -> bool {
        let covers = |waiver: &Waiver| waiver.rule.matches(rule) && waiver.object.matches(object);
        self.waivers.iter().any(|waiver| covers(waiver) && today <= waiver.until)
    }
}

/// Today, in UTC.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
