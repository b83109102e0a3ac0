//! `redline rules --modules`: what the metadata of modules says.

use std::io::Write;

use redline_host::{Module, PolicyType};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language::either;
use crate::modules;
use crate::terminal::escape;

/// Prints a table of id, kind and title.
pub(crate) fn run(args: &args::Rules) -> Result<Outcome, CliError> {
    let modules = modules::load(args.modules.modules.clone(), &args.modules.connection)?;
    let rows: Vec<_> = modules.iter().map(|module| (module.id(), kind(module), title(module))).collect();
    let width = rows.iter().map(|(id, ..)| id.chars().count()).max().unwrap_or_default();
    let mut out = anstream::stdout().lock();
    for (id, kind, title) in rows {
        writeln!(out, "{:width$}  {kind:9}  {}", escape(id), escape(title))?;
    }
    Ok(Outcome::Clean)
}

fn kind(module: &Module) -> &'static str {
    match module.metadata().map(|metadata| metadata.policy_type) {
        _ if modules::is_bundle(module.id()) => "bundle",
        Some(PolicyType::Kubernetes) => "admission",
        Some(PolicyType::Raw) => "cloud",
        None => "unknown",
    }
}

/// The title, or the description where the title only repeats the id.
fn title(module: &Module) -> &str {
    let Some(metadata) = module.metadata() else { return either("(no metadata)", "（无元数据）") };
    let title = metadata.annotation("title").filter(|title| *title != module.id());
    title.or_else(|| metadata.annotation("description")).and_then(|text| text.lines().next()).unwrap_or_default()
}
