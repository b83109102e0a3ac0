//! Settings as they are written, and what is said about those that cannot be used.

use super::*;
use crate::finding::Level;
use crate::language::Language;

/// A rule with a setting of each type, and one that all rules of its kind have.
#[derive(Default)]
struct Own {
    enabled: bool,
    name: String,
    names: Vec<String>,
    people: Identities,
    shared: String,
}

impl RuleSettings for Own {
    fn keys(&self) -> &'static [&'static str] {
        &["enabled", "name", "names", "people"]
    }
    fn shared(&self) -> &'static [&'static str] {
        &["cluster"]
    }
    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        Some(match key {
            "enabled" => self.enabled.assign(json),
            "name" => self.name.assign(json),
            "names" => self.names.assign(json),
            "people" => self.people.assign(json),
            "cluster" => self.shared.assign(json).map_err(|e| format!("`cluster.id`: {e}")),
            _ => return None,
        })
    }
}

fn of(json: &str) -> (CommonSettings, Own) {
    let mut own = Own::default();
    let common = read(Some(json), &mut own).unwrap_or_else(|e| panic!("{json}: {e}"));
    (common, own)
}

#[test]
fn what_is_not_set_has_its_default() {
    let default = CommonSettings::default();
    for json in
        ["", " ", "null", "\n null ", "{}", r#"{"enforcement": null, "approval": null, "name": null, "cluster": null}"#]
    {
        assert_eq!(of(json).0, default, "{json}");
    }
    assert_eq!(read(None, &mut NoSettings), Ok(default.clone()));
    assert!(default.exempt_defaults && !default.approval.enabled && default.approval.require_reason);
    assert_eq!((default.approval.max_seconds, default.enforcement), (86_400, Enforcement::Deny));
}

#[test]
fn every_setting_is_read() {
    let (common, own) = of(r#"{
        "enforcement": "warn", "language": "zh", "exemptDefaults": false,
        "exempt": {"users": ["u*"], "groups": ["g"], "serviceAccounts": ["a/b"], "workloads": ["c/*"],
                   "namespaces": ["n"], "objects": ["o"]},
        "approval": {"enabled": true, "maxDuration": "90m", "requireReason": false},
        "enabled": true, "name": "x\"y", "names": ["a", "b"], "people": {"users": ["ann"], "groups": [], "serviceAccounts": ["k/s"]},
        "cluster": "c1"
    }"#);
    assert_eq!((common.enforcement, common.language), (Enforcement::Warn, Language::Zh));
    assert!(!common.exempt_defaults);
    let exempt = Exempt {
        users: vec!["u*".into()],
        groups: vec!["g".into()],
        service_accounts: vec!["a/b".into()],
        workloads: vec!["c/*".into()],
        namespaces: vec!["n".into()],
        objects: vec!["o".into()],
    };
    assert_eq!(common.exempt, exempt);
    assert_eq!(common.approval, Approval { enabled: true, max_seconds: 5400, require_reason: false });
    assert_eq!((own.enabled, &*own.name, &*own.shared), (true, "x\"y", "c1"));
    // What is written is what was read.
    assert_eq!((own.enabled.to_json(), own.name.to_json()), ("true".into(), r#""x\"y""#.into()));
    assert_eq!(own.names.to_json(), r#"["a","b"]"#);
    assert_eq!(own.people.to_json(), r#"{"users":["ann"],"groups":[],"serviceAccounts":["k/s"]}"#);
}

#[test]
fn each_enforcement_and_language_has_its_word() {
    for (word, value, denies) in [
        ("audit", Enforcement::Audit, [false, false]),
        ("warn", Enforcement::Warn, [false, false]),
        ("deny", Enforcement::Deny, [true, false]),
        ("strict", Enforcement::Strict, [true, true]),
    ] {
        let read = of(&format!(r#"{{"enforcement": "{word}"}}"#)).0.enforcement;
        assert_eq!((read, [Level::Deny, Level::Warn].map(|level| read.denies(level))), (value, denies));
    }
    for (word, value) in [("en", Language::En), ("zh", Language::Zh), ("both", Language::Both)] {
        assert_eq!(of(&format!(r#"{{"language": "{word}"}}"#)).0.language, value);
    }
}

#[test]
fn errors_say_where_and_what_to_write() {
    for (json, expected) in [
        ("[]", "settings: expected an object"),
        (r#"{"enforcement": "hard"}"#, "`enforcement`: `hard` is not one of audit, warn, deny, strict"),
        (r#"{"language": 1}"#, "`language`: expected one of en, zh, both"),
        (r#"{"exemptDefaults": "no"}"#, "`exemptDefaults`: expected true or false"),
        (r#"{"exempt": []}"#, "`exempt`: expected an object"),
        (r#"{"exempt": {"user": []}}"#, "unknown setting `exempt.user`, did you mean `users`?"),
        (r#"{"exempt": {"users": "ann"}}"#, "`exempt.users`: expected a list of strings"),
        (r#"{"exempt": {"users": ["ann", " "]}}"#, "`exempt.users[1]`: is empty; expected a user name"),
        (r#"{"exempt": {"groups": [""]}}"#, "`exempt.groups[0]`: is empty; expected a group"),
        (r#"{"exempt": {"namespaces": [""]}}"#, "`exempt.namespaces[0]`: is empty; expected a namespace"),
        (r#"{"exempt": {"objects": [""]}}"#, "`exempt.objects[0]`: is empty; expected an object"),
        (r#"{"exempt": {"users": ["a*b"]}}"#, "`exempt.users[0]`: `a*b` has a `*` that is not at the end"),
        (
            r#"{"exempt": {"serviceAccounts": ["a"]}}"#,
            "`exempt.serviceAccounts[0]`: `a` is not of the form namespace/name or namespace/*",
        ),
        (
            r#"{"exempt": {"workloads": ["a"]}}"#,
            "`exempt.workloads[0]`: `a` is not of the form namespace/serviceAccountName or namespace/*",
        ),
        (r#"{"approval": true}"#, "`approval`: expected an object"),
        (r#"{"approval": {"enabled": 1}}"#, "`approval.enabled`: expected true or false"),
        (r#"{"approval": {"requireReason": 1}}"#, "`approval.requireReason`: expected true or false"),
        (r#"{"approval": {"maxDuration": 1}}"#, "`approval.maxDuration`: expected a string"),
        (
            r#"{"approval": {"maxDuration": "long"}}"#,
            "`approval.maxDuration`: `long` is not a duration such as 30m or 24h",
        ),
        (
            r#"{"approval": {"until": 1}}"#,
            "unknown setting `approval.until`, known are enabled, maxDuration, requireReason",
        ),
        (r#"{"enabled": 1}"#, "`enabled`: expected true or false"),
        (r#"{"people": []}"#, "`people`: expected an object"),
        (r#"{"people": {"user": []}}"#, "`people`: unknown setting `user`, did you mean `users`?"),
        (
            r#"{"people": {"serviceAccounts": ["a"]}}"#,
            "`people`: `serviceAccounts[0]`: `a` is not of the form namespace/name or namespace/*",
        ),
        // What all rules of a kind share names its own path.
        (r#"{"cluster": 1}"#, "`cluster.id`: expected a string"),
        (r#"{"NAMES": []}"#, "unknown setting `NAMES`, did you mean `names`?"),
        (r#"{"clusters": 1}"#, "unknown setting `clusters`, did you mean `cluster`?"),
        // Only what is known may be null.
        (
            r#"{"zzz": null}"#,
            "unknown setting `zzz`, known are enforcement, language, exemptDefaults, exempt, approval, enabled, name, names, \
             people, cluster",
        ),
    ] {
        let mut own = Own::default();
        assert_eq!(read(Some(json), &mut own).unwrap_err(), expected, "{json}");
        let response = validate("some-rule", json.as_bytes(), &mut own);
        assert_eq!((response.valid, response.message), (false, Some(format!("some-rule: {expected}"))));
    }
    let response = validate("some-rule", b"\xff", &mut NoSettings);
    assert_eq!(response.message.as_deref(), Some("some-rule: settings: not valid UTF-8"));
    assert!(validate("some-rule", b"{}", &mut NoSettings).valid);
}

#[test]
fn a_suggestion_is_near() {
    let known = ["enforcement", "exempt", "ab"];
    for (path, suggested) in [
        ("enforcment", "enforcement"),
        ("Enforcement", "enforcement"),
        ("forcement", "enforcement"),
        ("a.exemt", "exempt"),
        ("exemptt", "exempt"),
        ("xempts", "exempt"),
        ("a", "ab"),
        // Two changes are near for what is short, a third of the letters for what is long.
        ("abcd", "ab"),
        ("e.x.abcd", "ab"),
        ("enforcement1234", "enforcement"),
    ] {
        let expected = format!("unknown setting `{path}`, did you mean `{suggested}`?");
        assert_eq!(unknown(path, &mut known.iter()), expected);
    }
    for path in ["abcde", "enforcement123456789", "quite another", ""] {
        let message = unknown(path, &mut known.iter());
        let expected = format!("unknown setting `{path}`, known are enforcement, exempt, ab");
        assert!(message == expected || path.is_empty() && message.contains("`ab`"), "{message}");
    }
}

#[test]
fn identities_are_users_groups_and_service_accounts() {
    let people: Identities =
        Setting::read(r#"{"users": ["ann", "adm-*"], "groups": ["ops"], "serviceAccounts": ["k/s", "ns/*"]}"#).unwrap();
    let contain = |user: &str, groups: &[&str]| people.contain(user, groups.iter().copied());
    assert!(contain("ann", &[]) && contain("adm-1", &[]) && contain("bob", &["dev", "ops"]));
    assert!(contain("system:serviceaccount:k:s", &[]) && contain("system:serviceaccount:ns:x", &[]));
    assert!(!contain("bob", &["dev"]) && !contain("k/s", &[]) && !contain("system:serviceaccount:k:t", &[]));
}
