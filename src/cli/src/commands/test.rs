//! `redline test`: runs case files against modules.

use std::io::Write;
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use rayon::prelude::*;
use redline_host::{Case, cases_in};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language::{either, is_chinese, tr};
use crate::modules;
use crate::rule_module::{self, RuleModule};
use crate::terminal::{escape, red};

/// A case, and how its result differs from what it expects.
struct CaseResult {
    path: PathBuf,
    why: String,
    difference: Option<String>,
}

/// Runs every case in the folders and prints the differences.
pub(crate) fn run(args: &args::Test) -> Result<Outcome, CliError> {
    let modules = modules::load(args.modules.modules.clone(), &args.modules.connection)?;
    // A rule that has no module of its own is tested in its bundle.
    let mut rules: Vec<RuleModule> = modules.iter().cloned().map(RuleModule::whole).collect();
    let single = modules.len() == 1;
    for rule in modules.iter().flat_map(rule_module::members).filter(|_| !single) {
        if !rules.iter().any(|other| other.id() == rule.id()) {
            rules.push(rule);
        }
    }
    let mut work: Vec<(&RuleModule, PathBuf)> = Vec::new();
    for place in &args.places {
        let files = if place.is_file() { vec![place.clone()] } else { cases_below(place)? };
        if files.is_empty() {
            let place = place.display();
            return Err(tr!("no cases in `{place}`", "`{place}` 中没有用例").into());
        }
        for file in files {
            work.push((module_of(&rules, &file, args.module.as_deref())?, file));
        }
    }
    let results: Vec<CaseResult> = work.into_par_iter().map(|(module, path)| run_case(module, path)).collect();
    let mut out = anstream::stdout().lock();
    let good = AnsiColor::Green.on_default();
    for result in &results {
        let path = result.path.display().to_string();
        match &result.difference {
            None if args.verbose_cases => {
                writeln!(out, "{good}ok{good:#}    {}: {}", escape(&path), escape(&result.why))?
            }
            None => {}
            Some(difference) => {
                writeln!(out, "{}  {}: {}", red(either("FAIL", "失败")), escape(&path), escape(&result.why))?;
                difference.lines().try_for_each(|line| writeln!(out, "      {}", escape(line)))?;
            }
        }
    }
    let failed = results.iter().filter(|result| result.difference.is_some()).count();
    let (all, passed) = (results.len(), results.len() - failed);
    let cases = if all == 1 { "case" } else { "cases" };
    let totals = tr!("{all} {cases}: {passed} passed, {failed} failed", "{all} 个用例：通过 {passed}，失败 {failed}");
    writeln!(out, "{totals}")?;
    Ok(if failed > 0 { Outcome::Denied } else { Outcome::Clean })
}

/// The case files in a folder and its subfolders.
fn cases_below(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let mut files = cases_in(folder)?;
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|source| redline_host::Error::Read { path: folder.to_owned(), source })?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    for folder in folders {
        files.extend(cases_below(&folder)?);
    }
    Ok(files)
}

/// The module of a case: the one that the arguments name, the only one, or the one after which a parent folder is named.
fn module_of<'m>(modules: &'m [RuleModule], file: &Path, named: Option<&str>) -> Result<&'m RuleModule, CliError> {
    let find = |id: &str| modules.iter().find(|module| module.id() == id);
    if let Some(id) = named {
        return find(id).ok_or_else(|| {
            tr!(
                "there is no module `{id}`; `redline rules` lists them",
                "没有模块 `{id}`；`redline rules` 列出所有模块"
            )
            .into()
        });
    }
    if let [only] = modules {
        return Ok(only);
    }
    let file = std::path::absolute(file).unwrap_or(file.to_owned());
    let above = file.ancestors().skip(1).filter_map(|dir| dir.file_name()?.to_str()).find_map(find);
    above.ok_or_else(|| {
        let file = file.display();
        tr!(
            "{file}: no parent folder is named after a module; add `--module ID`",
            "{file}：上级目录中没有与模块同名的目录，请添加 `--module ID`"
        )
        .into()
    })
}

fn run_case(module: &RuleModule, path: PathBuf) -> CaseResult {
    let case = match Case::load(&path) {
        Ok(case) => case,
        Err(error) => {
            return CaseResult {
                path,
                why: either("cannot be read", "无法读取").to_owned(),
                difference: Some(error.to_string()),
            };
        }
    };
    let why = if is_chinese() && !case.why_zh.is_empty() { &case.why_zh } else { &case.why }.clone();
    CaseResult { path, why, difference: compare(module, &case).err() }
}

fn compare(module: &RuleModule, case: &Case) -> Result<(), String> {
    // A case about settings alone has no request.
    if case.expect.verdict.is_some() {
        let payload = case.payload().map_err(|e| e.to_string())?;
        let answer = module.validate(&module.payload(payload), case.cluster().as_ref()).map_err(|e| e.to_string())?;
        case.check(&answer)?;
    }
    let answer = module.validate_settings(&case.settings).map_err(|e| e.to_string())?;
    case.check_settings(&answer)
}
