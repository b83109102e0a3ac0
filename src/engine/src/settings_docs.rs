//! The documentation of settings: the settings that every rule has, declared once with their types, defaults and texts, and
//! the JSON Schema of a rule's settings.
//!
//! Schemas, forms, READMEs, `docs/settings.md` and the page derive from this file. No module refers to it, so it takes no space
//! there; modules read settings with [`redline_core::settings`].

use redline_alibaba::INVENTORY_FIELDS;
use redline_core::language::Bilingual;
use redline_core::rule::RuleKind;
use redline_core::settings::{SettingField, SettingType};

use crate::registry::RegisteredRule;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde_json::{Map, Value, json};

/// A setting that every rule has, or a member of one.
#[derive(Debug)]
pub struct CommonSetting {
    /// The key, in camelCase.
    pub name: &'static str,
    /// The type of its value.
    pub ty: CommonType,
    /// The default as JSON.
    pub default: &'static str,
    /// What the setting does.
    pub doc: Bilingual,
}

/// The type of a common setting.
#[derive(Debug)]
pub enum CommonType {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// `true` or `false`.
    Boolean,
    /// A duration such as `30m`.
    Duration,
    /// A list of names, or of patterns with a trailing `*`.
    Patterns,
    /// An object with these members.
    Object(&'static [CommonSetting]),
}

/// Approvals are annotations on Kubernetes objects, so cloud rules do not have this setting.
const APPROVAL: &str = "approval";

/// The settings that every rule has, in the order in which they are documented.
pub static COMMON_SETTINGS: &[CommonSetting] = &[
    CommonSetting {
        name: "enforcement",
        ty: CommonType::OneOf(&["audit", "warn", "deny", "strict"]),
        default: "\"deny\"",
        doc: Bilingual {
            en: "how findings become an answer: `audit`, `warn`, `deny` or `strict`",
            zh: "如何处理发现的问题：`audit`、`warn`、`deny` 或 `strict`",
        },
    },
    CommonSetting {
        name: "language",
        ty: CommonType::OneOf(&["en", "zh", "both"]),
        default: "\"en\"",
        doc: Bilingual {
            en: "language of messages: `en`, `zh` or `both`", zh: "消息语言：`en`、`zh` 或 `both`"
        },
    },
    CommonSetting {
        name: "exemptDefaults",
        ty: CommonType::Boolean,
        default: "true",
        doc: Bilingual { en: "whether the rule's built-in exemptions apply", zh: "是否启用规则的内置豁免" },
    },
    CommonSetting {
        name: "exempt",
        ty: CommonType::Object(EXEMPT),
        default: "{}",
        doc: Bilingual {
            en: "who and what is exempt, in addition to the built-in exemptions",
            zh: "内置豁免之外，额外豁免的用户、组、服务账号、工作负载、命名空间和对象",
        },
    },
    CommonSetting {
        name: APPROVAL,
        ty: CommonType::Object(APPROVALS),
        default: "{}",
        doc: Bilingual {
            en: "two-step confirmation by annotations on the object", zh: "通过对象上的注解进行两步确认"
        },
    },
];

static EXEMPT: &[CommonSetting] = &[
    patterns(
        "users",
        "the requester's user name; exact, or with one trailing `*`",
        "请求者的用户名，可以一个 `*` 结尾",
    ),
    patterns("groups", "groups of the requester", "请求者所属的组"),
    patterns(
        "serviceAccounts",
        "the requester's service account, as `namespace/name` or `namespace/*`",
        "请求者的服务账号，格式为 `namespace/name` 或 `namespace/*`",
    ),
    patterns(
        "workloads",
        "the account that a pod runs as, as `namespace/serviceAccountName`",
        "Pod 所使用的服务账号，格式为 `namespace/serviceAccountName`",
    ),
    patterns("namespaces", "namespaces of the object", "对象所在的命名空间"),
    patterns(
        "objects",
        "objects, as `namespace/name`, or `name` if cluster-scoped; a `*` does not cross the `/`",
        "对象，格式为 `namespace/name`，集群级对象为 `name`；`*` 不跨越 `/`",
    ),
];

static APPROVALS: &[CommonSetting] = &[
    CommonSetting {
        name: "enabled",
        ty: CommonType::Boolean,
        default: "false",
        doc: Bilingual { en: "whether approvals count", zh: "是否启用审批" },
    },
    CommonSetting {
        name: "maxDuration",
        ty: CommonType::Duration,
        default: "\"24h\"",
        doc: Bilingual {
            en: "the longest that an approval may still run, such as `90s`, `30m`, `24h` or `7d`",
            zh: "审批的最长剩余有效期，例如 `90s`、`30m`、`24h`、`7d`",
        },
    },
    CommonSetting {
        name: "requireReason",
        ty: CommonType::Boolean,
        default: "true",
        doc: Bilingual { en: "whether an approval must give a reason", zh: "审批是否必须填写理由" },
    },
];

/// The members of a rule's own setting of the type [`Identities`](redline_core::settings::Identities).
pub static IDENTITIES: &[CommonSetting] = &[
    patterns("users", "user names; exact, or with one trailing `*`", "用户名，可以一个 `*` 结尾"),
    patterns("groups", "groups", "组"),
    patterns(
        "serviceAccounts",
        "service accounts, as `namespace/name` or `namespace/*`",
        "服务账号，格式为 `namespace/name` 或 `namespace/*`",
    ),
];

const fn patterns(name: &'static str, en: &'static str, zh: &'static str) -> CommonSetting {
    CommonSetting { name, ty: CommonType::Patterns, default: "[]", doc: Bilingual { en, zh } }
}

impl CommonSetting {
    /// The default as it is written in YAML, without quotes.
    pub fn default_text(&self) -> &'static str {
        self.default.trim_matches('"')
    }

