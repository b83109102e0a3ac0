//! Scripts that are damaged and put together at random: the interpreter ends, within its bounds, and says no less because of
//! what stands around a script.

use std::collections::BTreeSet;

use redline_dev::root;
use redline_e2e::scripts::scripts;
use redline_engine::shell::{Surroundings, run_script};

use crate::random::{Random, rounds};

/// Scripts of the field, and those with which the interpreter once failed.
pub(crate) fn corpus() -> Vec<String> {
    let folder = root().join("e2e-tests/tests/fuzz/corpus");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let failed = files.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let field = scripts().into_iter().filter_map(|script| {
        let command = &script.object["spec"]["template"]["spec"]["containers"][0]["command"];
        command.as_array()?.last()?.as_str().map(str::to_owned)
    });
    failed.chain(field).collect()
}

/// The commands of a script, with the files that they change, and how many times one was handed out.
fn commands(script: &str) -> (BTreeSet<String>, usize) {
    let (mut all, mut count) = (BTreeSet::new(), 0);
    run_script(script, &Surroundings::default(), &mut |command| {
        count += 1;
        let files: Vec<String> =
            command.file_ops().map(|change| format!("{:?} {}", change.kind, change.path)).collect();
        all.insert(format!("{} {files:?} {:?}", command.words().display(), command.namespaces()));
    });
    (all, count)
}

#[test]
fn damaged_scripts_end_within_bounds() {
    let corpus = corpus();
    for (round, script) in corpus.iter().enumerate() {
        bounded(script, round as u64);
    }
    for round in 0..rounds() {
        let mut random = Random::new(round);
        let mut script = random.pick(&corpus).clone();
        for _ in 0..=random.below(5) {
            script = damaged(&script, &corpus, &mut random);
        }
        bounded(&script, round);
    }
}

/// Runs a script. It may hand out so many commands, of so much text.
fn bounded(script: &str, round: u64) {
    let (mut count, mut text) = (0, 0);
    run_script(script, &Surroundings::default(), &mut |command| {
        count += 1;
        text += command.words().iter().map(str::len).sum::<usize>();
        assert!(command.file_ops().count() <= 1024, "round {round}");
    });
    let (count_bound, text_bound) = (8192 + script.len() * 8, 4_000_000 + script.len() * 400);
    assert!(count <= count_bound, "round {round}: {count} commands of {} bytes:\n{script}", script.len());
    assert!(text <= text_bound, "round {round}: {text} bytes of words of {} bytes:\n{script}", script.len());
}

#[test]
fn what_stands_around_a_script_does_not_hide_it() {
    for script in corpus() {
        let (alone, _) = commands(&script);
        let around = [
            format!("true\n{script}"),
            format!("# a comment\n\n{script}\n\n"),
            format!("set -x\n{script}"),
            format!("{{\n{script}\n}}"),
            format!("if true; then\n{script}\nfi"),
            format!("for only in once; do\n{script}\ndone"),
            format!("main() {{\n{script}\n}}\nmain"),
            format!("(\n{script}\n)"),
        ];
        for other in around {
            let (within, _) = commands(&other);
            let lost: Vec<&String> = alone.difference(&within).filter(|line| !line.starts_with("exit")).collect();
            assert!(lost.is_empty(), "lost: {lost:#?}\nin:\n{other}\nwhich says {within:#?}");
        }
    }
}

/// Pieces with which shells do something of their own.
const PIECES: &[&str] = &[
    "<<EOF\n",
    "<<-'E'\n",
    "<<<",
    "$((",
    "))",
    "$(",
    ")",
    "`",
    "\"",
    "'",
    "${x#*/}",
    "${x:-",
    "}",
    "${!a[@]}",
    "a=(",
    "a[9]=",
    "{1..9}",
    "{a,b}",
    "[[ ",
    " ]]",
    "case $x in",
    ";;",
    "esac",
    "while :; do",
    "done",
    "for i in *; do",
    "if ",
    "then ",
    "fi",
    "f() {",
    "f;",
    "eval ",
    "| sh",
    "| xargs -I{} ",
    "&& ",
    "|| ",
    "&",
    ";",
    "\\",
    "\n",
    "\t",
    "\0",
    "\u{1}",
    "\u{1b}",
    "\u{4e2d}",
    "set -- ",
    "$@",
    "$*",
    "trap ' ",
    "nsenter -t 1 -m ",
    "chroot /host ",
    "sed -i s/a/b/ ",
    "printf '%s' ",
    "base64 -d ",
    "find / -exec ",
    "{} +",
    "> /etc/cron.d/x",
    "cd ..",
];

/// The script after one change.
pub(crate) fn damaged(script: &str, corpus: &[String], random: &mut Random) -> String {
    let cut = |text: &str, random: &mut Random| {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (a, b) = (cut(script, random), cut(script, random));
    let (from, to) = (a.min(b), a.max(b));
    let (before, piece, after) = (&script[..from], &script[from..to], &script[to..]);
    match random.below(8) {
        0 => format!("{before}{after}"),
        1 => format!("{before}{piece}{piece}{after}"),
        2 => {
            let times = 2 + random.below(20_000 / (piece.len() + 1) + 1).min(200);
            format!("{before}{}{after}", piece.repeat(times))
        }
        3 => {
            let other = random.pick(corpus);
            format!("{before}{}", &other[cut(other, random)..])
        }
        4 => {
            let (open, close) = *random.pick(&[
                ("(", ")"),
                ("$(", ")"),
                ("`", "`"),
                ("{ ", "; }"),
                ("\"", "\""),
                ("eval '", "'"),
                ("if x; then ", "; fi"),
            ]);
            let deep = 1 + if random.one_in(4) { random.below(100) } else { 0 };
            format!("{before}{}{piece}{}{after}", open.repeat(deep), close.repeat(deep))
        }
        _ => format!("{before}{}{after}", random.pick(PIECES)),
    }
}
