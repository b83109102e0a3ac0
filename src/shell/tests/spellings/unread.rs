//! What is too much: the rest is reported as not read, and never left out in silence.

use redline_shell::{Surroundings, run_script};

/// How many commands have this word, and whether something was not read.
fn count(script: &str, word: &str) -> (usize, bool) {
    let (mut count, mut unread) = (0, false);
    run_script(script, &Surroundings::default(), &mut |command| {
        count += usize::from(command.words().any_in(word));
        unread |= command.is_unread();
    });
    (count, unread)
}

#[test]
fn calls_and_commands() {
    assert_eq!(count("f() { p; f; }; f", "p"), (30, true));
    assert_eq!(count("f() { p $1; }; f a; f b", "p"), (2, false));
    // The number of commands grows with the script.
    let many = "a ".repeat(4000);
    let (found, unread) = count(&format!("echo {many} | xargs -n1 p"), "p");
    assert!(unread && (3000..3100).contains(&found), "{found}");
    for more in ["", "12345678", "1234567812345678"] {
        let (found, unread) = count(&format!("parallel p ::: {many} {more}"), "p");
        assert!(unread && found > 1000, "{found}");
    }
    assert!(count(&format!("find {many} -exec p {{}} \\;"), "p").1);
}

#[test]
fn long_lists() {
    let many = "a ".repeat(4000);
    assert_eq!(count(&format!("echo {many} b | xargs p"), "b"), (1, false));
    assert_eq!(count(&format!("x='{many} b'; p $x"), "b"), (1, false));
    assert_eq!(count(&format!("parallel p ::: {} b", "a ".repeat(300)), "b"), (1, false));
}

#[test]
fn bytes() {
    let long = format!("echo {} | xargs -n1 p {}", "a ".repeat(400), "b ".repeat(200));
    let (found, unread) = count(&long, "p");
    assert!(unread && (80..200).contains(&found), "{found}");
    assert_eq!(count(&format!("f() {{ q; }}; f; {long}; f"), "q"), (1, true));
}

#[test]
fn lists_cost_what_they_hold() {
    let script = format!("x=({})\n{}", "a ".repeat(4000), "p ${#x[@]}\n".repeat(2000));
    let (found, unread) = count(&script, "4000");
    assert!(!unread && (100..400).contains(&found), "{found}");
}

#[test]
fn names() {
    for (functions, all) in [(3000, true), (3090, false), (3091, false)] {
        let script: String = (0..functions).map(|name| format!("f{name}() {{ p; }}\n")).collect();
        assert_eq!(count(&format!("{script}f7"), "p"), (1, !all), "{functions} functions");
    }
}
