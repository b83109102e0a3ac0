//! Running scripts on nodes through Cloud Assistant or user data.
#![no_std]

mod docs;
mod scripts;

use guards::operations::{self, DetectedOperation};
use redline_engine::alibaba::{ConditionResult, InventoryList, Ownership, Source, orchestration, quoted};
use redline_engine::core::row::Row;
use redline_engine::prelude::*;
use redline_engine::strings::concat;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        rows: &[
            rows::R7,
            rows::R9,
            rows::R10,
            rows::R11,
            rows::R16,
            rows::R17,
            rows::R19,
            rows::R20,
            rows::R22,
            rows::R33,
            rows::R34,
            rows::R35,
            rows::R36,
            rows::R37,
            rows::R38,
            rows::R45,
            rows::R51,
            rows::R52,
            rows::R54,
            rows::R56,
            rows::R57,
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, _: &NoSettings, out: &mut Findings) {
        let scripts = scripts::of(op);
        let wanted = |id: &str| row(id).is_some();
        let mut detected: Vec<(DetectedOperation, bool)> = Vec::new();
        for script in &scripts {
            detected.extend(operations::in_script(script, &wanted).into_iter().map(|detected| (detected, true)));
        }
        if let Some(settings) = scripts::kernel_parameters(op) {
            detected.extend(operations::in_script(&settings, &wanted).into_iter().map(|detected| (detected, false)));
        }
        detected.extend(scripts::allowed_in_pods(op).into_iter().map(|detected| (detected, false)));
        for target in op.matches(ctx) {
            // An instance that starts now and shows no sign of the cluster is some other machine.
            if target.action.message == STARTED && target.id.is_empty() && target.owner == Ownership::Unknown {
                continue;
            }
            let master = ctx.inventory.contains(InventoryList::ControlPlaneInstances, &target.id) == Some(true);
            for (DetectedOperation { operation, level, text: act }, by_script) in &detected {
                let Some(row) = row(operation.rows[usize::from(master)]) else { continue };
                let mut finding = target.finding.clone().row(row);
                if *level == Level::Warn {
                    finding.level = Level::Warn;
                }
                let place = &target.finding.text;
                let [by_en, by_zh] = if *by_script { ["in a script ", "通过脚本"] } else { [""; 2] };
                let space = space_after(&place.zh);
                finding.text = Text {
                    en: format!("{} (row {}) {by_en}on {}", act.en, row.id, place.en),
                    zh: format!("{by_zh}在{}{space}上{}（条目 {}）", place.zh, act.zh, row.id),
                };
                if out.len() < MOST && !out.contains(&finding) {
                    out.push(finding);
                }
            }
            if detected.is_empty() && out.len() < MOST && is_hidden(op, &target, !scripts.is_empty()) {
                out.push(hidden_script(op, target));
            }
        }
    }
}

const NODE: Class = Class::Instance;
const POOL: Class = Class::NodePool;
const GROUP: Class = Class::ScalingGroup;
const ON_INSTANCE: Bilingual = Bilingual { en: "node instance {}", zh: "节点实例 {}" };
const COMMAND: Bilingual =
    Bilingual { en: "nodes, as Cloud Assistant command {}", zh: "节点（云助手命令 {}）" };
const STARTED: Bilingual = Bilingual { en: "nodes that start from {}", zh: "由 {} 启动的节点" };

