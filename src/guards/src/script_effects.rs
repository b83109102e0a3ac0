//! What a script does to a node, command by command, for people who want to see it before they run it.
//!
//! The rules interpret scripts as well, but each of them keeps only the findings about its own operation.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use redline_core::finding::Level;
use redline_core::language::{Bilingual, Text};
use redline_shell::value::{UNKNOWN, display};
use redline_shell::{Certainty, FileChange, FileOpKind, Namespaces, SimpleCommand, Surroundings, run_script};

use crate::message::message;
use crate::step::Step;
use crate::{operations, user_data};

/// What a script does if root runs it on a node.
pub struct ScriptEffects {
    /// The shell script that structured user data amounts to; lines are then lines of this script.
    pub converted: Option<String>,
    /// Its commands in order, each once: a loop runs the same command many times.
    pub commands: Vec<CommandEffects>,
}

/// What a command does.
#[derive(PartialEq)]
pub struct CommandEffects {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// Where it stands in the script, in bytes.
    pub range: Range<usize>,
    /// Name and arguments; empty for a redirection.
    pub words: String,
    /// Where it runs; empty for where the script does.
    pub places: Vec<Text>,
    /// The files that it changes, each a predicate such as ``writes /etc/hosts``.
    pub files: Vec<Text>,
    /// The operations of the catalogue that it performs.
    pub operations: Vec<PerformedOperation>,
    /// What cannot be known about it.
    pub unknown: Vec<Unknown>,
}

/// An operation of the catalogue that a command performs.
#[derive(PartialEq)]
pub struct PerformedOperation {
    /// How certain it is.
    pub level: Level,
    /// The row for worker nodes.
    pub row: &'static str,
    /// The rule that stops it in a cluster.
    pub rule: &'static str,
    /// The predicate of a sentence.
    pub text: Text,
}

/// Why something about a command cannot be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It stands for a part of the script that was too complex.
    Unread,
    /// It runs with one of several values, or as an argument of an unknown program.
    Value,
    /// It runs on some ways through the script only, or later.
    Condition,
    /// Parts of its words come from elsewhere; they are shown as `…`.
    Word,
}

impl Unknown {
    /// The word for it in machine-readable output.
    pub const fn code(self) -> &'static str {
        match self {
            Unknown::Unread => "unread",
            Unknown::Value => "value",
            Unknown::Condition => "condition",
            Unknown::Word => "word",
        }
    }

    /// The reason as a sentence.
    pub const fn sentence(self) -> Bilingual {
        let (en, zh) = match self {
            Unknown::Unread => {
                ("this part of the script is too complex to be read", "脚本的这一部分过于复杂，无法读取")
            }
            Unknown::Value => {
                ("one of several values, or an argument of an unknown program", "取值有多种可能，或为未知程序的参数")
            }
            Unknown::Condition => ("runs only under some condition, or later", "仅在某些条件下执行，或稍后执行"),
            Unknown::Word => ("`…` is not known from the script", "`…` 的内容无法从脚本得知"),
        };
        Bilingual { en, zh }
    }
}

/// Interprets a shell script, or user data in any form, as if root ran it on a node.
pub fn script_effects(text: &str) -> ScriptEffects {
    let converted = user_data::is_structured(text).then(|| user_data::script(text));
    let script = converted.as_deref().unwrap_or(text);
    let mut commands = Vec::new();
    run_script(script, &Surroundings::default(), &mut |command: &SimpleCommand<'_>| {
        let range = command.source().range();
        let line = 1 + script.bytes().take(range.start).filter(|byte| *byte == b'\n').count();
        let effects = effects(line, range, command);
        if !commands.contains(&effects) {
            commands.push(effects);
        }
    });
    ScriptEffects { converted, commands }
}

fn effects(line: usize, range: Range<usize>, command: &SimpleCommand<'_>) -> CommandEffects {
    let mut performed: Vec<PerformedOperation> = Vec::new();
    let step = Step::on_node(command);
    for operation in operations::ALL {
        operations::detect(operation, &step, &mut |level, text| {
            let new = PerformedOperation { level, row: operation.rows[0], rule: operation.rule, text };
            if !performed.contains(&new) {
                performed.push(new);
            }
        });
    }
    CommandEffects {
        line,
        range,
        words: command.words().display(),
        places: places(&command.namespaces()),
        files: command.file_ops().map(|change| file(&change)).collect(),
        operations: performed,
        unknown: unknown(command),
    }
}

