//! What `make dist` builds for machines: complete, readable, and right about the settings that modules take.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jsonschema::Validator;
use redline_dev::generate::{self, DIST, Source};
use redline_dev::{BUNDLES, RULES, root, stale};
use redline_e2e::{bundle_native_settings, cases, cases_of, native_settings};
use redline_host::Case;
use serde_json::{Value, json};

fn rendered() -> Vec<(PathBuf, String)> {
    generate::dist(&Source::load(&root()).unwrap()).unwrap()
}

/// The rendered files that are read as JSON or YAML.
fn parsed() -> BTreeMap<String, Value> {
    let parse = |(path, text): (PathBuf, String)| {
        let name = path.to_str().unwrap().to_owned();
        let value = match path.extension()?.to_str()? {
            "json" => serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}")),
            "yml" | "yaml" if !name.contains("templates/") => {
                serde_saphyr::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"))
            }
            _ => return None,
        };
        Some((name, value))
    };
    rendered().into_iter().filter_map(parse).collect()
}

fn modules() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id()).chain(BUNDLES.iter().map(|bundle| bundle.id))
}

#[test]
fn every_module_has_its_files_and_every_file_can_be_read() {
    let files = parsed();
    for id in modules() {
        for name in ["metadata.yml", "questions-ui.yml", "settings.schema.json", "artifacthub-pkg.yml"] {
            let name = format!("policies/{id}/{name}");
            assert!(files[&name].as_object().is_some_and(|members| !members.is_empty()), "{name}");
        }
    }
    for name in ["Chart.yaml", "values.yaml", "values.schema.json", "files/policies.json"] {
        assert!(files.contains_key(&format!("helm/redline/{name}")), "{name}");
    }
    assert_eq!(files["rule-docs.json"]["rules"].as_array().unwrap().len(), RULES.len());
    assert!(!files["cloud-actions.json"]["rules"].as_object().unwrap().is_empty());
}

/// The command line embeds these, and releases carry them.
#[test]
fn what_lies_in_target_dist_is_up_to_date() {
    let stale = stale(&root().join(DIST), rendered());
    assert!(stale.is_empty(), "out of date, run `make dist`: {stale:?}");
}

fn schema(files: &BTreeMap<String, Value>, id: &str) -> Validator {
    let schema = &files[&format!("policies/{id}/settings.schema.json")];
    assert!(jsonschema::meta::is_valid(schema), "{id}: not a JSON Schema");
    jsonschema::validator_for(schema).unwrap_or_else(|e| panic!("{id}: {e}"))
}

/// The schema takes what the module takes, and refuses keys that it does not know, as the module does.
#[test]
fn schemas_agree_with_the_modules() {
    let files = parsed();
    let agree = |id: &str, cases: Vec<Case>, valid: &dyn Fn(&[u8]) -> bool| {
        let schema = schema(&files, id);
        assert!(!schema.is_valid(&json!({"zzz": true})), "{id}: an unknown key");
        let settings: BTreeSet<String> = cases.iter().map(|case| case.settings.to_string()).collect();
        let taken: Vec<&String> = settings.iter().filter(|text| *text != "null" && valid(text.as_bytes())).collect();
        for text in &taken {
            let settings = serde_json::from_str(text).unwrap();
            let wrong: Vec<String> = schema.iter_errors(&settings).map(|e| e.to_string()).collect();
            assert!(wrong.is_empty(), "{id}: the module takes {text}, its schema does not: {wrong:?}");
        }
        taken.len()
    };
    let rules = RULES.iter().map(|rule| agree(rule.id(), cases(rule), &|text| native_settings(rule, text).valid));
    let bundles = BUNDLES
        .iter()
        .map(|bundle| agree(bundle.id, cases_of(bundle.id), &|text| bundle_native_settings(bundle, text).valid));
    let checked: usize = rules.chain(bundles).sum();
    assert!(checked > 150, "{checked}");
}

/// A form asks for every setting of the schema, and for nothing else.
#[test]
fn forms_ask_for_what_the_schemas_have() {
    fn leaves(properties: &Value, prefix: &str, out: &mut Vec<String>) {
        for (name, schema) in properties.as_object().unwrap() {
            match &schema["properties"] {
                Value::Null => out.push(format!("{prefix}{name}")),
                members => leaves(members, &format!("{prefix}{name}."), out),
            }
        }
    }
    let files = parsed();
    for rule in RULES {
        let id = rule.id();
        let mut wanted = Vec::new();
        leaves(&files[&format!("policies/{id}/settings.schema.json")]["properties"], "", &mut wanted);
        let questions = files[&format!("policies/{id}/questions-ui.yml")]["questions"].as_array().unwrap();
        let mut asked: Vec<String> = questions.iter().map(|q| q["variable"].as_str().unwrap().to_owned()).collect();
        wanted.sort();
        asked.sort();
        assert_eq!(asked, wanted, "{id}");
        for question in questions {
            let kind = question["type"].as_str().unwrap();
            assert!(["enum", "boolean", "string", "array["].contains(&kind), "{id}: {kind}");
            assert_eq!(kind == "enum", question["options"].is_array(), "{id}: {question}");
            assert!(!question["default"].is_null(), "{id}: {question}");
        }
    }
}
