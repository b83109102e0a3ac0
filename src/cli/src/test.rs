//! `redline test`: case files, ours or anybody's, against modules.

use std::io::Write;
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use rayon::prelude::*;
use redline_host::{Case, Module, cases_in};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::modules;
use crate::report::{bad, plain};

/// A case, and what is wrong with it.
struct Tried {
    path: PathBuf,
    why: String,
    wrong: Option<String>,
}

/// Runs every case below the folders and prints what differs.
pub(crate) fn run(args: &args::Test) -> Result<Outcome, CliError> {
    let modules = modules::load(args.modules.modules.clone(), &args.modules.connection)?;
    let mut work: Vec<(&Module, PathBuf)> = Vec::new();
    for place in &args.places {
        let files = if place.is_file() { vec![place.clone()] } else { below(place)? };
        if files.is_empty() {
            return Err(format!("there are no cases in `{}`", place.display()).into());
        }
        for file in files {
            work.push((about(&modules, &file, args.module.as_deref())?, file));
        }
    }
    let tried: Vec<Tried> = work.into_par_iter().map(|(module, path)| attempt(module, path)).collect();
    let mut out = anstream::stdout().lock();
    let good = AnsiColor::Green.on_default();
    for tried in &tried {
        let path = tried.path.display().to_string();
        match &tried.wrong {
            None if args.verbose_cases => writeln!(out, "{good}ok{good:#}    {}: {}", plain(&path), plain(&tried.why))?,
            None => {}
            Some(wrong) => {
                writeln!(out, "{}  {}: {}", bad("FAIL"), plain(&path), plain(&tried.why))?;
                wrong.lines().try_for_each(|line| writeln!(out, "      {}", plain(line)))?;
            }
        }
    }
    let failed = tried.iter().filter(|tried| tried.wrong.is_some()).count();
    writeln!(out, "{} cases: {} passed, {failed} failed", tried.len(), tried.len() - failed)?;
    Ok(if failed > 0 { Outcome::Denied } else { Outcome::Clean })
}

/// The case files of a folder and of all folders in it.
fn below(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let mut files = cases_in(folder)?;
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|source| redline_host::Error::Read { path: folder.to_owned(), source })?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    for folder in folders {
        files.extend(below(&folder)?);
    }
    Ok(files)
}

/// The module that a case is about: the one named, the only one there is, or the one whose name a folder above it bears.
fn about<'m>(modules: &'m [Module], file: &Path, named: Option<&str>) -> Result<&'m Module, CliError> {
    let find = |id: &str| modules.iter().find(|module| module.id() == id);
    if let Some(id) = named {
        return find(id).ok_or_else(|| format!("there is no module `{id}`; `redline rules` lists them").into());
    }
    if let [only] = modules {
        return Ok(only);
    }
    let file = std::path::absolute(file).unwrap_or(file.to_owned());
    let above = file.ancestors().skip(1).filter_map(|dir| dir.file_name()?.to_str()).find_map(find);
    above.ok_or_else(|| {
        let file = file.display();
        format!("{file}: no folder above it is named like a module; say `--module ID`").into()
    })
}

fn attempt(module: &Module, path: PathBuf) -> Tried {
    let case = match Case::load(&path) {
        Ok(case) => case,
        Err(error) => return Tried { path, why: "cannot be read".to_owned(), wrong: Some(error.to_string()) },
    };
    let why = case.why.clone();
    Tried { path, why, wrong: judge(module, &case).err() }
}

fn judge(module: &Module, case: &Case) -> Result<(), String> {
    // A case about settings alone has no request.
    if case.expect.verdict.is_some() {
        let payload = case.payload().map_err(|e| e.to_string())?;
        let answer = module.validate(&payload, case.cluster().as_ref()).map_err(|e| e.to_string())?;
        case.check(&answer)?;
    }
    let answer = module.validate_settings(case.settings.to_string().as_bytes()).map_err(|e| e.to_string())?;
    case.check_settings(&answer)
}
