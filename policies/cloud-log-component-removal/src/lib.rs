//! Removing log add-ons, log projects and Logstores.
#![no_std]

mod docs;

use redline_engine::alibaba::addon;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R59], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const UNINSTALLED: Bilingual =
    Bilingual { en: "uninstalls a log add-on of cluster {}", zh: "卸载集群 {} 的日志组件" };
const PROJECT: Bilingual = Bilingual { en: "deletes log project {}", zh: "删除日志项目 {}" };
const STORE: Bilingual =
    Bilingual { en: "deletes a Logstore of log project {}", zh: "删除日志项目 {} 中的日志库" };

/// Names of the add-ons.
const ADDONS: &[&str] = &["logtail-ds", "loongcollector", "alibaba-log-controller"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &Action::joined::<{ ADD_ONS.len() + LOGS.len() }>(&[ADD_ONS, LOGS]);

const ADD_ONS: &[Action] = &addon::uninstall(ADDONS, UNINSTALLED);

const LOGS: &[Action] = &[
    Action::call("log", "DeleteProject", Class::LogProject, PROJECT),
    Action::call("log", "DeleteLogStore", Class::LogProject, STORE),
    Action::terraform("alicloud_log_project", Change::Delete, Class::LogProject, PROJECT).ids(&[
        "id",
        "project_name",
        "name",
    ]),
    Action::terraform("alicloud_log_store", Change::Delete, Class::LogProject, STORE).ids(&["project_name", "project"]),
];
