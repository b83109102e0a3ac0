//! `src/rows.rs` of a rule: what the catalogue says about the rows it covers.

use crate::catalogue::{Row, Text, rows_of};
use crate::entry::Entry;
use crate::files::File;

use super::source::Source;

/// The file of a rule, with the rows that it declares.
pub(super) fn file(source: &Source, rule: &Entry) -> File {
    (format!("policies/{}/src/rows.rs", rule.id()).into(), rows(rows_of(&source.rows, rule)))
}

/// A Rust string literal. Debug would escape what is fine to read in a source file.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The content of the file: these rows of the catalogue.
pub fn rows<'a>(rows: impl Iterator<Item = &'a Row>) -> String {
    let mut out = String::from(
        "//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.\n\n\
         use redline_engine::{Bilingual, Row};\n\n#[rustfmt::skip]\npub(crate) const ROWS: &[Row] = &[\n",
    );
    let field = |name: &str, text: &Text| {
        format!(
            "        {name}: Bilingual {{\n            en: {},\n            zh: {},\n        }},\n",
            literal(&text.en),
            literal(&text.zh)
        )
    };
    for row in rows {
        out.push_str(&format!("    Row {{\n        id: {},\n", literal(&row.row)));
        out.push_str(&field("impact", &row.impact));
        out.push_str(&field("way_back", &row.way_back));
        out.push_str(&field("instead", &row.instead));
        out.push_str("    },\n");
    }
    out.push_str("];\n");
    out
}
