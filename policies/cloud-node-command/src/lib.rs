//! What scripts do to nodes that run there through the cloud.
#![no_std]

mod rows;

use guards::acts::{self, Found, OnNode, What};
use guards::command::decode_base64;
use guards::user_data;
use redline_engine::Text;
use redline_engine::cloud::{Action, Change, Class, Hit, Holds, List, Operation, Ownership, Source, When, quoted};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Scripts that Cloud Assistant or user data run on nodes, and that do what the rules about nodes stop in a
    /// container: components, their configuration and versions, the operating system, time, core directories and
    /// certificates, kernel parameters, firewalls, name resolution, volumes and devices, NAS directories and the
    /// state of the log collector. Scripts are read as a shell reads them, plain or in Base64; of cloud-config what
    /// runs commands, writes files and installs packages, and of MIME messages each part. It looks at
    /// `ecs:RunCommand` and `CreateCommand`, user data of instances that carry the cluster's tags, scaling
    /// configurations and node pools (before and after ACK's own part), as an OpenAPI call, in the event log, or
    /// planned by Terraform, and names the row of the catalogue. What it cannot read warns: a saved command that
    /// `InvokeCommand` names only by its id, a script that is known only after apply. So does
    /// `/etc/kubernetes/kubelet-customized-args.conf`, where ACK documents that user data may add flags of the
    /// kubelet.
    /// ## Why it is high-risk
    /// Such a script runs as root on every node it is sent to, at once. A slip takes all of them down together.
    /// ## How to get it done anyway
    /// Make the change where ACK offers it, as the message says: in the node pool, the add-on or the console.
    docs: {
        title: Bilingual { en: "High-risk commands sent to nodes through the cloud", zh: "通过云助手或用户数据在节点上执行高危命令" },
        text_zh: "拦截通过云助手或用户数据在节点上运行、且与容器中同样高危的脚本：组件版本与配置、操作系统、时间、核心目录与证书、内核参数、防火墙、DNS 解析、存储卷与设备、NAS 目录、日志采集状态等。脚本按 shell 语法解析，支持明文和 Base64；cloud-config 解析其中执行命令、写入文件、安装软件包的部分，MIME 多段数据逐段解析。检查 `ecs:RunCommand`、`CreateCommand`，实例、伸缩配置、节点池的用户数据（含实例预自定义数据），涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划，并给出对应的条目。无法读到内容时告警：`InvokeCommand` 只含命令 ID，或脚本在 apply 之后才能确定；改动 `/etc/kubernetes/kubelet-customized-args.conf` 也仅告警，ACK 文档允许用户数据在此追加 kubelet 参数。脚本以 root 在所有目标节点上同时执行，失误会使全部节点受损。请按提示在节点池、组件或控制台中变更。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        kind: RuleKind::Cloud,
        actions: ACTIONS,
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of cloud operations
}

const NODE: Class = Class::Instance;
const POOL: Class = Class::NodePool;
const GROUP: Class = Class::ScalingGroup;
const ON_INSTANCE: Bilingual = Bilingual { en: "node instance {}", zh: "节点实例 {}" };
const COMMAND: Bilingual =
    Bilingual { en: "nodes, as a command of Cloud Assistant {}", zh: "节点（云助手命令）{}" };
const STARTED: Bilingual = Bilingual { en: "nodes that start from {}", zh: "由 {} 启动的节点" };

/// Parameters and attributes that hold a script.
const PARAMETERS: &[&str] = &[
    "CommandContent",
    "UserData",
    "kubernetes_config.user_data",
    "kubernetes_config.pre_user_data",
    "body.kubernetes_config.user_data",
    "body.kubernetes_config.pre_user_data",
];
const ATTRIBUTES: &[&str] = &["command_content", "user_data", "pre_user_data"];

