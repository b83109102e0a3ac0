//! The arguments of a kubectl command, taken apart as kubectl does it: flags and operands in any order, short flags in one
//! word, global flags before or after the verb.

use crate::keyboard::listed;

/// Flags of every command that take a value. They say which cluster, as whom and in which namespace, so that each further call
/// of kubectl needs them, too.
const GLOBAL: &str = "\
    as as-group as-uid cache-dir certificate-authority client-certificate client-key cluster context kubeconfig \
    log-flush-frequency namespace password profile profile-output request-timeout server tls-server-name token user \
    username v vmodule kuberc";

/// Flags of every command that take none.
const GLOBAL_SWITCHES: &str = "\
    disable-compression insecure-skip-tls-verify match-server-version warnings-as-errors";

/// Flags of single commands that take a value in the next word. All others are switches, or take a value only after `=`.
const VALUED: &str = "\
    aggregation-rule annotation annotations audience bound-object-kind bound-object-name bound-object-uid cert \
    chunk-size class cluster-ip clusterip clusterrole container containers copy-to cpu-percent cpu current-replicas \
    custom default-backend description docker-email docker-password docker-server docker-username duration env \
    external-ip external-name field-manager field-selector filename from from-env-file from-file from-literal \
    grace-period group hard image image-pull-policy key keys kustomize labels label-columns limits load-balancer-ip \
    max max-unavailable memory min min-available name node-port non-resource-url output overrides override-type \
    patch patch-file pod-running-timeout pod-selector port preemption-policy prefix protocol prune-allowlist \
    prune-whitelist raw replicas requests resource resource-name resource-version restart retries revision role rule \
    schedule scopes selector serviceaccount session-affinity set-image skip-wait-for-delete-timeout sort-by \
    subresource target target-port tcp template timeout to-revision type value verb";

/// Commands that have commands of their own.
const GROUPS: &str = "apply auth certificate cluster-info config create plugin rollout set top";

/// A flag, and the words that it was written with.
#[derive(Debug, Clone, PartialEq)]
struct Flag {
    name: String,
    value: Option<String>,
    words: Vec<String>,
}

/// A word of the command: a flag or an operand.
#[derive(Debug, Clone, PartialEq)]
enum Word {
    Flag(Flag),
    Operand(String),
}

/// A kubectl command.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Invocation {
    /// `delete`; empty if there is none.
    pub verb: String,
    /// The command below it, such as `restart` of `rollout`; empty for commands without.
    pub sub_verb: String,
    /// What the verb is about, without the verb: names, `TYPE/NAME`, `key=value`.
    pub operands: Vec<String>,
    /// The words after `--`, if it stands there.
    pub command: Option<Vec<String>>,
    words: Vec<Word>,
}

impl Invocation {
    /// Takes the arguments of kubectl apart.
    pub(crate) fn parse(args: &[String]) -> Self {
        let (before, command) = match args.iter().position(|arg| arg == "--") {
            Some(at) => (&args[..at], Some(args[at + 1..].to_vec())),
            None => (args, None),
        };
        let mut this = Invocation { command, ..Invocation::default() };
        let mut rest = before.iter();
        while let Some(arg) = rest.next() {
            match arg.strip_prefix("--") {
                Some(long) => {
                    let mut words = vec![arg.clone()];
                    let (name, value) = match long.split_once('=') {
                        Some((name, value)) => (name, Some(value.to_owned())),
                        None if takes_value(long) => (long, next_word(&mut rest, &mut words)),
                        None => (long, None),
                    };
                    this.words.push(Word::Flag(Flag { name: name.to_owned(), value, words }));
                }
                None if arg.len() > 1 && arg.starts_with('-') => this.short_flags(&arg[1..], &mut rest),
                None => this.operand(arg),
            }
        }
        this
    }

    fn operand(&mut self, word: &str) {
        match (&*self.verb, &*self.sub_verb) {
            ("", _) => self.verb = word.to_owned(),
            (verb, "") if listed(GROUPS, verb) && !word.contains('/') => self.sub_verb = word.to_owned(),
            _ => self.operands.push(word.to_owned()),
        }
        self.words.push(Word::Operand(word.to_owned()));
    }

