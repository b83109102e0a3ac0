//! The scripts in an operation: commands, user data, files that are put on a node, and kernel parameters of a node pool.

use guards::user_data;
use redline_engine::alibaba::{Attributes, Call, Source};
use redline_engine::prelude::*;
use redline_engine::shell::decode_base64;

/// Parameters that hold a script.
const PARAMETERS: &[&str] = &[
    "CommandContent",
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
    let attributes = match &op.source {
        Source::Call(call) => &call.parameters,
        Source::PlannedChange(plan) => &plan.after,
    };
    scripts.extend(kernel_parameters(attributes));
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
    if !call.action.eq_ignore_ascii_case("SendFile") {
        return None;
    }
    let content = text("Content");
    let content = match call.parameters.has_value(&["ContentType"], &["PlainText"]) {
        true => content,
        false => decode_base64(&content).unwrap_or(content),
    };
    let path = [text("TargetDir").trim_end_matches('/'), "/", &text("Name")].concat();
    Some(["cat > '", &path, "' <<'REDLINE_FILE'\n", &content, "\nREDLINE_FILE\n"].concat())
}

/// The script that sets the kernel parameters of a node pool; `None` where there are none.
fn kernel_parameters(attributes: &Attributes<'_>) -> Option<String> {
    let object = SYSCTL.iter().find_map(|path| attributes.list(path).into_iter().next())?;
    let object = Attributes::of_text(&object)?;
    let mut script = String::new();
    for (name, value) in object.members().iter() {
        let value = value.get().trim_matches('"');
        script.push_str(&["sysctl -w ", name, "='", value, "'\n"].concat());
    }
    Some(script)
}
