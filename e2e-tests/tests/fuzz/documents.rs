//! Documents that people have, damaged at random: read, or refused with a position.

use redline_dev::{RULES, root};
use redline_e2e::cases;
use redline_input::{DocumentItem, decode, items_in, yaml};
use serde_json::{Value, json};

use crate::random::{Random, rounds};
use crate::requests::{payloads, write};

/// Texts of manifests, cases and everyday requests; and the calls, events and plans of the cases of cloud rules.
fn texts() -> Vec<String> {
    let mut texts = Vec::new();
    for folder in [
        "e2e-tests/everyday",
        "e2e-tests/wedges",
        "policies/node-deletion/cases",
        "policies/shared-disk/cases",
        "deploy",
    ] {
        for entry in std::fs::read_dir(root().join(folder)).into_iter().flatten().flatten() {
            texts.extend(std::fs::read_to_string(entry.path()).ok());
        }
    }
    for rule in RULES.iter().filter(|rule| rule.id().starts_with("cloud-")) {
        for case in cases(rule) {
            let payload: Option<Value> = case.payload().ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
            texts.extend(payload.map(|payload| payload["request"].to_string()));
        }
    }
    texts.retain(|text| text.len() < 40_000);
    texts.sort();
    texts
}

#[test]
fn damaged_documents_are_read_or_refused() {
    let texts = texts();
    assert!(texts.len() > 300, "{} texts", texts.len());
    let (mut read, mut refused) = (0, 0);
    for round in 0..rounds() {
        let mut random = Random::new(round);
        let mut text = random.pick(&texts).clone().into_bytes();
        for _ in 0..random.below(4) {
            damage(&mut text, &mut random);
        }
        let Ok(text) = decode(text) else { continue };
        for chunk in yaml::chunks(&text) {
            for (line, value) in chunk.values("input.yaml") {
                match value {
                    Ok(value) => {
                        read += 1;
                        for item in items_in(value) {
                            let (title, operation) = match item.subject {
                                Ok(subject) => (subject.title(), subject.operation()),
                                Err(reason) => (reason, String::new()),
                            };
                            assert!(title.len() + operation.len() < 100_000);
                        }
                    }
                    Err(error) => {
                        refused += 1;
                        assert!(error.to_string().contains("input.yaml"), "line {line}: {error}");
                    }
                }
            }
        }
    }
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused");
}

/// In whatever a request, an object or a cloud operation is wrapped, and whatever stands beside it, it is the same.
#[test]
fn wrappers_change_nothing() {
    let known: Vec<Value> = payloads().into_iter().map(|(_, _, payload)| payload["request"].clone()).collect();
    let read = |text: &str| -> Vec<DocumentItem> {
        let chunks = yaml::chunks(text);
        let values = chunks.iter().flat_map(|chunk| chunk.values("input.yaml"));
        values.flat_map(|(line, value)| items_in(value.unwrap_or_else(|e| panic!("line {line}: {e}")))).collect()
    };
    let subjects = |items: Vec<DocumentItem>| items.into_iter().map(|item| item.subject).collect::<Vec<_>>();
    let mut count = 0;
    for round in 0..rounds() {
        let mut random = Random::new(round);
        let mut alone = || {
            let request = random.pick(&known).clone();
            let whole = request["object"]["apiVersion"].is_string() && request["object"]["kind"].is_string();
            match request.get("operation") {
                Some(_) if whole && random.one_in(2) => request["object"].clone(),
                Some(_) => json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}),
                None => request,
            }
        };
        let (one, other) = (alone(), alone());
        let known = [&one, &other].map(|document| subjects(items_in(document.clone())));
        if known.iter().any(|subjects| subjects.len() != 1 || subjects[0].is_err()) {
            continue;
        }
        let wanted = known.concat();
        let mut written = |value: &Value| {
            let mut text = String::new();
            write(value, &mut random, &mut text);
            text
        };
        let both = json!([one, other]);
        let list = json!({"apiVersion": "v1", "kind": "List", "metadata": {}, "items": both});
        let stream = format!("{}\n---\n# a comment\n{}\n", written(&one), written(&other));
        let nested = json!([[one], [[other]]]);
        for text in [written(&both), written(&list), stream, written(&nested)] {
            assert_eq!(subjects(read(&text)), wanted, "round {round}:\n{text}");
            count += 1;
        }
    }
    assert!(count as u64 > rounds(), "{count} documents");
}

/// A byte, a line, an end or a piece more, less or elsewhere.
fn damage(text: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(text.len());
    match random.below(6) {
        0 => text.truncate(at),
        1 if at < text.len() => text[at] = *random.pick(b"\0\t \n:{}[]&*!|>'\"%@`,#-?\xff\xe4"),
        2 => {
            let line = text[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let copy = text[line..].to_vec();
            text.truncate(line);
            text.extend_from_slice(random.pick::<&[u8]>(&[
                &b"  "[..],
                b"\t",
                b"- ",
                b"? ",
                b"--- ",
                b"<<: *a\n",
                b"&a ",
                b"%YAML 1.1\n",
            ]));
            text.extend(copy);
        }
        3 => {
            let to = (at + random.below(200)).min(text.len());
            let piece = text[at..to].to_vec();
            let target = random.below(text.len());
            text.splice(target..target, piece);
        }
        4 => {
            let to = (at + random.below(60)).min(text.len());
            text.drain(at..to);
        }
        _ => {
            let deep = random.pick(&["[", "{a: ", "- ", "? "]).repeat(random.below(400));
            text.splice(at..at, deep.into_bytes());
        }
    }
}
