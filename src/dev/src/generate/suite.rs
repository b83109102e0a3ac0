//! Tables of the documentation, in English and Chinese: coverage as a page of its own; the table of rules, the common
//! settings and the look-ups as parts of pages that people write; the number of rules in the READMEs.

use redline_engine::core::rule::RuleKind;
use redline_engine::rows::CATALOGUE;
use redline_engine::settings_docs::{COMMON_SETTINGS, CommonSetting, CommonType, common};

use super::regions::{number_before, region};
use super::source::Source;
use super::{lookups, manifests};
use crate::catalogue::{PROFILES, Status, listed, rules_of, status};
use crate::files::{File, Result};
use crate::registry::RULES;

/// `docs/coverage.md`, or its Chinese version: a line for each row of the list.
fn coverage(source: &Source, zh: bool) -> String {
    let count = |wanted| CATALOGUE.iter().filter(|row| listed(row) && status(row) == wanted).count();
    let (rules, rows) = (source.rule_ids.len(), CATALOGUE.iter().filter(|row| listed(row)).count());
    let (covered, left) = (count(Status::Covered), count(Status::Impossible));
    let mut out = match zh {
        false => format!(
            "<!-- Generated from the catalogue and the rules by `make bless`. -->\n# Coverage\n\n{rules} rules. Of the {rows} rows of \
             ACK's list, {covered} are covered; {left} only warns about third-party software, so there is nothing to check. Rows B1 \
             to B3 are ours. `redline explain ROW` shows impact, recovery and the proper way of a row.\n\nRules whose name begins with \
             `cloud-` check operations of the cloud's API, the others requests to the Kubernetes API.\n\n\
             | row | operation | rules |\n|---|---|---|\n"
        ),
        true => format!(
            "<!-- 由 `make bless` 根据清单和规则生成。 -->\n# 覆盖情况\n\n共 {rules} 条规则。ACK 高危操作清单共 {rows} 个条目，已覆盖 {covered} 个；\
             另有 {left} 个只是对第三方软件的提醒，没有可检查的内容。条目 B1 至 B3 由 Redline 增加。`redline explain 条目 --lang zh` 可查看某个条目的影响、\
             恢复方案和正确做法。\n\n名称以 `cloud-` 开头的规则检查云上 API 操作，其余规则检查 Kubernetes API 请求。\n\n\
             | 条目 | 操作 | 规则 |\n|---|---|---|\n"
        ),
    };
    let root = if zh { "../../" } else { "../" };
    for row in CATALOGUE {
        let rules: Vec<String> =
            rules_of(row).iter().map(|rule| format!("[`{id}`]({root}policies/{id}/)", id = rule.id())).collect();
        let (operation, nothing, comma) = match zh {
            false => (row.operation.en, "nothing to check", ", "),
            true => (row.operation.zh, "不适用", "、"),
        };
        let rules = if rules.is_empty() { nothing.to_owned() } else { rules.join(comma) };
        out.push_str(&format!("| {} | {operation} | {rules} |\n", row.id));
    }
    out
}

/// The table of admission rules and the kinds of cluster that they are for, with a line for each rule.
fn rollout(source: &Source, zh: bool) -> String {
    let (head, root) = match zh {
        false => ("| rule | for | failurePolicy | scan |", "../"),
        true => ("| 规则 | 适用集群 | failurePolicy | 后台扫描 |", "../../"),
    };
    let mut out = format!("\n{head}\n|---|---|---|---|\n");
    for rule in RULES.iter().filter(|rule| rule.kind == RuleKind::Admission) {
        let (id, docs) = (rule.id(), rule.docs);
        let kinds = source.kinds(id);
        let letters: String =
            PROFILES.iter().filter(|(_, kind)| kinds.contains(kind)).map(|(letter, _)| letter).collect();
        let failure = match (manifests::essential(rule), zh) {
            (true, false) => "Ignore: the rule sees essential requests",
            (false, false) => "Fail: the requests are rare",
            (true, true) => "Ignore：请求对集群运行至关重要",
            (false, true) => "Fail：请求很少",
        };
        let scan = match (docs.background_audit, zh) {
            (true, false) => "yes",
            (false, false) => "no, the rule compares old and new",
            (true, true) => "支持",
            (false, true) => "不支持，规则需要比较修改前后",
        };
        out.push_str(&format!("| [`{id}`]({root}policies/{id}/) | {letters} | {failure} | {scan} |\n"));
    }
    out.push('\n');
    out
}

/// The common settings with their defaults, as YAML with comments.
fn settings(zh: bool) -> String {
    let cloud: Vec<&str> = common(RuleKind::Cloud).map(|setting| setting.name).collect();
    let mut out = "\n```yaml\n".to_owned();
    for setting in COMMON_SETTINGS {
        let note = match (cloud.contains(&setting.name), zh) {
            (true, _) => "",
            (false, false) => "; not for cloud rules",
            (false, true) => "；不适用于云上操作规则",
        };
        line(&mut out, setting, "", note, zh);
    }
    out.push_str("```\n\n");
    out
}

fn line(out: &mut String, setting: &CommonSetting, indent: &str, note: &str, zh: bool) {
    let default = match setting.ty {
        CommonType::Object(_) => "",
        _ => setting.default_text(),
    };
    let key = format!("{indent}{}: {default}", setting.name);
    let doc = if zh { setting.doc.zh } else { setting.doc.en };
    out.push_str(&format!("{:<28} # {}{note}\n", key.trim_end(), doc.replace('`', "")));
    if let CommonType::Object(members) = setting.ty {
        members.iter().for_each(|member| line(out, member, "  ", "", zh));
    }
}

/// The files.
pub(super) fn files(source: &Source) -> Result<Vec<File>> {
    let into = |path: &str, name: &str, content: String| {
        region(&source.root, path, &format!("<!-- {name}: begin -->"), &format!("<!-- {name}: end -->"), &content)
    };
    Ok(vec![
        ("docs/coverage.md".into(), coverage(source, false)),
        ("docs/zh/coverage.md".into(), coverage(source, true)),
        into("docs/rollout.md", "rules", rollout(source, false))?,
        into("docs/zh/rollout.md", "rules", rollout(source, true))?,
        into("docs/settings.md", "settings", settings(false))?,
        into("docs/zh/settings.md", "settings", settings(true))?,
        into("docs/lookups.md", "lookups", lookups::table(false, "../"))?,
        into("docs/zh/lookups.md", "lookups", lookups::table(true, "../../"))?,
        number_before(&source.root, "README.md", " rules, written in Rust", source.rule_ids.len())?,
        number_before(&source.root, "README.zh-CN.md", " 条规则，使用 Rust", source.rule_ids.len())?,
    ])
}
