//! Asks the person at the terminal whether a command that is denied runs all the same.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Read, Write};

/// What came of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The person typed what was asked for.
    Yes,
    /// The person typed something else.
    No,
    /// There is nobody to ask.
    Nobody,
}

/// Asks for the name of the object, or for the number of objects if there are several.
pub(crate) fn ask(names: &BTreeSet<&str>, zh: bool) -> Answer {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Answer::Nobody;
    }
    let (wanted, question) = question(names, zh);
    let mut out = anstream::stderr().lock();
    let _ = write!(out, "{question}");
    let _ = out.flush();
    if answered(&mut io::stdin().lock(), &wanted) { Answer::Yes } else { Answer::No }
}

/// What to type, and the text that asks for it.
fn question(names: &BTreeSet<&str>, zh: bool) -> (String, String) {
    match (names.len(), names.first()) {
        (1, Some(name)) if !name.is_empty() => {
            let name = crate::terminal::escape(name);
            let text = match zh {
                true => format!("如仍要执行，请输入对象名称 `{name}`："),
                false => format!("To run it all the same, type the object's name, `{name}`: "),
            };
            (name.into_owned(), text)
        }
        (1, _) => (
            "all".to_owned(),
            match zh {
                true => "如仍要对所有对象执行，请输入 `all`：".to_owned(),
                false => "To run it on all of them all the same, type `all`: ".to_owned(),
            },
        ),
        (count, _) => (
            count.to_string(),
            match zh {
                true => format!("如仍要执行，请输入被拒绝的对象数量 {count}："),
                false => format!("To run it all the same, type the number of objects that are denied, {count}: "),
            },
        ),
    }
}

/// Whether the next line is the wanted text. Nothing behind the line is read: it belongs to the program that runs next.
fn answered(input: &mut impl Read, wanted: &str) -> bool {
    let mut line = Vec::new();
    let mut byte = [0];
    while input.read(&mut byte).is_ok_and(|read| read == 1) && byte != *b"\n" {
        line.push(byte[0]);
    }
    String::from_utf8_lossy(&line).trim() == wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_object_is_named_and_several_are_counted() {
        assert_eq!(question(&BTreeSet::from(["worker-1"]), false).0, "worker-1");
        assert_eq!(
            question(&BTreeSet::from(["a", "b"]), true),
            ("2".to_owned(), "如仍要执行，请输入被拒绝的对象数量 2：".to_owned())
        );
        assert_eq!(question(&BTreeSet::from([""]), false).0, "all", "a selection without names");
    }

    #[test]
    fn only_the_line_is_read() {
        let mut input = &b"worker-1 \nls\n"[..];
        assert!(answered(&mut input, "worker-1"));
        assert_eq!(input, b"ls\n");
        assert!(!answered(&mut &b"y\n"[..], "worker-1"));
        assert!(!answered(&mut &b""[..], "worker-1"));
    }
}
