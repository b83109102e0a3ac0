//! Generated parts of files that people write: the coverage table in the README, the table of rules in `docs/rollout.md`, and the
//! common settings in `docs/settings.md`.

use redline_engine::core::rule::RuleKind;
use redline_engine::settings_docs::{COMMON_SETTINGS, CommonSetting, CommonType, common};

use super::manifests;
use super::regions::region;
use super::source::Source;
use crate::catalogue::{PROFILES, Status};
use crate::files::{File, Result};
use crate::registry::RULES;

/// The coverage table, with a line for each row.
fn coverage(source: &Source) -> String {
    let listed = || source.rows.iter().filter(|row| row.listed());
    let count = |status| listed().filter(|row| row.status() == status).count();
    let mut out = format!(
        "\n{} rules. Of the {} rows of ACK's list, {} are covered; {} only warns about third-party software, so there is nothing \
         to check. Rows B1 to B3 are ours.\n\n\
         | row | operation | 操作 | rules | status |\n|---|---|---|---|---|\n",
        source.rule_ids.len(),
        listed().count(),
        count(Status::Covered),
        count(Status::Impossible),
    );
    for row in &source.rows {
        let rules: Vec<String> =
            row.rules().iter().map(|rule| format!("[`{id}`](policies/{id}/)", id = rule.id())).collect();
        let (en, zh) = (&row.operation.en, &row.operation.zh);
        out.push_str(&format!("| {} | {en} | {zh} | {} | {} |\n", row.row, rules.join(", "), row.status().as_str()));
    }
    out.push('\n');
    out
}

/// The table of admission rules and the kinds of cluster that they are for, with a line for each rule.
fn rollout(source: &Source) -> String {
    let mut out = "\n| rule | for | failurePolicy | scan |\n|---|---|---|---|\n".to_owned();
    for rule in RULES.iter().filter(|rule| rule.kind == RuleKind::Admission) {
        let (id, docs) = (rule.id(), rule.docs);
        let kinds = source.kinds(id);
        let letters: String =
            PROFILES.iter().filter(|(_, kind)| kinds.contains(kind)).map(|(letter, _)| letter).collect();
        let failure = match manifests::essential(rule) {
            true => "Ignore: the rule sees essential requests",
            false => "Fail: the requests are rare",
        };
        let scan = if docs.background_audit { "yes" } else { "no, the rule compares old and new" };
        out.push_str(&format!("| [`{id}`](../policies/{id}/) | {letters} | {failure} | {scan} |\n"));
    }
    out.push('\n');
    out
}

/// The common settings with their defaults, as YAML with comments.
fn settings() -> String {
    let cloud: Vec<&str> = common(RuleKind::Cloud).map(|setting| setting.name).collect();
    let mut out = "\n```yaml\n".to_owned();
    for setting in COMMON_SETTINGS {
        let note = if cloud.contains(&setting.name) { "" } else { "; not for cloud rules" };
        line(&mut out, setting, "", note);
    }
    out.push_str("```\n\n");
    out
}

fn line(out: &mut String, setting: &CommonSetting, indent: &str, note: &str) {
    let default = match setting.ty {
        CommonType::Object(_) => "",
        _ => setting.default_text(),
    };
    let key = format!("{indent}{}: {default}", setting.name);
    out.push_str(&format!("{:<28} # {}{note}\n", key.trim_end(), setting.doc.en.replace('`', "")));
    if let CommonType::Object(members) = setting.ty {
        members.iter().for_each(|member| line(out, member, "  ", ""));
    }
}

/// The files.
pub(super) fn files(source: &Source) -> Result<Vec<File>> {
    let into = |path: &str, name: &str, content: String| {
        region(&source.root, path, &format!("<!-- {name}: begin -->"), &format!("<!-- {name}: end -->"), &content)
    };
    Ok(vec![
        into("README.md", "coverage", coverage(source))?,
        into("docs/rollout.md", "rules", rollout(source))?,
        into("docs/settings.md", "settings", settings())?,
    ])
}