/// What a script must not do, with the rows of the catalogue: of worker nodes, of control-plane nodes.
static ACTS: &[OnNode] = &[
    OnNode { rows: ["7", "16"], what: What::Node(&acts::components::UPGRADE) },
    OnNode { rows: ["9", "19"], what: What::Node(&acts::components::CONFIGURATION) },
    OnNode { rows: ["10", "10"], what: What::Node(&acts::system::SYSTEM) },
    OnNode { rows: ["11", "22"], what: What::Node(&acts::clock::CLOCK) },
    OnNode { rows: ["17", "17"], what: What::Node(&acts::control_plane::DIRECTORY) },
    OnNode { rows: ["20", "20"], what: What::Node(&acts::control_plane::CERTIFICATE) },
    OnNode { rows: ["33", "33"], what: What::Parameter(&acts::kernel::IP_FORWARD) },
    OnNode { rows: ["34", "34"], what: What::Parameter(&acts::kernel::RP_FILTER) },
    OnNode { rows: ["35", "35"], what: What::Parameter(&acts::kernel::TCP_TW_REUSE) },
    OnNode { rows: ["36", "36"], what: What::Parameter(&acts::kernel::TCP_TW_RECYCLE) },
    OnNode { rows: ["37", "37"], what: What::Parameter(&acts::kernel::IP_LOCAL_PORT_RANGE) },
    OnNode { rows: ["38", "38"], what: What::Node(&acts::firewall::FIREWALL) },
    OnNode { rows: ["45", "45"], what: What::Node(&acts::system::RESOLVER) },
    OnNode { rows: ["51", "51"], what: What::Node(&acts::disk::UMOUNT) },
    OnNode { rows: ["52", "52"], what: What::Node(&acts::disk::DEVICE) },
    OnNode { rows: ["54", "54"], what: What::Node(&acts::storage::NAS) },
    OnNode { rows: ["56", "56"], what: What::Node(&acts::storage::POSITIONS) },
    OnNode { rows: ["57", "57"], what: What::Node(&acts::storage::BUFFERS) },
];

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ecs", "RunCommand", NODE, ON_INSTANCE),
    Action::call("ecs", "InvokeCommand", NODE, ON_INSTANCE),
    Action::call("ecs", "CreateCommand", Class::Other, COMMAND),
    Action::call("ecs", "ModifyCommand", Class::Other, COMMAND).when(When::Given(&["CommandContent"])),
    Action::call("ecs", "RunInstances", Class::Other, STARTED).when(When::Given(&["UserData"])),
    Action::call("ecs", "CreateInstance", Class::Other, STARTED).when(When::Given(&["UserData"])),
    Action::call("ecs", "ModifyInstanceAttribute", NODE, STARTED).when(When::Given(&["UserData"])),
    Action::call("ess", "CreateScalingConfiguration", GROUP, STARTED).when(When::Given(&["UserData"])),
    Action::call("ess", "ModifyScalingConfiguration", GROUP, STARTED).when(When::Given(&["UserData"])),
    Action::call("cs", "CreateClusterNodePool", POOL, STARTED),
    Action::call("cs", "ModifyClusterNodePool", POOL, STARTED),
    Action::terraform(INVOCATION, Change::Create, NODE, ON_INSTANCE).ids(&["instance_id"]),
    Action::terraform("alicloud_ecs_command", Change::Any, Class::Other, COMMAND)
        .when(When::Changes(&["command_content"])),
    Action::terraform("alicloud_instance", Change::Any, NODE, STARTED).when(When::Changes(&["user_data"])),
    Action::terraform("alicloud_ess_scaling_configuration", Change::Any, GROUP, STARTED)
        .ids(&["scaling_group_id"])
        .when(When::Changes(&["user_data"])),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Any, POOL, STARTED)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["user_data", "pre_user_data"])),
];

/// Runs a saved command.
const INVOCATION: &str = "alicloud_ecs_invocation";

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    let scripts = scripts(op);
    let found: Vec<_> = scripts.iter().flat_map(|script| acts::in_script(script, ACTS)).collect();
    for hit in op.hits(ctx) {
        // What starts now and shows no sign of the cluster is some other machine.
        if hit.action.says == STARTED && hit.id.is_empty() && hit.owner == Ownership::Unknown {
            continue;
        }
        let master = op.inventory.has(List::ControlPlaneInstances, &hit.id) == Some(true);
        for Found { rows: [worker_row, master_row], level, text: act } in &found {
            let row = if master { master_row } else { worker_row };
            let mut finding = hit.finding.clone().row(row);
            if *level == Level::Warn {
                finding.level = Level::Warn;
            }
            let place = &hit.finding.text;
            finding.text = Text {
                en: format!("a script {} (row {row}) on {}", act.en, place.en),
                zh: format!("脚本会在{}{}上{}（条目 {row}）", place.zh, room(&place.zh), act.zh),
            };
            if out.len() < MOST && !out.contains(&finding) {
                out.push(finding);
            }
        }
        if found.is_empty() && out.len() < MOST && unread(op, &hit, !scripts.is_empty()) {
            out.push(cannot_read(op, hit));
        }
    }
}

/// Whether there is a script that the operation does not show.
fn unread(op: &Operation<'_>, hit: &Hit, truncate_for_display: bool) -> bool {
    match &op.source {
        Source::Call(_) => !shown && hit.action.says != STARTED,
        Source::Plan(plan) => hit.holds != Holds::Yes || plan.kind == INVOCATION,
    }
}

fn cannot_read(op: &Operation<'_>, hit: Hit) -> Finding {
    let id = match &op.source {
        Source::Call(call) => call.parameters.text("CommandId"),
        Source::Plan(plan) => plan.after.text("command_id"),
    };
    let named = |a: &str, the: &str| id.as_ref().map_or(a.to_owned(), |id| [the, &quoted(id)].concat());
    let place = &hit.finding.text;
    let mut text = Text {
        en: format!("{} runs on {}", named("a command", "command "), place.en),
        zh: format!("在{}{}上运行{}", place.zh, room(&place.zh), named("命令", "命令 ")),
    };
    // What is known only after apply says so itself.
    if hit.holds == Holds::Yes {
        text.append(&text!("its text is not shown", "未给出命令内容"));
    }
    Finding { text, ..hit.finding }.at(Level::Warn).row("10")
}

/// Between code and Chinese there is a space.
fn room(before: &str) -> &'static str {
    if before.ends_with('`') { " " } else { "" }
}

/// Most findings of one operation.
const MOST: usize = 64;

/// The scripts in an operation, as text.
fn scripts(op: &Operation<'_>) -> Vec<String> {
    let (texts, plain): (Vec<String>, bool) = match &op.source {
        Source::Call(call) => (
            PARAMETERS.iter().filter_map(|path| call.parameters.text(path)).collect(),
            call.parameters.is(&["ContentEncoding"], &["PlainText"]),
        ),
        Source::Plan(plan) => (ATTRIBUTES.iter().filter_map(|path| plan.after.text(path)).collect(), false),
    };
    let decode = |text: String| if plain { text } else { decode_base64(&text).unwrap_or(text) };
    texts.into_iter().filter(|text| !text.trim().is_empty()).map(|text| user_data::script(&decode(text))).collect()
}
