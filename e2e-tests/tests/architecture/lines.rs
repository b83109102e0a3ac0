//! Lines of Rust that fit: what is wider is not read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{root, shown};

/// The most characters of a line of Rust.
const WIDEST: usize = 140;

/// Files of Rust below a folder, without what is built there.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.unwrap_or_else(|e| panic!("{}: {e}", folder.display())).path();
        if path.is_dir() {
            if !path.ends_with("target") && !path.ends_with("node_modules") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The numbers of the lines that are too wide.
fn too_wide(text: &str) -> Vec<usize> {
    let numbered = text.lines().enumerate().filter(|(_, line)| line.chars().count() > WIDEST);
    numbered.map(|(index, _)| index + 1).collect()
}

#[test]
fn lines_of_rust_fit() {
    let mut files = Vec::new();
    for folder in ["src", "policies", "e2e-tests"] {
        sources(&root().join(folder), &mut files);
    }
    assert!(!files.is_empty());
    let mut wrong = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        wrong.extend(too_wide(&text).iter().map(|line| format!("{}:{line}", shown(&file))));
    }
    assert!(wrong.is_empty(), "lines of more than {WIDEST} characters; break them:\n{}", wrong.join("\n"));
}

#[test]
fn characters_are_counted() {
    let (fits, wide) = ("测".repeat(WIDEST), "a".repeat(WIDEST + 1));
    assert_eq!(too_wide(&format!("{fits}\n{wide}\n")), [2]);
}
