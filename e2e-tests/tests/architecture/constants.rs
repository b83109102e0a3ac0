//! Constants that the whole of Redline must agree on stand in one file, and everybody else names them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use crate::source::is_cfg_test;
use crate::{root, shown};

/// Texts that one file alone may spell out. A sentence that mentions one, such as a rule's documentation, may.
const ONCE: &[&str] = &["redline.dev/", "last-applied-configuration"];

/// Files with one of these endings below a folder, without what is built or installed there.
fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap_or_else(|e| panic!("{}: {e}", folder.display())).path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "target" | "node_modules" | "cases") {
            files(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
}

/// Whether a literal of the code spells the text out. Comments, attributes, sentences and tests do not count.
fn spells(tokens: TokenStream, text: &str) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Literal(literal) => {
                let literal = literal.to_string();
                literal.contains(text) && !literal.contains(char::is_whitespace) && literal.is_ascii()
            }
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let attribute = tokens.next_if(|next| matches!(next, TokenTree::Group(_)));
                if matches!(&attribute, Some(TokenTree::Group(group)) if is_cfg_test(group)) {
                    let ends = |token: &TokenTree| match token {
                        TokenTree::Punct(punct) => punct.as_char() == ';',
                        TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
                        _ => false,
                    };
                    tokens.by_ref().find(ends);
                }
                false
            }
            TokenTree::Group(group) => spells(group.stream(), text),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// Files that only tests include.
fn is_test_file(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem == "tests" || stem.ends_with("_tests") || path.components().any(|part| part.as_os_str() == "tests")
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["src", "policies"] {
        files(&root().join(folder), &[".rs"], &mut found);
    }
    found.sort();
    found
}

#[test]
fn one_file_spells_a_constant_out() {
    let mut wrong = Vec::new();
    let sources: Vec<(PathBuf, String)> = sources()
        .into_iter()
        .filter(|path| !is_test_file(path))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (path, text)
        })
        .collect();
    for constant in ONCE {
        let spelling: Vec<String> = sources
            .iter()
            .filter(|(_, text)| text.contains(constant))
            .filter(|(path, text)| spells(text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display())), constant))
            .map(|(path, _)| shown(path))
            .collect();
        match spelling.as_slice() {
            [_] => {}
            [] => wrong.push(format!("`{constant}`: no file; change the list `ONCE` in {}", file!())),
            several => wrong.push(format!("`{constant}`: {}", several.join(", "))),
        }
    }
    assert!(wrong.is_empty(), "these stand in more than one file:\n{}", wrong.join("\n"));
}

/// The rows of the catalogue: all of them, and those of ACK's own list.
fn rows() -> BTreeSet<usize> {
    let catalogue = fs::read_to_string(root().join("policies/catalogue.yaml")).expect("there is a catalogue");
    let rows = || catalogue.lines().filter_map(|line| line.strip_prefix("- row:"));
    BTreeSet::from([rows().count(), rows().filter(|row| !row.trim().trim_matches('"').starts_with('B')).count()])
}

/// Whether a line of code, without its comment, counts rows with a number.
fn counts_rows(line: &str, numbers: &BTreeSet<usize>) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let word = |c: char| !c.is_alphanumeric() && c != '_';
    let mut words = code.split(word);
    words.clone().any(|word| matches!(word, "row" | "rows" | "ROWS"))
        && words.any(|word| word.parse().is_ok_and(|number| numbers.contains(&number)))
}

#[test]
fn the_number_of_rows_stands_in_the_catalogue_alone() {
    let numbers = rows();
    let mut found = Vec::new();
    for folder in ["src", "policies", "e2e-tests"] {
        files(&root().join(folder), &[".rs", ".js", ".mjs", ".bats", ".py", ".sh"], &mut found);
    }
    found.sort();
    let mut wrong = Vec::new();
    for path in found {
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let lines = text.lines().enumerate().filter(|(_, line)| counts_rows(line, &numbers));
        wrong.extend(lines.map(|(at, line)| format!("{}:{}: {}", shown(&path), at + 1, line.trim())));
    }
    assert!(wrong.is_empty(), "count the rows of the catalogue instead:\n{}", wrong.join("\n"));
}

#[cfg(test)]
mod of_the_checker {
    use super::*;

    #[test]
    fn literals_of_the_code_count() {
        let spelt = |text: &str| spells(text.parse().expect("these are tokens"), "redline.dev/");
        assert!(spelt("const X: &str = \"redline.dev/x\";"));
        assert!(spelt("fn f() { g!(\"redline.dev/x={}\", y) }"));
        assert!(!spelt(
            "/// \"redline.dev/x\"\n#[doc = \"redline.dev/x\"] const X: &str = \"set redline.dev/x first\";"
        ));
        assert!(!spelt("#[cfg(test)] mod tests { const X: &str = \"redline.dev/x\"; }"));
        assert!(!spelt("#[cfg(test)] const X: &str = \"redline.dev/x\";"));
    }

    #[test]
    fn numbers_beside_rows_count() {
        let numbers = BTreeSet::from([12, 34]);
        assert!(counts_rows("assert_eq!(book.rows.len(), 34);", &numbers));
        assert!(!counts_rows("assert_eq!(book.rows.len(), 35); // 34", &numbers));
        assert!(!counts_rows("let limit = 34;", &numbers));
    }

    #[test]
    fn the_catalogue_has_rows_of_both_kinds() {
        assert!(rows().len() == 2 && rows().iter().all(|count| *count > 50));
    }
}
