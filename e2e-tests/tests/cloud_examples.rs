//! The plans and the trail of `docs/examples/cloud` against every cloud rule, with the inventory of the example and
//! without one: what is stopped or warned about is what the table says.

use std::fmt::Write as _;

use redline_dev::{RULES, RegisteredRule};
use redline_e2e::native;
use redline_e2e::table::compare;
use redline_engine::alibaba::Trigger;
use redline_engine::alibaba::atlas::TERRAFORM;
use redline_engine::core::rule::RuleKind;
use redline_host::Verdict;
use redline_input::{Subject, items_in, plan, yaml};
use serde_json::{Value, json};

const TABLE: &str = "e2e-tests/cloud-examples.tsv";
const BLESS: &str = "REDLINE_BLESS=1 cargo test -p redline-e2e --test cloud_examples";
const FOLDER: &str = "docs/examples/cloud";

/// The files, with the least number of changes or events in each.
const FILES: [(&str, usize); 5] = [
    ("create.plan.json", 45),
    ("update.plan.json", 45),
    ("destroy.plan.json", 45),
    ("change-set.json", 9),
    ("trail.jsonl", 60),
];

/// Titles and operations of a file, in order.
fn operations(file: &str) -> Vec<(String, Value)> {
    let path = redline_dev::root().join(FOLDER).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let chunks = yaml::chunks(&text);
    let values = chunks.iter().flat_map(|chunk| chunk.values(file)).map(|(_, value)| value.unwrap());
    let items = values.flat_map(items_in);
    items
        .map(|item| {
            let subject = item.subject.unwrap_or_else(|e| panic!("{file}: {e}"));
            let title = subject.title();
            match subject {
                Subject::Raw(_, value) => (title, value),
                other => panic!("{file}: {other:?}"),
            }
        })
        .collect()
}

fn rules() -> impl Iterator<Item = &'static RegisteredRule> {
    RULES.iter().filter(|rule| rule.kind == RuleKind::Cloud)
}

/// A resource of a stack is checked as the Terraform type that the table gives it, so there has to be such a type.
#[test]
fn types_of_stacks_have_a_type_of_terraform() {
    let exists = |kind: &str| TERRAFORM.split_ascii_whitespace().any(|name| name == kind);
    let gone: Vec<_> = plan::STACK_TYPES.iter().filter(|(_, kind, _)| !exists(kind)).collect();
    assert!(gone.is_empty(), "{gone:?}");
}

/// Whoever names sources of EventBridge one by one needs those of every product that a rule is about.
#[test]
fn the_documentation_names_every_source_of_events() {
    for page in ["docs/cloud.md", "docs/zh/cloud.md"] {
        let text = std::fs::read_to_string(redline_dev::root().join(page)).unwrap();
        for action in rules().flat_map(|rule| rule.actions) {
            let Trigger::Call { product, .. } = action.trigger else { continue };
            let source = if product == "log" { "sls" } else { product };
            assert!(text.contains(&format!("`acs.{source}`")), "{page}: acs.{source}");
        }
    }
}

#[test]
fn examples_get_the_verdicts_of_the_table() {
    let path = redline_dev::root().join(FOLDER).join("cluster.yaml");
    let inventory: Value = yaml::single(&std::fs::read_to_string(path).unwrap(), "cluster.yaml").unwrap();
    let mut rows = String::from("file\tinventory\toperation\trule\tverdict\tfinding\n");
    for (file, least) in FILES {
        let operations = operations(file);
        assert!(operations.len() >= least, "{file}: {}", operations.len());
        for (with, settings) in [("with", &inventory), ("without", &json!({}))] {
            for (number, (title, request)) in operations.iter().enumerate() {
                let payload = json!({"request": request, "settings": settings}).to_string();
                for rule in rules() {
                    let answer = native(rule, payload.as_bytes(), None);
                    let verdict = answer.verdict();
                    if verdict == Verdict::Allow {
                        continue;
                    }
                    let said = answer.warnings().first().or(answer.message.as_ref()).map_or("", String::as_str);
                    let said = said.strip_prefix(&format!("{}: ", rule.id())).unwrap_or(said);
                    let _ = writeln!(rows, "{file}\t{with}\t{} {title}\t{}\t{verdict}\t{said}", number + 1, rule.id());
                }
            }
        }
    }
    compare(TABLE, &rows, BLESS);
}
