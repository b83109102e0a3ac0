//! The same sources give the same modules, wherever they are built.

use std::{path::Path, process::Command};

use redline_dev::{modules, root};

/// Copies the sources: what git tracks, and what it would.
fn copy(to: &Path) {
    let root = root();
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(&root)
        .output()
        .unwrap();
    assert!(listed.status.success(), "git lists the sources");
    for path in String::from_utf8(listed.stdout).unwrap().split_terminator('\0') {
        let (from, to) = (root.join(path), to.join(path));
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        // A file that is deleted and not committed yet is listed too.
        if from.exists() {
            std::fs::copy(from, to).unwrap();
        }
    }
}

#[test]
fn a_clean_build_in_another_place_gives_the_same_bytes() {
    let elsewhere = tempfile::Builder::new().prefix("redline, built in quite another place ").tempdir().unwrap();
    copy(elsewhere.path());
    let rule = "node-deletion".to_owned();
    let built = modules::build(elsewhere.path(), &[rule]).unwrap();
    let here = root().join(modules::FOLDER).join("node-deletion.wasm");
    let first = std::fs::read(&here).unwrap_or_else(|e| panic!("{}: {e}; run `make modules`", here.display()));
    let second = std::fs::read(&built[0]).unwrap();
    assert!(first == second, "{} and {} bytes differ", first.len(), second.len());
    // Neither where it was built nor where the crates lie.
    let text = String::from_utf8_lossy(&second);
    let homes = ["CARGO_HOME", "HOME"].map(|name| std::env::var(name).unwrap_or_default());
    let places = homes.into_iter().chain([elsewhere.path(), &root()].map(|path| path.display().to_string()));
    for place in places.filter(|place| place.len() > 1) {
        assert!(!text.contains(&place), "{place} is in the module");
    }
}
