//! What commands read and print, and what callers may decode.

use redline_shell::value::display;
use redline_shell::{Surroundings, decode_base64, run_script};

use super::all;

#[test]
fn input_of_commands() {
    for (script, want) in [
        ("echo a | p", Some("a\n")),
        ("p <<< a", Some("a\n")),
        ("p < /f", Some("…")),
        ("p", None),
        ("if [ $u ]; then x=ab; else x=ac; fi; echo $x | p", Some("a…\n")),
        ("if [ $u ]; then x=ab; else x=ac; fi; echo $x | { p; p; }; echo b | p", Some("b\n")),
    ] {
        let mut found = None;
        run_script(script, &Surroundings::default(), &mut |command| {
            if command.name() == "p" {
                found = command.input().map(display);
            }
        });
        assert_eq!(found.as_deref(), want, "{script}");
    }
}

#[test]
fn what_callers_ask() {
    let mut found = Vec::new();
    run_script("cd /w; sysctl -r b --pattern=c d; p > /f", &Surroundings::default(), &mut |command| {
        let options = (command.option("pattern"), command.option("q r"), command.option("w"));
        let has = (command.has_option("x r"), command.has_option("w"), command.changes_files());
        let (len, range) = (command.words().len(), command.source().range());
        found.push(format!("{len} {range:?} {} {options:?} {has:?}", command.directory()));
    });
    let none = "/w (None, None, None) (false, false";
    let first = "5 7..32 /w (Some(\"c\"), Some(\"b\"), None) (true, false, false)";
    assert_eq!(found, [first, &format!("1 34..40 {none}, false)"), &format!("0 34..40 {none}, true)")]);
}

#[test]
fn base64_of_callers() {
    for (text, want) in
        [("YQ==", Some("a")), ("YQ", Some("a")), ("Y Q\n==", Some("a")), ("AQ==", None), ("/w==", None), ("!", None)]
    {
        assert_eq!(decode_base64(text).as_deref(), want, "{text}");
    }
}

#[test]
fn outputs_with_more_values_than_are_followed() {
    let either = |one, other| format!("if [ ${one} ]; then echo -n {one}; else echo -n {other}; fi; ");
    let script = [either('a', 'b'), either('c', 'd'), either('e', 'f'), either('g', 'h')].concat();
    all("p x…x", &[&format!("p x$({script})x")]);
}