/// The row of the rule with an id.
fn row(id: &str) -> Option<&'static Row> {
    Rule::METADATA.rows.iter().find(|row| row.id == id).copied()
}

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "RunCommand InvokeCommand SendFile ModifyInvocationAttribute", NODE, ON_INSTANCE),
    Action::call("ecs", SESSION, NODE, ON_INSTANCE),
    Action::call("eflo", "RunCommand SendFile", NODE, ON_INSTANCE).ids(&["NodeIdList", "NodeId"]),
    Action::call("ecs", "CreateCommand", Class::Other, COMMAND).ids(&["Name"]),
    Action::call("ecs", "ModifyCommand", Class::Other, COMMAND)
        .ids(&["CommandId"])
        .when(When::Given(&["CommandContent"])),
    Action::call("oos", "StartExecution StartDebugExecution TriggerExecution UpdateExecution", NODE, ON_INSTANCE)
        .ids(orchestration::INSTANCES)
        .when(When::Given(&["Parameters"])),
    Action::call("oos", "UpdateInstancePackageState", NODE, ON_INSTANCE).ids(&["InstanceId"]),
    Action::call("ecs", "RunInstances CreateInstance", Class::Other, STARTED)
        .when(When::Given(&["UserData"]))
        .unless_dry_run(),
    Action::call("ecs", "ModifyInstanceAttribute", NODE, STARTED).when(When::Given(&["UserData"])),
    Action::call("ess", "CreateScalingConfiguration", GROUP, STARTED).when(When::Given(&["UserData"])),
    Action::call("ess", "ModifyScalingConfiguration", Class::ScalingConfiguration, STARTED)
        .when(When::Given(&["UserData"])),
    Action::call("cs", "CreateClusterNodePool ModifyClusterNodePool ModifyNodePoolNodeConfig", POOL, STARTED),
    Action::call("cs", "CreateCluster", Class::Other, STARTED),
    Action::terraform(INVOCATIONS, Change::Create, NODE, ON_INSTANCE).ids(&["instance_id", "node_id_list"]),
    Action::terraform("alicloud_oos_execution", Change::Create, NODE, ON_INSTANCE)
        .ids(orchestration::INSTANCES_IN_PLANS),
    Action::terraform("alicloud_ecs_command", Change::Any, Class::Other, COMMAND)
        .when(When::Changes(&["command_content"])),
    Action::terraform("alicloud_instance", Change::Any, NODE, STARTED).when(When::Changes(&["user_data"])),
    Action::terraform("alicloud_ess_scaling_configuration", Change::Any, GROUP, STARTED)
        .ids(&["scaling_group_id"])
        .when(When::Changes(&["user_data"])),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Any, POOL, STARTED)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["user_data", "pre_user_data", KERNEL_PARAMETERS[0], KERNEL_PARAMETERS[1]])),
];

/// Attributes of a node pool with kernel parameters.
const KERNEL_PARAMETERS: [&str; 2] = ["kubelet_configuration.allowed_unsafe_sysctls", "os_configuration.sysctl"];

/// Opens a terminal, in which nobody knows what will be typed, unless it forwards a port.
const SESSION: &str = "StartTerminalSession";

/// Runs a saved command.
const INVOCATIONS: &str = "alicloud_ecs_invocation alicloud_eflo_invocation";

/// Whether the operation has a script that it does not show.
fn is_hidden(op: &CloudOperation<'_>, target: &ActionMatch, shown: bool) -> bool {
    match &op.source {
        Source::Call(call) => {
            // A public template of OOS says what it does by its name.
            let template = call.parameters.text("TemplateName").unwrap_or_default();
            let orchestrates = call.is_product("oos") && !call.action_is("UpdateInstancePackageState");
            let ours = target.owner == Ownership::Ours;
            if call.action_is(SESSION) {
                return ours && call.parameters.text("PortNumber").is_none();
            }
            !shown
                && target.action.message != STARTED
                && !call.action_is("SendFile")
                && (!orchestrates || ours && !template.starts_with("ACS-"))
        }
        Source::PlannedChange(plan) => {
            // What a configuration leaves out the provider fills in, after apply.
            if matches!(target.condition, ConditionResult::Unknown(path) if KERNEL_PARAMETERS.contains(&path)) {
                return false;
            }
            let runs = INVOCATIONS.split_ascii_whitespace().any(|kind| plan.resource_type == kind);
            target.condition != ConditionResult::Met || runs && !shown
        }
    }
}

fn hidden_script(op: &CloudOperation<'_>, target: ActionMatch) -> Finding {
    let id = match &op.source {
        Source::Call(call) => call.parameters.text("CommandId"),
        Source::PlannedChange(plan) => plan.after.text("command_id"),
    };
    let named = |indefinite: &str, before_id: &str| {
        id.as_ref().map_or(indefinite.to_owned(), |id| concat(&[before_id, &quoted(id)]))
    };
    let place = &target.finding.text;
    let terminal = op.call().is_some_and(|call| call.action_is(SESSION));
    let (place_zh, space) = (&place.zh, space_after(&place.zh));
    let mut text = match terminal {
        true => {
            Text { en: format!("opens a terminal on {}", place.en), zh: format!("在{place_zh}{space}上打开终端") }
        }
        false => Text {
            en: format!("runs {} on {}", named("a command", "command "), place.en),
            zh: format!("在{place_zh}{space}上运行{}", named("命令", "命令 ")),
        },
    };
    // The remark about what is known only after apply stands there already.
    if target.condition == ConditionResult::Met && !terminal {
        text.append(&text!("the operation does not show its text", "该操作未包含命令内容"));
    }
    Finding { text, ..target.finding }.at(Level::Warn).row(rows::R10)
}

/// The space between code and Chinese.
fn space_after(before: &str) -> &'static str {
    if before.ends_with('`') { " " } else { "" }
}

/// Most findings of one operation.
const MOST: usize = 64;
