//! Log add-ons, projects and stores.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Uninstalling ACK's log collection add-on, and deleting the cluster's log project or a store in it: as an
    /// OpenAPI call, in the event log, or planned by Terraform. The project `k8s-log-<cluster id>` is the cluster's
    /// by its name.
    /// ## Why it is high-risk
    /// Collection stops, and uninstalling takes the definition of AliyunLogConfig and all its objects along. Logs
    /// of a deleted project are gone.
    /// ## How to get it done anyway
    /// Upgrade the add-on on the Add-ons page instead of reinstalling it. To stop collecting, delete single log
    /// configurations.
    docs: {
        title: Bilingual { en: "Uninstalling log components", zh: "卸载日志组件" },
        text_zh: "拦截卸载 ACK 日志采集组件，以及删除集群的日志项目或日志库，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划；名为 `k8s-log-<集群 ID>` 的日志项目按名称识别。卸载后采集停止，AliyunLogConfig 的 CRD 及其全部对象一并删除，删除项目则日志丢失。请在组件管理页面升级组件。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        kind: RuleKind::Cloud,
        actions: ACTIONS,
        rows: rows::ROWS,
    }
    settings: {}
    check: by_table, of cloud operations
}

const CLUSTER: Class = Class::Cluster;
const UNINSTALLED: Bilingual =
    Bilingual { en: "a log component of cluster {} is uninstalled", zh: "卸载集群 {} 的日志组件" };
const PROJECT: Bilingual = Bilingual { en: "log project {} is deleted", zh: "删除日志项目 {}" };
const STORE: Bilingual =
    Bilingual { en: "a store of log project {} is deleted", zh: "删除日志项目 {} 中的日志库" };

/// Names of the add-ons.
const ADDONS: &[&str] = &["logtail-ds", "loongcollector", "alibaba-log-controller"];
/// Where the call names them: its body is a list of add-ons.
const ADDON: &[&str] = &["addons.name", "addons.addon_name", "body.name", "body.addons.name", "name"];

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("cs", "UnInstallClusterAddons", CLUSTER, UNINSTALLED).when(When::Is(ADDON, ADDONS)),
    Action::terraform("alicloud_cs_kubernetes_addon", Change::Delete, CLUSTER, UNINSTALLED)
        .ids(&["cluster_id"])
        .when(When::Is(&["name"], ADDONS)),
    Action::call("log", "DeleteProject", Class::LogProject, PROJECT),
    Action::call("log", "DeleteLogStore", Class::LogProject, STORE),
    Action::terraform("alicloud_log_project", Change::Delete, Class::LogProject, PROJECT).ids(&[
        "id",
        "project_name",
        "name",
    ]),
    Action::terraform("alicloud_log_store", Change::Delete, Class::LogProject, STORE).ids(&["project_name", "project"]),
];
