//! How the program was called: by its own name, as a plugin of kubectl, or as a shim in place of a program that it guards.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::CommandFactory;

use crate::args::Args;
use crate::keyboard::guard::GUARDED;

/// Commands whose arguments are those of another program. Own options come first, and everything from the first other word on
/// is passed on as it is.
const WRAPPERS: &[&str] = &["aliyun", "guard", "kubectl"];

/// The name of the plugin of kubectl.
const PLUGIN: &str = "kubectl-redline";

/// The arguments of this program. Where it goes by another name, the command that the name stands for comes first.
pub(crate) fn arguments(called: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = called.collect();
    let name = args.first().map(|path| stem(path)).unwrap_or_default();
    // A shim has no options of its own, because its user does not think of it; the plugin has.
    let words: &[&str] = match &*name {
        PLUGIN => &["kubectl"],
        "kubectl" => &["kubectl", "--"],
        "aliyun" => &["aliyun", "--"],
        name if GUARDED.contains(&name) => &["shim", name, "--"],
        _ => &[],
    };
    args.splice(1..1, words.iter().map(OsString::from));
    if words.contains(&"--") {
        return args;
    }
    let is_wrapper = |arg: &OsString| WRAPPERS.iter().any(|wrapper| arg == wrapper);
    let Some(command) = args.get(1).filter(|arg| is_wrapper(arg)).cloned() else { return args };
    let own = own_options(&command, &args[2..]);
    if args.get(2 + own).is_none_or(|word| word != "--") {
        args.insert(2 + own, OsString::from("--"));
    }
    args
}

/// The number of words at the start that are options of the command itself.
fn own_options(command: &OsStr, args: &[OsString]) -> usize {
    let all = Args::command();
    let Some(command) = all.find_subcommand(command) else { return 0 };
    let mut count = 0;
    while let Some(word) = args.get(count).and_then(|word| word.to_str()) {
        let Some(long) = word.strip_prefix("--").filter(|long| !long.is_empty()) else { break };
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let Some(option) =
            command.get_arguments().chain(all.get_arguments()).find(|option| option.get_long() == Some(name))
        else {
            if name == "help" {
                count += 1;
            }
            break;
        };
        match option.get_action().takes_values() {
            // `--dry-run=server` is kubectl's.
            false if value.is_some() => break,
            true if value.is_none() => count += 2,
            _ => count += 1,
        }
    }
    count.min(args.len())
}

fn stem(path: &OsStr) -> String {
    Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> String {
        let called = line.split_whitespace().map(OsString::from);
        arguments(called).iter().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn own_options_end_where_those_of_the_program_begin() {
        for (line, want) in [
            ("redline check a.yaml", "redline check a.yaml"),
            ("redline kubectl delete node a", "redline kubectl -- delete node a"),
            ("redline kubectl --dry-run --lang zh -n x delete", "redline kubectl --dry-run --lang zh -- -n x delete"),
            ("redline kubectl --dry-run=server apply", "redline kubectl -- --dry-run=server apply"),
            ("redline kubectl --help", "redline kubectl --help --"),
            ("redline kubectl exec a -- sh -c x", "redline kubectl -- exec a -- sh -c x"),
            ("redline kubectl --lang", "redline kubectl --lang --"),
            ("redline guard --ask -- a b", "redline guard --ask -- a b"),
            ("redline guard --ask a -- b", "redline guard --ask -- a -- b"),
        ] {
            assert_eq!(told(line), want);
        }
    }

    #[test]
    fn other_names_stand_for_commands() {
        assert_eq!(told("/bin/kubectl-redline --dry-run delete"), "/bin/kubectl-redline kubectl --dry-run -- delete");
        assert_eq!(told("/shims/kubectl --dry-run=server a"), "/shims/kubectl kubectl -- --dry-run=server a");
        assert_eq!(told("/shims/helm list"), "/shims/helm shim helm -- list");
        assert_eq!(told("/bin/redline.exe rules"), "/bin/redline.exe rules");
    }
}
