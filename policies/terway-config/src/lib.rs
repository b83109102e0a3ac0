//! Terway's configuration: the ConfigMap `eni-config`, and ConfigMaps that override it for single nodes.
#![no_std]

mod docs;
mod fields;
mod settings;
mod values;

use fields::{Document, ENI_CONF, OPEN_KEYS, TERWAY_CONF};
use guards::config_json::{self, Edit};
use guards::members::{MemberChange, pairs};
use redline_engine::prelude::*;
use redline_engine::strings::{concat, truncate_for_display};
use settings::Settings;

/// Fixed fields of Terway's configuration must not be changed.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = ConfigMap<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &of_interest(Interest::KubeSystem, [on(CREATE_UPDATE_DELETE, kinds::CONFIG_MAP)]),
        rows: &[rows::R49],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, ConfigMap<'_>>, settings: &Settings, out: &mut Findings) {
        if req.object_namespace() != "kube-system" {
            return;
        }
        let id = truncate_for_display(&req.object_id());
        let comparison = Comparison { id: &id, settings, old: req.old_object.as_ref() };
        match (req.object_name(), req.operation, &req.object) {
            ("eni-config", Operation::Delete, _) => {
                out.push(Finding::deny(
                    "",
                    text!(
                        "deletes ConfigMap `{id}`, Terway's configuration",
                        "该请求将删除 Terway 的配置 ConfigMap `{id}`"
                    ),
                ));
            }
            // Creating it again is the recovery, so only values that Terway cannot use count.
            ("eni-config", Operation::Create, Some(new)) => comparison.check_values(new, true, out),
            ("eni-config", Operation::Update, Some(new)) => {
                comparison.check_eni_config(new, out);
                out.extend(guards::object::added_owner(req));
            }
            (_, Operation::Create | Operation::Update, Some(new)) => comparison.check_node_level(new, out),
            _ => {}
        }
    }
}

redline_engine::view! {
    /// What the rule reads of a ConfigMap.
    pub struct ConfigMap<'a> {
        metadata: ObjectMeta<'a>,
        data: Map<'a>,
        binary_data = "binaryData": Map<'a>,
        immutable: Option<bool>,
    }
}
redline_engine::objects!(ConfigMap);

/// A request compared with the ConfigMap that it changes.
struct Comparison<'r, 'a> {
    /// The ConfigMap, for messages.
    id: &'r str,
    settings: &'r Settings,
    old: Option<&'r ConfigMap<'a>>,
}

impl Comparison<'_, '_> {
    fn check_eni_config(&self, new: &ConfigMap<'_>, out: &mut Findings) {
        let (id, Some(old)) = (self.id, self.old) else { return };
        for (key, before, after) in pairs(&old.data, &new.data) {
            if before != after && !OPEN_KEYS.contains(&key) && !self.allows(key, "") {
                self.check_key(key, before.map(|v| &**v), after.map(|v| &**v), out);
            }
        }
        for (key, before, after) in pairs(&old.binary_data, &new.binary_data) {
            if after.is_some() && before != after && [ENI_CONF.key, TERWAY_CONF.key].contains(&key) {
                let text = text!(
                    "writes key `{key}` of ConfigMap `{id}` as binary data, which cannot be compared",
                    "该请求将 ConfigMap `{id}` 的键 `{key}` 写入 binaryData，无法比对"
                );
                out.push(Finding::deny(concat(&["binaryData.", key]), text));
            }
        }
        if new.immutable == Some(true) && old.immutable != Some(true) {
            let text = text!(
                "makes ConfigMap `{id}` immutable, so the next change requires deleting it",
                "该请求将 ConfigMap `{id}` 设为 immutable，之后只能删除重建"
            );
            out.push(Finding::warn("immutable", text));
        }
        self.check_values(new, true, out);
    }

