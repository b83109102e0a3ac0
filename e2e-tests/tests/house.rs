//! House rules over the registry: documentation, cases, and the style of messages.

use redline_dev::{BUNDLES, RULES};
use redline_e2e::{cases, cases_of, native};
use redline_host::Verdict;

#[test]
fn documentation_has_its_headings_in_both_languages() {
    for rule in RULES {
        let docs = rule.docs;
        let [english, chinese] = [
            ["What it stops", "Why it is high-risk", "How to get it done anyway"],
            ["拦截的操作", "为何高危", "正确做法"],
        ];
        for (text, headings) in [(docs.text, english), (docs.text_zh, chinese)] {
            let found: Vec<&str> = text.lines().filter_map(|line| line.trim_start().strip_prefix("## ")).collect();
            assert_eq!(found, headings, "{}: headings", rule.id());
        }
        for section in docs.text_zh.split("## ").skip(1) {
            let letters = section.chars().filter(|letter| !letter.is_ascii()).count();
            assert!(letters > 10, "{}: no Chinese text: {section}", rule.id());
        }
        assert!(!docs.title.en.ends_with('.') && !docs.title.zh.ends_with('。'), "{}: title", rule.id());
        assert!(!rule.metadata.rows.is_empty(), "{}: no row", rule.id());
        for setting in docs.settings {
            assert!(!setting.doc.en.trim().is_empty() && !setting.doc.zh.is_empty(), "{}: {}", rule.id(), setting.name);
        }
    }
}

/// What the engine does for every rule, and that no rule lets through what it cannot read, is tested by the matrix and
/// needs no case.
#[test]
fn every_rule_has_its_cases() {
    for rule in RULES {
        let cases = cases(rule);
        let count = |prefixes: &[&str]| {
            cases.iter().filter(|case| prefixes.iter().any(|p| case.name().starts_with(&format!("{p}-")))).count()
        };
        assert!(count(&["deny", "warn"]) >= 3, "{}: the operation and two other violations at least", rule.id());
        assert!(count(&["allow"]) >= 2, "{}: two innocents at least", rule.id());
        assert!(cases.iter().any(|c| c.example), "{}: no case is an example", rule.id());
        for case in cases.iter().filter(|case| case.example) {
            assert!(!case.why_zh.is_ascii(), "{} {}: an example has `whyZh`", rule.id(), case.name());
        }
        for on in rule.metadata.requests {
            for verb in on.operations {
                let seen = cases.iter().any(|c| c.request().is_some_and(|r| r["operation"] == verb.as_str()));
                assert!(seen, "{}: no case for {}", rule.id(), verb.as_str());
            }
        }
    }
}

#[test]
fn every_bundle_has_its_cases() {
    for bundle in BUNDLES {
        let cases = cases_of(bundle.id);
        for (verdict, least) in [("deny", 4), ("warn", 1), ("allow", 4), ("invalid", 1)] {
            let count = cases.iter().filter(|case| case.name().starts_with(&format!("{verdict}-"))).count();
            assert!(count >= least, "{}: {count} cases of {verdict}", bundle.id);
        }
        assert!(cases.iter().any(|case| case.example), "{}: no case is an example", bundle.id);
    }
}

#[test]
fn the_name_of_a_case_says_its_verdict() {
    for id in RULES.iter().map(|rule| rule.id()).chain(BUNDLES.iter().map(|bundle| bundle.id)) {
        for case in cases_of(id) {
            let Some(verdict) = case.expect.verdict else { continue };
            let name = case.name();
            assert!(name.starts_with(&format!("{verdict}-")), "{id}: {name} expects {verdict}");
        }
    }
}

#[test]
fn denials_follow_the_house_style() {
    for rule in RULES {
        for case in cases(rule) {
            let Ok(payload) = case.payload() else { continue };
            let response = native(rule, &payload, case.cluster().as_ref());
            if response.verdict() != Verdict::Deny {
                continue;
            }
            let message = response.message.unwrap_or_default();
            let at = format!("{} {}: {message}", rule.id(), case.name());
            assert!(message.starts_with(&format!("{}: ", rule.id())), "{at}");
            assert!(!message.contains('\n') && !message.ends_with('.') && !message.ends_with('。'), "{at}");
            assert!(message.contains("impact: ") || message.contains("影响："), "{at}");
            assert!(message.contains("instead: ") || message.contains("正确做法："), "{at}");
        }
    }
}

/// An approval can be on whatever a rule evaluates, so the rule about approvals has to see all of that.
#[test]
fn approvals_are_watched_wherever_they_count() {
    let watched = redline_dev::rule("approval-grant").unwrap().metadata.requests;
    let sees = |group: &str, plural: &str, sub: &str| {
        watched
            .iter()
            .filter(|on| on.kind.group == group)
            .any(|on| on.resource() == (plural, sub) || on.kind.plural == "*")
    };
    // A write to these keeps the annotations that the client sends.
    for (group, plural, sub) in [
        ("", "namespaces", "finalize"),
        ("", "namespaces", "status"),
        ("", "nodes", "status"),
        ("", "persistentvolumeclaims", "status"),
        ("", "persistentvolumes", "status"),
        ("", "pods", "binding"),
        ("", "bindings", ""),
        ("", "pods", "status"),
        ("", "replicationcontrollers", "status"),
        ("", "services", "status"),
        ("apps", "daemonsets", "status"),
        ("apps", "deployments", "status"),
        ("apps", "replicasets", "status"),
        ("apps", "statefulsets", "status"),
        ("batch", "cronjobs", "status"),
        ("batch", "jobs", "status"),
        ("networking.k8s.io", "ingresses", "status"),
    ] {
        assert!(sees(group, plural, sub), "approval-grant does not see {plural}/{sub} of `{group}`");
    }
    let own = ["approval-grant"];
    for rule in RULES.iter().filter(|rule| !own.contains(&rule.id())) {
        for on in rule.metadata.requests {
            // What these write are not the annotations of the object itself.
            if ["attach", "exec", "scale", "ephemeralcontainers"].contains(&on.sub_resource) {
                continue;
            }
            let (group, plural) = (on.kind.group, on.kind.plural);
            // A webhook for every write of a cluster would cost too much; docs/security.md says what is lost.
            if group == "*" {
                continue;
            }
            assert!(sees(group, plural, ""), "{}: approval-grant does not see {plural} of `{group}`", rule.id());
        }
    }
}
