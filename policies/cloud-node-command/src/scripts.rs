//! What an operation runs or sets on nodes: commands, user data, files that are put on a node, and kernel parameters of a
//! node pool.

use guards::operations::{self, DetectedOperation, NodeCheck, NodeOperation};
use guards::user_data;
use redline_engine::alibaba::{Attributes, Call, Source, quoted};
use redline_engine::prelude::*;
use redline_engine::shell::decode_base64;
use redline_engine::strings::concat;

/// Parameters that hold a script.
const PARAMETERS: &[&str] = &[
    "CommandContent",
    "CommandLine",
    "UserData",
    "kubernetes_config.user_data",
    "kubernetes_config.pre_user_data",
    "body.kubernetes_config.user_data",
    "body.kubernetes_config.pre_user_data",
    "nodepools.kubernetes_config.user_data",
    "body.nodepools.kubernetes_config.user_data",
    "body.nodepools.kubernetes_config.pre_user_data",
    "user_data",
    "body.user_data",
    "Parameters.commandContent",
    "Parameters.CommandContent",
];
/// Attributes that hold a script.
const ATTRIBUTES: &[&str] = &["command_content", "user_data", "pre_user_data", "parameters.commandContent"];
/// Kernel parameters of the nodes of a pool, as an object with names and values.
const SYSCTL: &[&str] = &[
    "os_config.sysctl",
    "body.os_config.sysctl",
    "node_config.node_os_config.sysctl",
    "body.node_config.node_os_config.sysctl",
    "node_os_config.sysctl",
    "body.node_os_config.sysctl",
    "body.nodepools.node_config.node_os_config.sysctl",
    "os_configuration.sysctl",
];
/// Kernel parameters that the kubelet lets pods set; a name may end in `*`.
const ALLOWED_IN_PODS: &[&str] = &[
    "kubelet_config.allowedUnsafeSysctls",
    "body.kubelet_config.allowedUnsafeSysctls",
    "node_config.kubelet_configuration.allowedUnsafeSysctls",
    "body.node_config.kubelet_configuration.allowedUnsafeSysctls",
    "body.nodepools.node_config.kubelet_configuration.allowedUnsafeSysctls",
    "kubelet_configuration.allowed_unsafe_sysctls",
];

/// The scripts of an operation, as text.
pub(crate) fn of(op: &CloudOperation<'_>) -> Vec<String> {
    let (texts, mut scripts) = match &op.source {
        Source::Call(call) => (texts(&call.parameters, PARAMETERS), file(call).into_iter().collect()),
        Source::PlannedChange(plan) => (texts(&plan.after, ATTRIBUTES), Vec::new()),
    };
    let plain = op.call().is_some_and(|call| call.parameters.has_value(&["ContentEncoding"], &["PlainText"]));
    let decode = |text: String| if plain { text } else { decode_base64(&text).unwrap_or(text) };
    scripts
        .extend(texts.into_iter().filter(|text| !text.trim().is_empty()).map(|text| user_data::script(&decode(text))));
    scripts
}

fn texts(attributes: &Attributes<'_>, paths: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in paths.iter().filter_map(|path| attributes.text(path)) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// The script that does what `SendFile` does: it writes a file. `None` for other calls.
fn file(call: &Call<'_>) -> Option<String> {
    let text = |name| call.parameters.text(name).unwrap_or_default();
    if !call.action_is("SendFile") {
        return None;
    }
    let content = text("Content");
    let content = match call.parameters.has_value(&["ContentType"], &["PlainText"]) {
        true => content,
        false => decode_base64(&content).unwrap_or(content),
    };
    let path = concat(&[text("TargetDir").trim_end_matches('/'), "/", &text("Name")]);
    Some(concat(&["cat > '", &path, "' <<'REDLINE_FILE'\n", &content, "\nREDLINE_FILE\n"]))
}

/// The script that sets the kernel parameters of a node pool; `None` where there are none.
pub(crate) fn kernel_parameters(op: &CloudOperation<'_>) -> Option<String> {
    let attributes = given(op);
    let object = SYSCTL.iter().find_map(|path| attributes.list(path).into_iter().next())?;
    let object = Attributes::of_text(&object)?;
    let mut script = String::new();
    for (name, value) in object.members().iter() {
        let value = value.get().trim_matches('"');
        script.push_str(&concat(&["sysctl -w ", name, "='", value, "'\n"]));
    }
    Some(script)
}

/// What pods may do to the kernel parameters of the list, as the operation newly allows.
pub(crate) fn allowed_in_pods(op: &CloudOperation<'_>) -> Vec<DetectedOperation> {
    let mut allowed = Vec::new();
    for path in ALLOWED_IN_PODS {
        let before = op.plan().map_or(Vec::new(), |plan| plan.before.list(path));
        for pattern in given(op).list(path).into_iter().filter(|pattern| !before.contains(pattern)) {
            let covers =
                |name: &&str| pattern.strip_suffix('*').map_or(*name == pattern, |start| name.starts_with(start));
            let is_about = |operation: &&NodeOperation| match operation.check {
                NodeCheck::Parameter(parameter) => parameter.names.iter().any(covers),
                NodeCheck::Node(_) => false,
            };
            if let Some(operation) = operations::ALL.iter().find(is_about) {
                let name = quoted(&pattern);
                let text = text!("lets pods set {name}", "允许 Pod 设置 {name}");
                allowed.push(DetectedOperation { operation, level: Level::Warn, text });
            }
        }
    }
    allowed
}

/// The parameters of a call, or the attributes as they will be.
fn given<'o>(op: &'o CloudOperation<'_>) -> &'o Attributes<'o> {
    match &op.source {
        Source::Call(call) => &call.parameters,
        Source::PlannedChange(plan) => &plan.after,
    }
}