    /// Checks a key of `eni-config` that changed.
    fn check_key(&self, key: &str, before: Option<&str>, after: Option<&str>, out: &mut Findings) {
        let document = [&ENI_CONF, &TERWAY_CONF].into_iter().find(|d| d.key == key);
        let fields = (before.and_then(config_json::members), after.and_then(config_json::members));
        match (document, after, fields) {
            (Some(document), Some(_), (Some(old), Some(new))) => {
                self.check_edits(document, &config_json::diff(&old, &new), out);
            }
            (Some(_), Some(_), (Some(_), None)) => self.report_invalid_json(key, out),
            // The old text could not be read either, so the new one is no worse.
            (Some(_), Some(_), _) if before.is_some() => {}
            (Some(_), Some(_), (None, Some(_))) if key == ENI_CONF.key => {}
            (Some(_), Some(_), (None, None)) => self.report_invalid_json(key, out),
            (Some(_), None, _) => out.push(self.edit_finding(key, "key", "键", MemberChange::Removed)),
            _ => {
                let (kind, zh) = if document.is_some() { ("key", "键") } else { ("unknown key", "未知的键") };
                let change = MemberChange::between(before, after);
                out.push(self.edit_finding(key, kind, zh, change).at(Level::Warn));
            }
        }
    }

    /// Checks a ConfigMap that overrides `eni-config` on the nodes that name it. A field that it no longer overrides
    /// returns to the value of `eni-config`, which is harmless.
    fn check_node_level(&self, new: &ConfigMap<'_>, out: &mut Findings) {
        let before = self.old.and_then(|old| old.data.get(ENI_CONF.key));
        let Some(after) = new.data.get(ENI_CONF.key).filter(|after| Some(*after) != before) else { return };
        let old = before.map(|text| config_json::members(text));
        let Some(fields) = config_json::members(after) else {
            if old != Some(None) {
                self.report_invalid_json(ENI_CONF.key, out);
            }
            return;
        };
        let old = old.flatten().unwrap_or_default();
        let mut edits = config_json::diff_patch(&old, &fields);
        edits.retain(|edit| edit.change != MemberChange::Removed);
        self.check_edits(&ENI_CONF, &edits, out);
        self.check_values(new, false, out);
    }

    fn check_edits(&self, document: &Document, edits: &[Edit], out: &mut Findings) {
        for Edit { member, change } in edits {
            if !document.is_open(member) && !self.allows(document.key, member) {
                let path = concat(&[document.key, ".", &truncate_for_display(member)]);
                out.push(self.edit_finding(&path, "fixed field", "固定字段", *change));
            }
        }
    }

    fn edit_finding(&self, path: &str, kind: &str, kind_zh: &str, change: MemberChange) -> Finding {
        let (id, path) = (self.id, truncate_for_display(path));
        let (verb, verb_zh) = match change {
            MemberChange::Added => ("adds", "新增"),
            MemberChange::Changed => ("changes", "修改"),
            MemberChange::Removed => ("removes", "删除"),
        };
        let text = text!(
            "{verb} {kind} `{path}` of ConfigMap `{id}`",
            "该请求将{verb_zh} ConfigMap `{id}` 的{kind_zh} `{path}`"
        );
        Finding::deny(concat(&["data.", &path]), text)
    }

    fn report_invalid_json(&self, key: &str, out: &mut Findings) {
        let id = self.id;
        let text = text!(
            "key `{key}` of ConfigMap `{id}` is not a JSON object",
            "ConfigMap `{id}` 的键 `{key}` 不是 JSON 对象"
        );
        out.push(Finding::deny(concat(&["data.", key]), text));
    }

    /// Checks the values of the new object, except those that the old one already had.
    fn check_values(&self, new: &ConfigMap<'_>, whole: bool, out: &mut Findings) {
        let look = |object: &ConfigMap<'_>| {
            let mut found = Findings::new();
            for key in if whole { [ENI_CONF.key, TERWAY_CONF.key].as_slice() } else { &[ENI_CONF.key] } {
                match object.data.get(key).map(|text| config_json::members(text)) {
                    Some(Some(fields)) if *key == ENI_CONF.key => values::check(&fields, self.id, whole, &mut found),
                    // For an update, `check_key` has reported this already.
                    Some(None) if self.old.is_none() => self.report_invalid_json(key, &mut found),
                    _ => {}
                }
            }
            found
        };
        let before = self.old.map(look).unwrap_or_default();
        out.extend(redline_engine::core::finding::subtract(look(new), before));
    }

    /// Whether the settings allow changes of a field, or of the whole key if `member` is empty.
    fn allows(&self, key: &str, member: &str) -> bool {
        self.settings.allowed_fields.iter().any(|allowed| match allowed.strip_prefix(key) {
            Some("") => true,
            Some(rest) => !member.is_empty() && rest.strip_prefix('.').is_some_and(|m| config_json::fold(m) == member),
            None => false,
        })
    }
}
