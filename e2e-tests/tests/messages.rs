//! Everything that rules say stands in a table, so that its English and Chinese are reviewed like code.

use redline_e2e::messages::{BLESS, TABLE, table};
use redline_e2e::table::compare;

#[test]
fn the_table_of_messages_is_up_to_date() {
    compare(TABLE, &table(), BLESS);
}

#[test]
fn every_message_is_in_both_languages() {
    for row in table().lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, _, _, en, zh] = cells[..] else { panic!("{row}: these are not five cells") };
        // What a request names stands in backticks, and may be in any language.
        let own = |text: &str| text.split('`').step_by(2).collect::<String>();
        assert!(own(en).is_ascii(), "{row}: the English has other characters");
        assert!(!own(zh).is_ascii(), "{row}: the Chinese is not Chinese");
        for mark in ["; ", ": ", " (", ") "] {
            assert!(!own(zh).contains(mark), "{row}: `{mark}` is not Chinese punctuation");
        }
    }
}
