//! Which files a command changes.

use super::options::{Parsed, parse};
use super::state::Shell;
use super::text::base_name;
use super::{Act, Change};

/// Writing there changes no file.
pub(super) fn is_device_of_nothing(path: &str) -> bool {
    matches!(path, "/dev/null" | "/dev/stdout" | "/dev/stderr" | "/dev/tty") || path.starts_with("/dev/fd/")
}

/// The files that a command changes by itself, redirections aside.
pub(super) fn changes(shell: &mut Shell<'_>, words: &[String], input: Option<&str>) -> Vec<Change> {
    let name = base_name(words.first().map_or("", String::as_str));
    let mut out = Vec::new();
    let mut add = |shell: &Shell<'_>, path: &str, act: Act, content: Option<String>| {
        let path = shell.resolve(path);
        if !is_device_of_nothing(&path) {
            out.push(Change { path, act, content });
        }
    };
    let valued = match name {
        "cp" | "mv" | "ln" => "t S suffix target-directory",
        "install" => "t S m o g mode owner group suffix target-directory",
        "rsync" | "scp" => "e P p i F l o c rsh exclude include",
        "truncate" => "s r size reference",
        "touch" => "d t r date reference",
        "mkdir" => "m mode",
        "shred" => "n s iterations size",
        "sed" => "e f l expression file line-length",
        "perl" => "e E",
        "tar" | "bsdtar" => "C f X T directory file exclude strip-components",
        "unzip" => "d x P",
        "mount" => "t o L U types options",
        "umount" => "t O types",
        "curl" => "o H d X u A b e F m x output header data request user",
        "wget" => "O P o a U e output-document directory-prefix header",
        "chown" | "chmod" | "chgrp" => "reference",
        _ => "",
    };
    let parsed = parse(words, valued, false);
    let operands = &parsed.operands;
    let last = operands.last().copied();
    match name {
        "rm" | "rmdir" | "unlink" | "shred" | "umount" => {
            operands.iter().for_each(|path| add(shell, path, Act::Remove, None));
        }
        "tee" | "sponge" => {
            let content = input.map(str::to_owned);
            for path in operands {
                let content = content.as_deref().map(|text| shell.copy(text));
                add(shell, path, Act::Write, content);
            }
        }
        "touch" | "mkdir" | "truncate" | "fallocate" | "vi" | "vim" | "nano" | "ed" | "mkfifo" | "mknod" => {
            operands.iter().for_each(|path| add(shell, path, Act::Write, None));
        }
        "chmod" | "chown" | "chgrp" | "chattr" | "setfacl" => {
            let act = if parsed.has("R recursive") { Act::Remove } else { Act::Write };
            let skip = usize::from(!parsed.has("reference"));
            operands.iter().skip(skip).for_each(|path| add(shell, path, act, None));
        }
        "cp" | "mv" | "ln" | "install" | "rsync" | "scp" => {
            let directories = name == "install" && parsed.has("d directory");
            let target = parsed.value("t target-directory").or(last.filter(|_| operands.len() > 1));
            if directories {
                operands.iter().for_each(|path| add(shell, path, Act::Write, None));
            } else if let Some(target) = target {
                transfer(shell, &mut add, name, &parsed, target);
            }
        }
        "dd" => {
            let target = operands.iter().find_map(|word| word.strip_prefix("of="));
            let content = if operands.iter().any(|word| word.starts_with("if=")) { None } else { input };
            if let Some(path) = target {
                add(shell, path, Act::Write, content.map(str::to_owned));
            }
        }
        "sed" | "perl" if parsed.has("i in-place") || parsed.options.iter().any(|(o, _)| o.starts_with("in-place")) => {
            let scripts: Vec<&str> =
                parsed.options.iter().filter(|(o, _)| matches!(*o, "e" | "expression")).map(|(_, v)| *v).collect();
            let skip = usize::from(scripts.is_empty() && !parsed.has("f file"));
            let first = operands.first().copied().filter(|_| skip == 1);
            let program = if scripts.is_empty() { first.unwrap_or("").to_owned() } else { scripts.join("\n") };
            for path in operands.iter().skip(skip) {
                let program = shell.copy(&program);
                add(shell, path, Act::Edit, Some(program));
            }
        }
        "tar" | "bsdtar" => {
            // The old style leaves the dash away: `tar xzf archive`.
            let old = operands.first().is_some_and(|w| w.contains('x') && w.chars().all(|c| c.is_ascii_alphabetic()));
            if old || parsed.has("x extract get") {
                add(shell, parsed.value("C directory").unwrap_or("."), Act::Write, None);
            }
        }
        "unzip" => add(shell, parsed.value("d").unwrap_or("."), Act::Write, None),
        "mount" => {
            if let Some(path) = last.filter(|_| operands.len() > 1) {
                add(shell, path, Act::Remove, None);
            }
        }
        "curl" => parsed.value("o output").into_iter().for_each(|path| add(shell, path, Act::Write, None)),
        "wget" => parsed.value("O output-document").into_iter().for_each(|path| add(shell, path, Act::Write, None)),
        name if name.starts_with("mkfs") => operands.iter().for_each(|path| add(shell, path, Act::Remove, None)),
        _ => {}
    }
    out
}

type Add<'f> = dyn FnMut(&Shell<'_>, &str, Act, Option<String>) + 'f;

/// `cp`, `mv` and their kin: the target is written, or a file of the source's name in it; a moved source goes.
fn transfer(shell: &mut Shell<'_>, add: &mut Add<'_>, name: &str, parsed: &Parsed<'_>, target: &str) {
    let given = parsed.has("t target-directory");
    let count = parsed.operands.len() - usize::from(!given && !parsed.operands.is_empty());
    let sources = parsed.operands.get(..count).unwrap_or_default();
    if name == "mv" {
        sources.iter().for_each(|source| add(shell, source, Act::Remove, None));
    }
    let mut known = false;
    for source in sources.iter().take(16) {
        let Some(text) = shell.file(source).map(str::to_owned) else { continue };
        // Whether the target is a directory cannot be seen, so both names count.
        for path in [target, &*[target, "/", base_name(source)].concat()] {
            let text = shell.copy(&text);
            add(shell, path, Act::Write, Some(text));
        }
        known = true;
    }
    if !known {
        add(shell, target, Act::Write, None);
    }
}
