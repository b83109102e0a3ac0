//! Writes a constant for each row of the catalogue, so that the compiler checks the rows that rules name, and one for the catalogue
//! as a whole.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

/// A row of `policies/catalogue.yaml`; `CatalogueRow` in `redline_core` describes its members.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    row: String,
    slug: String,
    table: String,
    operation: Bilingual,
    impact: Bilingual,
    recovery: Bilingual,
    instead: Bilingual,
    seen: Vec<String>,
    reason: Option<Bilingual>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
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
    let (mut out, mut whole) = (String::new(), String::new());
    for Row { row, slug, table, operation, impact, recovery, instead, seen, reason } in &rows {
        let [impact, recovery, instead] = [impact, recovery, instead].map(bilingual);
        let texts = format!("impact: {impact}, recovery: {recovery}, instead: {instead}");
        writeln!(out, "/// Row {row}: {}.", operation.en)?;
        writeln!(out, "pub const R{row}: &Row = &Row {{ id: {row:?}, {texts} }};")?;
        let operation = bilingual(operation);
        let reason = reason.as_ref().map_or("None".to_owned(), |reason| format!("Some({})", bilingual(reason)));
        writeln!(
            whole,
            "    CatalogueRow {{ id: {row:?}, slug: {slug:?}, table: {table:?}, operation: {operation}, {texts}, \
             seen: &{seen:?}, reason: {reason} }},"
        )?;
    }
    writeln!(out, "/// Every row, in the order of the list.\npub const CATALOGUE: &[CatalogueRow] = &[\n{whole}];")?;
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("rows.rs"), out)?;
    Ok(())
}
