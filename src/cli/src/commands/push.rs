//! `redline push`: modules to an OCI registry.

use std::io::Write;
use std::path::{Path, PathBuf};

use redline_host::oci::Reference;

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language::tr;
use crate::modules;
use crate::registry;

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
            "`{target}` is a file; the reference to push to comes last",
            "`{target}` 是文件；推送的目标地址应放在最后"
        )
        .into());
    }
    let mut all = Vec::new();
    for source in sources {
        all.extend(modules::files(Some(PathBuf::from(source)), &args.connection)?);
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
