//! Everything that rules say stands in a table, so that its English and Chinese are reviewed like code.

use redline_dev::RULES;
use redline_e2e::cases;
use redline_e2e::messages::{BLESS, EXAMPLES, TABLE, examples, table};
use redline_e2e::table::compare;

#[test]
fn the_table_of_messages_is_up_to_date() {
    compare(TABLE, &table(), BLESS);
}

/// The pages of the rules show these in both languages.
#[test]
fn the_table_of_examples_is_up_to_date() {
    compare(EXAMPLES, &examples(), BLESS);
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

/// What findings said before: as if the request had happened, or in words that were replaced.
const OLD_FORMS: &[&str] = &[
    " was ",
    " were ",
    " has been ",
    " have been ",
    " had ",
    " will be ",
    " is deleted from ",
    "as far as can be seen",
    "way back",
    " newly ",
    "speaks up",
    "已被",
    "删除了",
    "修改了",
    "移除了",
    "直接从 API",
    "无法恢复",
    "卡住",
    "（恢复：",
];

/// Words at the beginning of a finding that has another subject than the request.
const NOUNS: &[&str] = &["a", "container", "key", "pod", "the", "volume"];

fn old_form(finding: &str) -> Option<&'static str> {
    OLD_FORMS.iter().find(|form| finding.contains(**form)).copied()
}

/// A finding says in the present tense what the request does.
#[test]
fn findings_are_in_the_present_tense() {
    for row in table().lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [rule, _, level, en, zh] = cells[..] else { panic!("{row}: these are not five cells") };
        if level == "row" {
            continue;
        }
        for text in [en, zh] {
            assert_eq!(old_form(text), None, "{row}");
        }
        let first = en.split([' ', ',']).next().unwrap_or_default();
        let is_noun = NOUNS.contains(&first) || first.starts_with(|c: char| c == '`' || c.is_ascii_uppercase());
        let adverb = first.ends_with("ly");
        assert!(is_noun || adverb || first.ends_with('s'), "{row}: `{first}` is no verb in the present tense");
        if !is_noun && !rule.starts_with("cloud-") {
            assert!(zh.starts_with("该请求将"), "{row}: the subject is the request");
        }
    }
}

/// The same for the messages that stand in cases and tables.
#[test]
fn recorded_messages_have_no_old_forms() {
    let root = redline_dev::root();
    let mut count = 0;
    let mut check = |place: &str, text: &str| {
        // Behind the findings stands what the catalogue says to their rows.
        let finding = text.split("; impact: ").next().unwrap_or(text).split("；影响：").next().unwrap_or(text);
        assert_eq!(old_form(finding), None, "{place}: {text}");
        count += 1;
    };
    for name in ["e2e-tests/everyday.tsv", "e2e-tests/cloud-examples.tsv"] {
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        text.lines().for_each(|line| check(name, line));
    }
    for rule in RULES {
        for case in cases(rule) {
            let text = std::fs::read_to_string(
                root.join("policies").join(rule.id()).join("cases").join(case.name() + ".yaml"),
            );
            let text = text.unwrap_or_default();
            text.lines()
                .filter(|line| line.trim_start().starts_with("message:"))
                .for_each(|line| check(&case.name(), line));
        }
    }
    assert!(count > 200, "{count} messages");
    assert_eq!(old_form("node `a` was deleted"), Some(" was "));
}