    /// The flags of one word such as `-it` or `-nprod`.
    fn short_flags<'a>(&mut self, letters: &str, rest: &mut impl Iterator<Item = &'a String>) {
        let mut left = letters;
        while let Some(letter) = left.chars().next() {
            left = &left[letter.len_utf8()..];
            let name = self.long_name(letter);
            let mut words = vec![format!("-{letter}")];
            let value = if let Some(value) = left.strip_prefix('=') {
                words[0] += left;
                left = "";
                Some(value.to_owned())
            } else if !takes_value(name) {
                None
            } else if left.is_empty() {
                next_word(rest, &mut words)
            } else {
                words[0] += left;
                Some(std::mem::take(&mut left).to_owned())
            };
            self.words.push(Word::Flag(Flag { name: name.to_owned(), value, words }));
        }
    }

    /// The long name of a short flag of this verb.
    fn long_name(&self, letter: char) -> &'static str {
        match (letter, &*self.verb) {
            ('n', _) => "namespace",
            ('s', _) => "server",
            ('v', _) => "v",
            ('f', "logs") => "follow",
            ('f', _) => "filename",
            ('k', _) => "kustomize",
            ('R', _) => "recursive",
            ('l', "run" | "expose") => "labels",
            ('l', _) => "selector",
            ('o', _) => "output",
            ('A', _) => "all-namespaces",
            ('c', "set") => "containers",
            ('c', _) => "container",
            ('i', "delete") => "interactive",
            ('i', _) => "stdin",
            ('t', _) => "tty",
            ('q', _) => "quiet",
            ('p', "patch") => "patch",
            ('e', _) => "env",
            ('L', _) => "label-columns",
            ('h', _) => "help",
            _ => "",
        }
    }

    fn flags(&self) -> impl DoubleEndedIterator<Item = &Flag> {
        self.words.iter().filter_map(|word| match word {
            Word::Flag(flag) => Some(flag),
            Word::Operand(_) => None,
        })
    }

    /// The value of a flag; of several, the last. A switch without a value has the value `true`.
    pub(crate) fn flag(&self, name: &str) -> Option<&str> {
        self.flags().rev().find(|flag| flag.name == name).map(|flag| flag.value.as_deref().unwrap_or("true"))
    }

    /// The values of a flag that may be repeated.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.flags().filter(|flag| flag.name == name).filter_map(|flag| flag.value.as_deref()).collect()
    }

    /// Whether a switch is on.
    pub(crate) fn on(&self, name: &str) -> bool {
        self.flag(name).is_some_and(|value| !matches!(value, "false" | "f" | "F" | "0" | "False" | "FALSE"))
    }

    /// Whether kubectl itself only shows what it would do.
    pub(crate) fn dry_run(&self) -> bool {
        self.flag("dry-run").is_some_and(|value| !matches!(value, "none" | "false"))
    }

    /// The words of the flags that say which cluster, as whom and in which namespace.
    pub(crate) fn globals(&self) -> Vec<String> {
        let global = |flag: &&Flag| listed(GLOBAL, &flag.name) || listed(GLOBAL_SWITCHES, &flag.name);
        self.flags().filter(global).filter(|flag| flag.name != "v").flat_map(|flag| flag.words.clone()).collect()
    }

    /// The words of these flags.
    pub(crate) fn words_of(&self, names: &[&str]) -> Vec<String> {
        self.flags().filter(|flag| names.contains(&&*flag.name)).flat_map(|flag| flag.words.clone()).collect()
    }

    /// The command without these flags, and without the words after `--`.
    pub(crate) fn without(&self, names: &[&str]) -> Vec<String> {
        let kept = self.words.iter().filter(|word| match word {
            Word::Flag(flag) => !names.contains(&&*flag.name),
            Word::Operand(_) => true,
        });
        kept.flat_map(|word| match word {
            Word::Flag(flag) => flag.words.clone(),
            Word::Operand(operand) => vec![operand.clone()],
        })
        .collect()
    }

    /// Whether the command reads files from its standard input.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.all("filename").contains(&"-") || self.flag("patch-file") == Some("-")
    }
}

/// Whether a flag takes its value from the next word.
fn takes_value(name: &str) -> bool {
    listed(GLOBAL, name) || listed(VALUED, name)
}

fn next_word<'a>(rest: &mut impl Iterator<Item = &'a String>, words: &mut Vec<String>) -> Option<String> {
    let value = rest.next()?;
    words.push(value.clone());
    Some(value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Invocation {
        Invocation::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn flags_and_operands_come_in_any_order() {
        for line in
            ["-n prod delete --force node a b", "delete node a --force b -nprod", "delete node --force a b -n=prod"]
        {
            let found = parse(line);
            assert_eq!(
                (&*found.verb, &found.operands[..]),
                ("delete", &["node", "a", "b"].map(str::to_owned)[..]),
                "{line}"
            );
            assert_eq!((found.flag("namespace"), found.on("force")), (Some("prod"), true), "{line}");
        }
        let found = parse("--context c --v=6 rollout -n x restart deploy/web --kubeconfig=k");
        assert_eq!((&*found.verb, &*found.sub_verb, &*found.operands[0]), ("rollout", "restart", "deploy/web"));
        assert_eq!(found.globals(), ["--context", "c", "-n", "x", "--kubeconfig=k"], "but not how much it logs");
    }

    #[test]
    fn short_flags_share_a_word() {
        let found = parse("exec -itnprod web-0 -c app -- sh -c x -n");
        assert!(found.on("stdin") && found.on("tty"));
        assert_eq!((found.flag("namespace"), found.flag("container")), (Some("prod"), Some("app")));
        assert_eq!(found.command.as_deref(), Some(&["sh", "-c", "x", "-n"].map(str::to_owned)[..]));
        assert_eq!(found.operands, ["web-0"]);
        assert_eq!(parse("delete pod -i=false a").flag("interactive"), Some("false"));
        assert!(!parse("delete pod -i=false a").on("interactive"));
    }

    #[test]
    fn values_that_are_optional_stay_with_their_flag() {
        let found = parse("delete --cascade node a --dry-run");
        assert_eq!(found.operands, ["node", "a"]);
        assert!(found.dry_run() && !parse("delete node a --dry-run=none").dry_run());
    }

    #[test]
    fn a_command_can_be_written_again_without_some_flags() {
        let found = parse("-n x run web --image=i -it --rm -o yaml -- sh");
        assert_eq!(found.without(&["stdin", "tty", "rm", "output"]), ["-n", "x", "run", "web", "--image=i"]);
        assert_eq!(found.words_of(&["image", "rm"]), ["--image=i", "--rm"]);
        assert!(parse("apply -f-").reads_stdin() && !parse("apply -f x").reads_stdin());
    }

    #[test]
    fn groups_have_a_verb_below() {
        assert_eq!(parse("apply -f a.yaml").sub_verb, "");
        assert_eq!(parse("create deployment web --image x").sub_verb, "deployment");
        assert_eq!(parse("").verb, "");
    }
}