    /// The default as a JSON value.
    pub fn default_value(&self) -> Value {
        serde_json::from_str(self.default).unwrap_or_default()
    }

    /// The JSON Schema of the setting.
    pub fn schema(&self) -> Value {
        let mut schema = match self.ty {
            CommonType::OneOf(words) => json!({"enum": words}),
            CommonType::Boolean => json!({"type": "boolean"}),
            CommonType::Duration => json!({"type": "string", "pattern": "^([0-9]+[smhd])+$"}),
            CommonType::Patterns => json!({"type": "array", "items": {"type": "string", "minLength": 1}}),
            CommonType::Object(members) => object(properties(members.iter())),
        };
        schema["description"] = json!(self.doc.en);
        if !matches!(self.ty, CommonType::Object(_)) {
            schema["default"] = self.default_value();
        }
        schema
    }
}

fn properties<'a>(settings: impl Iterator<Item = &'a CommonSetting>) -> Map<String, Value> {
    settings.map(|setting| (setting.name.to_string(), setting.schema())).collect()
}

/// The settings that every rule of this kind has.
pub fn common(kind: RuleKind) -> impl Iterator<Item = &'static CommonSetting> {
    COMMON_SETTINGS.iter().filter(move |setting| kind == RuleKind::Admission || setting.name != APPROVAL)
}

/// The schema properties of the settings that every rule of this kind has. For cloud rules, the settings of the inventory are
/// not included.
pub fn common_properties(kind: RuleKind) -> Map<String, Value> {
    properties(common(kind))
}

/// The settings of a rule in addition to the common ones. For cloud rules they include the inventory.
pub fn own_fields(rule: &RegisteredRule) -> Vec<&'static SettingField> {
    let cloud = rule.kind == RuleKind::Cloud;
    let inventory = cloud.then_some(INVENTORY_FIELDS).into_iter().flatten();
    rule.docs.settings.iter().chain(inventory).collect()
}

/// The JSON Schema of a rule's own setting.
pub fn own_schema(field: &SettingField) -> Value {
    let mut schema = match field.ty {
        SettingType::Boolean => json!({"type": "boolean"}),
        SettingType::String => json!({"type": "string"}),
        SettingType::Strings => json!({"type": "array", "items": {"type": "string"}}),
        SettingType::TrueOrStrings => {
            json!({"oneOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]})
        }
        SettingType::Identities => object(properties(IDENTITIES.iter())),
    };
    schema["description"] = json!(field.doc.en.trim());
    schema["default"] = serde_json::from_str(&(field.default)()).unwrap_or_default();
    schema
}

/// The schema of an object with these properties and no others.
pub fn object(properties: Map<String, Value>) -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

/// The JSON Schema of a module's settings, given their properties.
pub fn document(id: &str, properties: Map<String, Value>) -> Value {
    let mut schema = object(properties);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(format!("Settings of {id}"));
    schema
}

/// The JSON Schema of a rule's settings.
pub fn schema(rule: &RegisteredRule) -> Value {
    let mut properties = common_properties(rule.kind);
    properties.extend(own_fields(rule).into_iter().map(|field| (field.name.to_string(), own_schema(field))));
    document(rule.id(), properties)
}

#[cfg(test)]
mod tests {
    use super::*;
    use redline_core::settings::{self, CommonSettings, NoSettings};

    /// A settings object with the defaults of the table, including the members of objects.
    fn defaults(settings: &[CommonSetting]) -> Value {
        let value = |setting: &CommonSetting| match setting.ty {
            CommonType::Object(members) => defaults(members),
            _ => setting.default_value(),
        };
        settings.iter().map(|setting| (setting.name.to_string(), value(setting))).collect()
    }

    fn read(settings: &Value) -> Result<CommonSettings, String> {
        settings::read(Some(&settings.to_string()), &mut NoSettings)
    }

    #[test]
    fn the_defaults_are_those_that_modules_use() {
        assert_eq!(read(&defaults(COMMON_SETTINGS)), Ok(CommonSettings::default()));
    }

    /// The message about an unknown setting lists the names of all settings.
    #[test]
    fn the_table_has_every_setting_that_modules_take() {
        let known = |message: String| {
            let (_, list) = message.split_once("known are ").unwrap();
            list.split(", ").map(str::to_string).collect::<Vec<_>>()
        };
        let names = |settings: &[CommonSetting]| settings.iter().map(|s| s.name.to_string()).collect::<Vec<_>>();
        assert_eq!(known(read(&json!({"zzzzzzzz": 1})).unwrap_err()), names(COMMON_SETTINGS));
        for setting in COMMON_SETTINGS {
            let CommonType::Object(members) = setting.ty else { continue };
            assert_eq!(known(read(&json!({setting.name: {"zzzzzzzz": 1}})).unwrap_err()), names(members));
        }
        let own = <settings::Identities as settings::Setting>::read(r#"{"zzzzzzzz": []}"#).unwrap_err();
        assert_eq!(known(own), names(IDENTITIES));
    }

    #[test]
    fn the_words_of_a_choice_are_those_that_modules_take() {
        for setting in COMMON_SETTINGS {
            let CommonType::OneOf(words) = setting.ty else { continue };
            for word in words {
                assert!(read(&json!({setting.name: word})).is_ok(), "{}: {word}", setting.name);
            }
            let message = read(&json!({setting.name: "zzz"})).unwrap_err();
            assert!(message.ends_with(&words.join(", ")), "{message}");
        }
    }
}
