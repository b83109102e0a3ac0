//! Committed tables of what rules say: compared with what they say now, or rewritten.

use std::collections::BTreeSet;

/// Compares the committed table with the new one. With `REDLINE_BLESS` set, writes the new one and shows what changed.
///
/// # Panics
/// When the committed table is out of date; the message has the difference and the command `bless`.
pub fn compare(table: &str, new: &str, bless: &str) {
    let path = redline_dev::root().join(table);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    if old == new {
        return;
    }
    let difference = difference(&old, new).join("\n");
    if std::env::var_os("REDLINE_BLESS").is_some() {
        std::fs::write(path, new).unwrap_or_else(|e| panic!("{table}: {e}"));
        println!("wrote {table}:\n{difference}");
        return;
    }
    panic!("{table} is out of date:\n{difference}\nif that is what you want, run\n  {bless}");
}

/// What differs between the committed table and this one, a line each.
fn difference(old: &str, new: &str) -> Vec<String> {
    let missing = |line: &&str, from: &BTreeSet<&str>| !from.contains(*line);
    let (before, after) = (old.lines().collect(), new.lines().collect());
    let gone = old.lines().filter(|line| missing(line, &after)).map(|line| format!("- {line}"));
    let come = new.lines().filter(|line| missing(line, &before)).map(|line| format!("+ {line}"));
    gone.chain(come).collect()
}
