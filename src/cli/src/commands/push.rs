//! `redline push`: modules to an OCI registry.

use std::io::Write;
use std::path::{Path, PathBuf};

use redline_host::{Metadata, oci::Reference};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language::tr;
use crate::modules;
use crate::registry;
use crate::translation;

/// Pushes modules and prints their references by digest.
pub(crate) fn run(args: &args::Push) -> Result<Outcome, CliError> {
    let Some((target, sources)) = args.places.split_last() else {
        return Err(tr!(
            "give a reference, such as ghcr.io/me/node-deletion:v0.1.0",
            "请指定镜像地址，例如 ghcr.io/me/node-deletion:v0.1.0"
        )
        .into());
    };
    if target.ends_with(".wasm") || Path::new(target).exists() {
        return Err(tr!(
            "`{target}` is a file; name the reference to push to after it, as in `redline push {target} ghcr.io/me/`",
            "`{target}` 是文件；请在其后指定推送的目标地址，例如 `redline push {target} ghcr.io/me/`"
        )
        .into());
    }
    let mut all = Vec::new();
    for source in sources {
        let modules = modules::files(Some(PathBuf::from(source)), &args.connection)?;
        let file = |id: &str| match Path::new(source).is_dir() {
            true => Path::new(source).join(id).with_added_extension("wasm").display().to_string(),
            false => source.clone(),
        };
        modules.iter().try_for_each(|(id, wasm)| check(&file(id), wasm))?;
        all.extend(modules);
    }
    if sources.is_empty() {
        all = modules::files(None, &args.connection)?;
    }
    let folder = target.ends_with('/');
    if all.len() > 1 && !folder {
        let count = all.len();
        return Err(tr!(
            "cannot push {count} modules to one reference; end it with `/`, as in `{target}/`",
            "不能将 {count} 个模块推送到同一地址；请以 `/` 结尾，例如 `{target}/`"
        )
        .into());
    }
    let registry = registry::connect(&args.connection)?;
    let mut out = anstream::stdout();
    for (id, wasm) in all {
        let text = if folder { format!("{}/{id}", Reference::without_scheme(target)) } else { target.clone() };
        let (pushed, by_digest) = registry.push(&Reference::parse(&text)?, &wasm)?;
        writeln!(anstream::stderr(), "{}", tr!("pushed {pushed}", "已推送 {pushed}"))?;
        writeln!(out, "{by_digest}")?;
    }
    Ok(Outcome::Clean)
}

/// Refuses a file that is no module of a policy, before anything is pushed.
fn check(file: &str, wasm: &[u8]) -> Result<(), CliError> {
    let reason = match Metadata::from_wasm(wasm) {
        Ok(Some(_)) => return Ok(()),
        Ok(None) => tr!(
            "the module has no metadata; annotate it first, as `make modules` or `kwctl annotate` does",
            "模块没有元数据；请先用 `make modules` 或 `kwctl annotate` 为其添加"
        ),
        Err(reason) => translation::of_host(&reason),
    };
    Err(tr!("cannot push `{file}`: {reason}", "无法推送 `{file}`：{reason}").into())
}
