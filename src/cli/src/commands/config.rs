//! `redline config check` and `redline config init`.

use std::io::Write;
use std::path::Path;

use crate::args;
use crate::config::{Config, FILE, Waiver, today};
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::language::{self, either, tr};
use crate::modules;
use crate::rule_docs::RULE_DOCS;

/// Runs the sub-command.
pub(crate) fn run(args: &args::ConfigCommand) -> Result<Outcome, CliError> {
    match args {
        args::ConfigCommand::Check(args) => check(args),
        args::ConfigCommand::Init(args) => init(args),
    }
}

/// Validates the file and the settings of every rule in it, and prints the rules that run.
fn check(args: &args::ConfigCheck) -> Result<Outcome, CliError> {
    let config = Config::load(&args.configuration)?;
    let source = modules::source(&args.modules, &config);
    let selection = args::Selection { configuration: args.configuration.clone(), ..args::Selection::default() };
    let rules = modules::configure(modules::load(source, &args.modules.connection)?, &selection, &config)?;
    let mut out = anstream::stdout().lock();
    match &config.file {
        Some(file) => {
            let file = file.display();
            writeln!(out, "{}", tr!("{file}: valid", "{file}：有效"))?
        }
        None => {
            let told = tr!(
                "no {FILE} in this folder or its parents; using the defaults",
                "当前目录及其上级目录中没有 {FILE}，使用默认配置"
            );
            writeln!(out, "{told}")?
        }
    }
    for rule in rules.all() {
        writeln!(out, "  {}: {}", rule.rule.id(), rule.settings)?;
    }
    let off: Vec<&str> = RULE_DOCS.rules.iter().map(|rule| &*rule.id).filter(|id| !config.enables(id)).collect();
    if !off.is_empty() {
        writeln!(out, "{}: {}", either("off", "未启用"), off.join(", "))?;
    }
    let today = today();
    for waiver in &config.waivers {
        let Waiver { rule, object, reason, until } = waiver;
        let told = if today > *until {
            tr!(
                "waiver expired after {until}: {rule} for {object} ({reason})",
                "例外已于 {until} 到期：{rule}，{object}（{reason}）"
            )
        } else {
            tr!(
                "waiver in force until {until}: {rule} for {object} ({reason})",
                "例外有效期至 {until}：{rule}，{object}（{reason}）"
            )
        };
        writeln!(out, "{told}")?;
    }
    Ok(Outcome::Clean)
}

/// Writes a first file. An existing file is never overwritten.
fn init(args: &args::ConfigInit) -> Result<Outcome, CliError> {
    let path = Path::new(FILE);
    let kind = args.kind.as_str();
    let off: Vec<&str> = RULE_DOCS
        .rules
        .iter()
        .filter(|rule| !rule.profiles.iter().any(|profile| profile == kind))
        .map(|rule| &*rule.id)
        .collect();
    let off: Vec<String> = off.chunks(4).map(|ids| format!("#   {}\n", ids.join(", "))).collect();
    let off = off.concat();
    let language = language::requested().or_else(language::locale).map_or("en", args::Language::setting);
    let text = tr!(
        "# Redline. `redline config check` validates this file and prints the rules that run.\n\n\
         # The kind of cluster: managed, dedicated, serverless or registered. It turns these rules off:\n\
         {off}kind: {kind}\n\n\
         # The language of messages: en, zh or both.\nlanguage: {language}\n\n\
         # Settings of every rule, such as exemptions.\n\
         common: {{}}\n#  enforcement: warn\n#  exempt:\n\
         #    serviceAccounts: [\"flux-system/kustomize-controller\"]\n\n\
         # By rule: false, true, or its settings. `redline explain RULE` lists them.\nrules: {{}}\n#  psp-preset: false\n\
         #  node-deletion:\n#    enforcement: warn\n\n\
         # The cluster's resources, for the cloud rules. `redline inventory` writes them.\ninventory: {{}}\n\
         #  clusterId: c0123456789abcdef\n\n\
         # Findings to leave out until a day.\nwaivers: []\n\
         #  - rule: node-deletion\n#    object: Node/worker-1\n#    reason: disk is broken, ticket 4711\n#    until: 2027-01-31\n",
        "# Redline。`redline config check` 校验本文件，并列出运行的规则。\n\n\
         # 集群类型：managed、dedicated、serverless 或 registered。此类集群不启用以下规则：\n{off}kind: {kind}\n\n\
         # 消息的语言：en、zh 或 both。\nlanguage: {language}\n\n\
         # 所有规则共用的设置，例如例外。\n\
         common: {{}}\n#  enforcement: warn\n#  exempt:\n\
         #    serviceAccounts: [\"flux-system/kustomize-controller\"]\n\n\
         # 按规则设置：false、true 或规则的设置，见 `redline explain RULE`。\nrules: {{}}\n#  psp-preset: false\n\
         #  node-deletion:\n#    enforcement: warn\n\n\
         # 集群的资源，供云操作规则使用，由 `redline inventory` 生成。\ninventory: {{}}\n\
         #  clusterId: c0123456789abcdef\n\n\
         # 在指定日期之前略去的问题。\nwaivers: []\n\
         #  - rule: node-deletion\n#    object: Node/worker-1\n#    reason: 磁盘损坏，工单 4711\n#    until: 2027-01-31\n"
    );
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => {
            tr!("`{FILE}` exists already; edit it, or move it away first", "`{FILE}` 已存在，请直接编辑，或先将其移走")
        }
        _ => faults::unwritable(FILE.as_ref(), &e),
    })?;
    file.write_all(text.as_bytes()).map_err(|e| faults::unwritable(FILE.as_ref(), &e))?;
    let told = tr!(
        "wrote {FILE}; `redline config check` prints the rules that run",
        "已生成 {FILE}；`redline config check` 列出运行的规则"
    );
    writeln!(anstream::stdout().lock(), "{told}")?;
    Ok(Outcome::Clean)
}
