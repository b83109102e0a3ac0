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

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        addon::is_uninstalled(found, op, ADDONS)
    }
}

const LOGS: Class = Class::LogProject;
const UNINSTALLED: Bilingual =
    Bilingual { en: "uninstalls a log add-on of cluster {}", zh: "卸载集群 {} 的日志组件" };
const PROJECT: Bilingual = Bilingual { en: "deletes log project {}", zh: "删除日志项目 {}" };
const STORE: Bilingual =
    Bilingual { en: "deletes a Logstore of log project {}", zh: "删除日志项目 {} 中的日志库" };
const COLLECTION: Bilingual = Bilingual {
    en: "deletes a collection configuration or machine group of log project {}, or separates them",
    zh: "删除日志项目 {} 的采集配置或机器组，或解除两者的绑定",
};
const COLLECTION_CHANGED: Bilingual = Bilingual {
    en: "changes a collection configuration or machine group of log project {}",
    zh: "修改日志项目 {} 的采集配置或机器组",
};

/// Names of the add-ons.
const ADDONS: &[&str] = &["logtail-ds", "loongcollector", "alibaba-log-controller"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &Action::joined::<{ ADD_ONS.len() + PROJECTS.len() }>(&[ADD_ONS, PROJECTS]);

const ADD_ONS: &[Action] = &addon::uninstall(ADDONS, UNINSTALLED);

const NAMES: &[&str] = &["id", "project_name", "name"];
const PARENT: &[&str] = &["project_name", "project"];
const PART_NAMES: &[&str] = &["configName", "configname", "machineGroup", "GroupName", "groupName"];
const COLLECTORS: &str = "alicloud_logtail_config alicloud_sls_logtail_config alicloud_sls_logtail_pipeline_config \
                          alicloud_log_machine_group alicloud_sls_machine_group";

const PROJECTS: &[Action] = &[
    Action::call("log", "DeleteProject", LOGS, PROJECT),
    Action::call("log", "DeleteLogStore", LOGS, STORE).naming(&["LogstoreName", "logstore"]),
    Action::call(
        "log",
        "DeleteConfig DeleteLogtailPipelineConfig DeleteMachineGroup RemoveConfigFromMachineGroup",
        LOGS,
        COLLECTION,
    )
    .naming(PART_NAMES),
    Action::call(
        "log",
        "UpdateConfig UpdateLogtailPipelineConfig UpdateMachineGroup UpdateMachineGroupMachine",
        LOGS,
        COLLECTION_CHANGED,
    )
    .naming(PART_NAMES)
    .warns(),
    Action::terraform("alicloud_log_project", Change::Delete, LOGS, PROJECT).ids(NAMES),
    Action::terraform("alicloud_log_store", Change::Delete, LOGS, STORE).ids(PARENT).naming(&["logstore_name", "name"]),
    Action::terraform(COLLECTORS, Change::Delete, LOGS, COLLECTION).ids(PARENT),
    Action::terraform("alicloud_logtail_attachment", Change::Delete, LOGS, COLLECTION).ids(PARENT),
    Action::terraform(COLLECTORS, Change::Update, LOGS, COLLECTION_CHANGED).ids(PARENT).warns(),
];
