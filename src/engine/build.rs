//! Writes a constant for each row of the catalogue, so that the compiler checks the rows that rules name.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

/// The members of a row that messages need; the catalogue has more.
#[derive(serde::Deserialize)]
struct Row {
    row: String,
    operation: Bilingual,
    impact: Bilingual,
    recovery: Bilingual,
    instead: Bilingual,
}

#[derive(serde::Deserialize)]
struct Bilingual {
    en: String,
    zh: String,
}

fn bilingual(text: &Bilingual) -> String {
    format!("Bilingual {{ en: {:?}, zh: {:?} }}", text.en, text.zh)
}

fn main() -> Result<(), Box<dyn Error>> {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/catalogue.yaml");
    println!("cargo::rerun-if-changed={}", catalogue.display());
    let text = std::fs::read_to_string(&catalogue).map_err(|e| format!("{}: {e}", catalogue.display()))?;
    let rows: Vec<Row> = serde_saphyr::from_str(&text).map_err(|e| format!("{}: {e}", catalogue.display()))?;
    let mut out = String::new();
    for Row { row, operation, impact, recovery, instead } in &rows {
        writeln!(out, "/// Row {row}: {}.", operation.en)?;
        writeln!(
            out,
            "pub const R{row}: &Row = &Row {{ id: {row:?}, impact: {}, recovery: {}, instead: {} }};",
            bilingual(impact),
            bilingual(recovery),
            bilingual(instead)
        )?;
    }
    let names: Vec<String> = rows.iter().map(|row| format!("R{}", row.row)).collect();
    writeln!(out, "/// Every row, in the order of the list.")?;
    writeln!(out, "pub const ALL: &[&Row] = &[{}];", names.join(", "))?;
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("rows.rs"), out)?;
    Ok(())
}
