//! Log configurations and their definitions.
#![no_std]

mod docs;

use guards::object::{self, Whole};
use redline_engine::json::{Fields, read};
use redline_engine::prelude::*;
use redline_engine::strings::{concat, truncate_for_display};

/// Log collection configurations and their CRDs must not be deleted.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
            on(UPDATE_DELETE, kinds::ALIYUN_LOG_CONFIG),
            on(UPDATE_DELETE, kinds::CLUSTER_ALIYUN_PIPELINE_CONFIG),
        ],
        rows: &[rows::R58],
        // The controllers that write these objects for the console.
        exempt_users: &[
            "system:serviceaccount:kube-system:alibaba-log-controller",
            "system:serviceaccount:kube-system:loongcollector-operator",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &NoSettings, out: &mut Findings) {
        let id = truncate_for_display(&req.object_id());
        let definition = ["customresourcedefinitions", "CustomResourceDefinition"].contains(&&*req.resource.resource)
            || req.kind.kind == "CustomResourceDefinition";
        if definition && !DEFINITIONS.contains(&req.object_name()) {
            return;
        }
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) if definition => {
                let text =
                    text!("deletes CRD `{id}` and every object of its kind", "该请求将删除 CRD `{id}` 及其全部对象");
                let mut finding = Finding::deny("", text);
                let (version, kind) = if req.object_name() == DEFINITIONS[0] { KINDS[0] } else { KINDS[1] };
                match ctx.host.count(version, kind, "") {
                    None => {}
                    Some(0) => {
                        finding.level = Level::Warn;
                        finding.text.append(&text!("no such objects exist", "目前没有该类对象"));
                    }
                    Some(n) => finding.text.append(&text!("existing objects: {n}", "现有对象 {n} 个")),
                }
                out.push(finding);
            }
            (Operation::Delete, _, _) => {
                let kind = req.kind_name();
                // A single object is deleted along with its application; a whole collection is an accident.
                let level = if req.name.is_empty() { Level::Deny } else { Level::Warn };
                out.push(
                    Finding::deny(
                        "",
                        text!(
                            "deletes {kind} `{id}` and stops the log collection that it configures",
                            "该请求将删除 {kind} `{id}`，其配置的日志采集会停止"
                        ),
                    )
                    .at(level),
                );
            }
            (Operation::Update, ..) if definition => out.extend(object::added_owner(req)),
            (Operation::Update, Some(old), Some(new)) => {
                let kind = req.kind_name();
                // The log service's controller owns nothing; an owner is how an application deletes its configuration.
                out.extend(object::added_owner(req).map(|finding| finding.at(Level::Warn)));
                if !object::lost_finalizers(&old.metadata, &new.metadata).is_empty() {
                    let text =
                        text!("removes finalizers from {kind} `{id}`", "该请求将移除 {kind} `{id}` 的 finalizer");
                    out.push(Finding::deny("metadata.finalizers", text));
                }
                if old.fields.get("spec").is_some()
                    && new.fields.get("spec").is_none_or(|spec| matches!(spec.get(), "null" | "{}"))
                {
                    let text = text!("clears the spec of {kind} `{id}`", "该请求将清空 {kind} `{id}` 的 spec");
                    out.push(Finding::deny("spec", text));
                } else if let Some(field) = emptied(old, new) {
                    let text = text!(
                        "empties `{field}` of {kind} `{id}`, which stops the log collection that it configures",
                        "该请求将清空 {kind} `{id}` 的 `{field}`，其配置的日志采集会停止"
                    );
                    out.push(Finding::deny(field, text));
                }
            }
            _ => {}
        }
    }
}

/// Members of `spec` that say what is collected and where it goes, those of an AliyunLogConfig and those of a pipeline
/// configuration; and their own members of which the same is true.
const CONTENT: &[(&str, &[&str])] = &[
    ("logstore", &[]),
    ("logtailConfig", &["inputType", "inputDetail"]),
    ("inputDetail", &["plugin", "logPath", "filePattern"]),
    ("plugin", &["inputs"]),
    ("config", &["inputs", "flushers"]),
    ("project", &[]),
];

/// The members of an object; none if it is something else.
fn members<'a>(fields: &Fields<'a>, key: &str) -> Fields<'a> {
    fields.get(key).and_then(|value| read(value.get()).ok()).unwrap_or_default()
}

/// The path of the first such member that an update removes or empties.
fn emptied(old: &Whole<'_>, new: &Whole<'_>) -> Option<String> {
    let outer = ["logstore", "logtailConfig", "config", "project"];
    emptied_in("spec", &outer, &members(&old.fields, "spec"), &members(&new.fields, "spec"))
}

fn emptied_in(path: &str, keys: &[&str], old: &Fields<'_>, new: &Fields<'_>) -> Option<String> {
    let filled = |fields: &Fields<'_>, key: &str| {
        fields.get(key).is_some_and(|value| {
            let text: String = value.get().split_ascii_whitespace().collect();
            !matches!(&*text, "null" | "{}" | "[]" | "\"\"")
        })
    };
    keys.iter().copied().filter(|key| filled(old, key)).find_map(|key| {
        let path = concat(&[path, ".", key]);
        if !filled(new, key) {
            return Some(path);
        }
        let (_, inner) = CONTENT.iter().find(|(name, _)| *name == key)?;
        emptied_in(&path, inner, &members(old, key), &members(new, key))
    })
}

/// CRDs from the log service's documentation of collection by CRD.
const DEFINITIONS: &[&str] =
    &["aliyunlogconfigs.log.alibabacloud.com", "clusteraliyunpipelineconfigs.telemetry.alibabacloud.com"];

/// API version and kind that [`DEFINITIONS`] define, in the same order.
const KINDS: [(&str, &str); 2] = [
    ("log.alibabacloud.com/v1alpha1", "AliyunLogConfig"),
    ("telemetry.alibabacloud.com/v1alpha1", "ClusterAliyunPipelineConfig"),
];
