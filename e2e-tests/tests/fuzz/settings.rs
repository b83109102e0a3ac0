//! Settings: whatever they are, they are accepted or refused with a reason, and a request is evaluated with them.

use redline_dev::{BUNDLES, RULES};
use redline_e2e::{bundle_native_settings, cases, cases_of, native, native_settings};
use redline_host::Verdict;
use serde_json::{Value, json};

use crate::random::{Random, rounds};

#[test]
fn settings_are_accepted_or_refused() {
    let known: Vec<(usize, Value, Option<Vec<u8>>)> = (0..RULES.len())
        .flat_map(|i| cases(&RULES[i]).into_iter().map(move |case| (i, case.settings.clone(), case.payload().ok())))
        .collect();
    let (mut accepted, mut refused) = (0, 0);
    for round in 0..rounds() {
        let mut random = Random::new(round);
        let (rule, settings, payload) = random.pick(&known);
        let mut settings = if settings.is_null() { json!({}) } else { settings.clone() };
        for _ in 0..=random.below(3) {
            random.change(&mut settings);
        }
        let rule = &RULES[*rule];
        let answer = native_settings(rule, settings.to_string().as_bytes());
        let reason = answer.message.as_deref().unwrap_or_default();
        assert_eq!(answer.valid, reason.is_empty(), "{} {settings}: {answer:?}", rule.id());
        if answer.valid {
            accepted += 1
        } else {
            refused += 1
        }
        let Some(payload) = payload.as_deref().and_then(|p| serde_json::from_slice::<Value>(p).ok()) else { continue };
        let Value::Object(mut members) = payload else { continue };
        members.insert("settings".to_owned(), settings.clone());
        let response = native(rule, Value::Object(members).to_string().as_bytes(), None);
        // Settings that are refused refuse the request, unless it is none of the rule's.
        if !answer.valid {
            let verdict = response.verdict();
            let fine = matches!(verdict, Verdict::Invalid | Verdict::Allow);
            assert!(fine, "{} {settings}: {verdict}", rule.id());
        }
    }
    assert!(accepted > 0 && refused > 0, "{accepted} accepted, {refused} refused");
}

#[test]
fn settings_of_bundles_are_accepted_or_refused() {
    for round in 0..rounds() / 4 {
        let mut random = Random::new(round);
        let bundle = random.pick(BUNDLES);
        let known = cases_of(bundle.id);
        let mut settings = known.get(random.below(known.len())).map_or_else(|| json!({}), |case| case.settings.clone());
        if settings.is_null() || random.one_in(2) {
            let rule = random.pick(RULES).id();
            settings = json!({"rules": {rule: {"enabled": random.value(1), "settings": random.value(2)}}});
        }
        random.change(&mut settings);
        let answer = bundle_native_settings(bundle, settings.to_string().as_bytes());
        let reason = answer.message.as_deref().unwrap_or_default();
        assert_eq!(answer.valid, reason.is_empty(), "{settings}: {answer:?}");
    }
}
