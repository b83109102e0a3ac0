//! Work is bounded by the length of a script: no loop runs too often, and none takes what the rest of the script needs.

use redline_shell::{Surroundings, run_script};

/// The commands of a script, and whether all of it was read.
fn commands(script: &str) -> (Vec<String>, bool) {
    let mut out = Vec::new();
    let mut read = true;
    run_script(script, &Surroundings::default(), &mut |command| {
        read &= !command.is_unread();
        out.push(command.words().display());
    });
    (out, read)
}

/// A script that is long enough for every round of a loop.
fn long(script: &str) -> String {
    format!("#{}\n{script}", "-".repeat(100_000))
}

#[test]
fn loops_run_so_many_rounds_one_by_one() {
    for (most, script) in [
        (256, "i=0; while [ $i -lt MOST ]; do i=$((i + 1)); done; p $i"),
        (256, "i=0; until [ $i = MOST ]; do i=$((i + 1)); done; p $i"),
        (256, "for ((i = 0; i < MOST; i++)); do x=$i; done; p $i"),
        (257, "for i in WORDS; do x=$i; done; p $i"),
    ] {
        for (rounds, exact) in [(most, true), (most + 1, false)] {
            let words: Vec<String> = (1..=rounds).map(|round| round.to_string()).collect();
            let script = script.replace("MOST", &rounds.to_string()).replace("WORDS", &words.join(" "));
            let (found, read) = commands(&long(&script));
            assert_eq!(found == [format!("p {rounds}")], exact, "{script}: {found:?}");
            assert!(read, "{script}");
        }
    }
}

/// Loops in loops, with the commands of the innermost one.
fn nested(head: &str, levels: usize, body: &str) -> String {
    let mut script = body.to_owned();
    for level in 0..levels {
        let name = ["a", "b", "c", "d"][level];
        script = format!("{}{script} done; ", head.replace("NAME", name));
    }
    script + "p end"
}

#[test]
fn loops_leave_enough_for_what_follows() {
    let words = "x ".repeat(99);
    for head in [
        &*format!("for NAME in {words}; do "),
        "NAME=0; while [ $NAME -lt 99 ]; do NAME=$((NAME + 1)); ",
        "for ((NAME = 0; NAME < 99; NAME++)); do ",
    ] {
        for (levels, body) in [(1, &*"p; ".repeat(50)), (2, "p; "), (2, "((x++)); "), (4, "((x++)); ")] {
            let script = nested(head, levels, body);
            let (found, read) = commands(&script);
            assert!(found.len() < 2500, "{script}: {} commands", found.len());
            let whole = read && found.last().is_some_and(|last| last == "p end");
            assert!(whole || levels > 2, "{script}: {found:?}");
        }
    }
}

#[test]
fn commands_behind_a_loop_cost_nothing() {
    for start in ["for i in $u; do p; done", "while u; do p; done", "for i in a b c; do p; done"] {
        let (found, read) = commands(&format!("{start}\n{}", "p\n".repeat(6000)));
        assert!(read && found.len() > 6000, "{start}: {} commands", found.len());
    }
}

#[test]
fn commands_are_nested_so_deeply() {
    for (levels, deep) in [(20, false), (21, true)] {
        let script = format!("{}p a; {}p end", "{ ".repeat(levels), "}; ".repeat(levels));
        let (found, read) = commands(&script);
        assert_eq!(read, !deep, "{script}");
        assert_eq!(found == ["p a", "p end"], !deep, "{script}: {found:?}");
    }
    // What is beside each other is not nested.
    let (found, read) = commands(&"(p a); { p b; }\n".repeat(50));
    assert!(read && found.len() == 100, "{found:?}");
    let (found, read) = commands(&"(p a); { p b; };".repeat(50));
    assert!(read && found.len() == 100, "{found:?}");
}

#[test]
fn so_many_files_and_such_long_paths_are_followed() {
    let files: String = (1..=65).map(|file| format!("echo {file} > /d/{file}\n")).collect();
    let (found, _) = commands(&format!("{files}p $(cat /d/64) $(cat /d/65)"));
    assert_eq!(found.last().map(String::as_str), Some("p 64 …"));
    for (len, known) in [(1024, true), (1025, false)] {
        let path = format!("/d/./{}", "x".repeat(len - 5));
        let (found, _) = commands(&format!("cp f {path}; rm {path}; cd {path}; p $PWD"));
        let want = if known { format!("p {}", path.replace("/./", "/")) } else { "p …".to_owned() };
        assert_eq!(found.last(), Some(&want));
    }
}

#[test]
fn expressions_are_so_long() {
    for (len, exact) in [(4096, true), (4097, false)] {
        let (found, _) = commands(&format!("p $((1 + {}1))", " ".repeat(len - 5)));
        assert_eq!(found == ["p 2"], exact, "{found:?}");
    }
    // It does not matter where they are.
    let (found, _) = commands(&long(&"p $((1 + 1))\n".repeat(20)));
    assert_eq!(found, vec!["p 2"; 20]);
}