fn unknown(command: &SimpleCommand<'_>) -> Vec<Unknown> {
    let certainty = command.certainty();
    let reasons = [
        (Unknown::Unread, command.is_unread()),
        (Unknown::Value, certainty == Certainty::Possible),
        (Unknown::Condition, certainty == Certainty::Conditional),
        (Unknown::Word, command.words().iter().any(|word| word.contains(UNKNOWN))),
    ];
    reasons.into_iter().filter(|(_, applies)| *applies).map(|(reason, _)| reason).collect()
}

/// Where a command runs, in words.
fn places(namespaces: &Namespaces<'_>) -> Vec<Text> {
    let places = [
        (namespaces.remote, "remote", "其他机器"),
        (namespaces.container, "container", "容器"),
        (namespaces.mount, "mount namespace of a process", "某个进程的挂载命名空间"),
        (namespaces.net, "network namespace of a process", "某个进程的网络命名空间"),
        (namespaces.own_mount, "mount namespace of its own", "独立的挂载命名空间"),
        (namespaces.own_net, "network namespace of its own", "独立的网络命名空间"),
        (!namespaces.root.is_empty(), "root {0}", "根目录 {0}"),
    ];
    let applicable = places.into_iter().filter(|(applies, ..)| *applies);
    applicable.map(|(_, en, zh)| message(en, zh, &[&display(namespaces.root)])).collect()
}

/// A change of a file, in words.
fn file(change: &FileChange<'_>) -> Text {
    let (en, zh) = match change.kind {
        FileOpKind::Write if change.append => ("appends to {0}{1}", "追加写入 {0}{2}"),
        FileOpKind::Write => ("writes {0}{1}", "写入 {0}{2}"),
        FileOpKind::Attributes => ("changes attributes of {0}{1}", "修改 {0}{2}的属性"),
        FileOpKind::Edit => ("edits {0}{1}", "编辑 {0}{2}"),
        FileOpKind::Remove => ("removes {0}{1}", "删除 {0}{2}"),
        FileOpKind::Move => ("moves {0}{1}", "移动 {0}{2}"),
        FileOpKind::Link => ("links {0}{1}", "将 {0}{2}替换为链接"),
        FileOpKind::Mount => ("mounts on {0}{1}", "挂载到 {0}{2}"),
        FileOpKind::Unmount => ("unmounts {0}{1}", "卸载 {0}{2}"),
        FileOpKind::Fill => ("unpacks into {0}{1}", "解包到 {0}{2}"),
    };
    let (below_en, below_zh) =
        if change.recursive { (" and everything below", " 及其下所有内容") } else { ("", "") };
    message(en, zh, &[&display(change.path), below_en, below_zh])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last command of a script.
    fn last(script: &str) -> CommandEffects {
        script_effects(script).commands.pop().unwrap()
    }

    #[test]
    fn commands_have_line_files_and_operations() {
        let command = last("# stop\n\nrm -rf /etc/kubernetes/pki");
        assert_eq!((command.line, &*command.words), (3, "rm -rf /etc/kubernetes/pki"));
        assert_eq!(command.files[0].en, "removes /etc/kubernetes/pki and everything below");
        assert_eq!(command.files[0].zh, "删除 /etc/kubernetes/pki 及其下所有内容");
        assert!(command.operations.iter().any(|done| (done.row, done.level) == ("20", Level::Deny)));
        assert!(command.places.is_empty() && command.unknown.is_empty());
    }

    #[test]
    fn places_are_told() {
        let command = last("ssh worker-2 chroot /host reboot");
        let places: Vec<&str> = command.places.iter().map(|place| &*place.en).collect();
        assert_eq!(places, ["remote", "root /host"]);
        assert_eq!(last("docker run --rm alpine date").places[0].zh, "容器");
    }

    #[test]
    fn what_is_not_known_is_told() {
        assert_eq!(last("curl -o \"$FILE\" https://example.com").unknown, [Unknown::Word]);
        assert_eq!(last("crontab -l; echo '@daily root reboot' > /etc/cron.d/x").unknown, [Unknown::Condition]);
    }

    #[test]
    fn user_data_comes_with_the_script_that_it_amounts_to() {
        let effects = script_effects("#cloud-config\nruncmd:\n- [swapon, /swap]\n");
        assert!(effects.converted.is_some_and(|script| script.contains("swapon")));
        assert_eq!(effects.commands[0].operations[0].rule, "node-os-config");
        assert!(script_effects("swapon /swap").converted.is_none());
    }

    #[test]
    fn a_loop_is_listed_once() {
        assert_eq!(script_effects("for i in 1 2 3; do reboot; done").commands.len(), 1);
    }
}
