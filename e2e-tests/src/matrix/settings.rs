//! Settings that cannot be used: refused by `validate_settings`, and no request goes through with them.

use redline_engine::settings::SettingType;
use serde_json::json;

use super::{Base, Expected, Variant};

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let not_an_object = Variant {
        name: "settings: []".to_owned(),
        payload: json!({"request": base.request, "settings": []}).to_string().into_bytes(),
        expected: Expected::UnusableSettings("settings: expected an object".to_owned()),
    };
    let mut unusable = vec![
        (json!({"enforcment": "warn"}), "unknown setting `enforcment`, did you mean `enforcement`?".to_owned()),
        (json!({"enforcement": "off"}), "`enforcement`: `off` is not one of audit, warn, deny, strict".to_owned()),
        (json!({"enforcement": 1}), "`enforcement`: expected one of audit, warn, deny, strict".to_owned()),
        (json!({"language": "de"}), "`language`: `de` is not one of en, zh, both".to_owned()),
        (json!({"exemptDefaults": "no"}), "`exemptDefaults`: expected true or false".to_owned()),
        (json!({"exempt": []}), "`exempt`: expected an object".to_owned()),
        (json!({"exempt": {"user": []}}), "unknown setting `exempt.user`, did you mean `users`?".to_owned()),
        (json!({"exempt": {"users": "alice"}}), "`exempt.users`: expected a list of strings".to_owned()),
        (
            json!({"exempt": {"groups": ["a*b"]}}),
            "`exempt.groups[0]`: `a*b` has a `*` that is not at the end".to_owned(),
        ),
        (
            json!({"exempt": {"namespaces": ["a", " "]}}),
            "`exempt.namespaces[1]`: is empty; expected a namespace".to_owned(),
        ),
        (
            json!({"exempt": {"serviceAccounts": ["deployer"]}}),
            "`exempt.serviceAccounts[0]`: `deployer` is not of the form namespace/name or namespace/*".to_owned(),
        ),
        (json!({"approval": true}), "`approval`: expected an object".to_owned()),
        (
            json!({"approval": {"enable": true}}),
            "unknown setting `approval.enable`, did you mean `enabled`?".to_owned(),
        ),
        (
            json!({"approval": {"maxDuration": "a day"}}),
            "`approval.maxDuration`: `a day` is not a duration such as 30m or 24h".to_owned(),
        ),
    ];
    if base.is_cloud() {
        let problem =
            "`approval.enabled`: approvals are annotations of Kubernetes objects and do not apply to cloud rules";
        unusable.push((json!({"approval": {"enabled": true}}), problem.to_owned()));
    }
    for setting in base.rule.docs.settings {
        let wanted = match setting.ty {
            SettingType::Boolean => "true or false",
            SettingType::String => "a string",
            SettingType::Strings => "a list of strings",
            SettingType::TrueOrStrings => "`true` or a list with names of lists",
            SettingType::Identities => "an object",
        };
        unusable.push((json!({setting.name: 7}), format!("`{}`: expected {wanted}", setting.name)));
    }
    let unusable = unusable.into_iter();
    unusable
        .map(|(settings, problem)| base.setting(settings, Expected::UnusableSettings(problem)))
        .chain([not_an_object])
        .collect()
}
