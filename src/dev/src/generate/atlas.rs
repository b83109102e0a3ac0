//! `docs/atlas.md` and its Chinese version: what the cloud rules check of each product and of Terraform, and what they leave out and why.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use redline_engine::alibaba::atlas::LEFT_OUT;
use redline_engine::alibaba::{Action, Trigger};
use redline_engine::core::finding::Level;
use redline_engine::core::rule::RuleKind;

use crate::files::File;
use crate::registry::RULES;

/// Names by product.
pub(super) type Names = BTreeMap<String, BTreeSet<String>>;

/// Reads lines `product: Name Name`, continued by indented lines.
pub(super) fn names(text: &str) -> Names {
    let mut names = Names::new();
    let mut product = String::new();
    for line in text.lines().filter(|line| !line.starts_with(['#', '='])) {
        let rest = match line.split_once(": ").filter(|_| !line.starts_with(' ')) {
            Some((head, rest)) => {
                head.clone_into(&mut product);
                rest
            }
            None => line,
        };
        names.entry(product.clone()).or_default().extend(rest.split_ascii_whitespace().map(str::to_owned));
    }
    names.retain(|_, names| !names.is_empty());
    names
}

/// The reasons in English and Chinese, each with the names that are left out for it.
fn left_out() -> Vec<(String, String, Names)> {
    let mut reasons = Vec::new();
    for part in LEFT_OUT.split("\n= ").skip(1).collect::<Vec<_>>().chunks(2) {
        if let [en, rest] = part {
            let (zh, listed) = rest.split_once('\n').unwrap_or((rest, ""));
            reasons.push(((*en).to_owned(), zh.to_owned(), names(listed)));
        }
    }
    reasons
}

/// The rules about a name, each with its rows and whether it denies.
type Checks = BTreeMap<&'static str, (BTreeSet<&'static str>, bool)>;

/// Everything that a table of a rule is about: by product and name, the rules with their rows and whether they deny.
pub(super) fn checked() -> BTreeMap<(String, String), Checks> {
    let mut checked = BTreeMap::<_, Checks>::new();
    for rule in RULES.iter().filter(|rule| rule.kind == RuleKind::Cloud) {
        for action in rule.actions {
            let product = match action.trigger {
                Trigger::Call { product, .. } => product,
                Trigger::Terraform { .. } => "terraform",
                Trigger::Event { .. } => continue,
            };
            for name in action.names() {
                let rules = checked.entry((product.to_owned(), name.to_owned())).or_default();
                let (rows, denies) = rules.entry(rule.id()).or_default();
                rows.extend(row_of(rule.metadata.rows, action));
                *denies |= action.level == Level::Deny;
            }
        }
    }
    checked
}

fn row_of(rows: &'static [&'static redline_engine::core::row::Row], action: &Action) -> Option<&'static str> {
    action.row.or(rows.first().copied()).map(|row| row.id)
}

/// The page in English and in Chinese.
pub(super) fn pages() -> [File; 2] {
    [("docs/atlas.md".into(), page(false)), ("docs/zh/atlas.md".into(), page(true))]
}

const INTRODUCTION: &str = "\
<!-- Generated from the tables of the rules by `make bless`. -->
# Atlas of cloud operations

Every call that changes something, and every Terraform type, of the products that can touch a cluster: which rule checks
it, under which row of ACK's list, and what the rules leave out and why. *Deny* holds where it is certain that the
resource belongs to the cluster; see [Checking cloud operations](cloud.md). Many entries count only under a condition, such
as a protection that is switched off; the page of the rule and its cases say which.
";

const INTRODUCTION_ZH: &str = "\
<!-- 由 `make bless` 根据规则的表生成。 -->
# 云上操作总表

本页列出可能影响集群的云产品的全部变更类 API 和 Terraform 资源类型：由哪条规则检查、对应 ACK 高危操作清单的哪个条目，以及哪些操作不检查及其原因。
只有在确定资源属于集群时才会*拒绝*，参见[检查云上操作](cloud.md)。许多条目只在特定条件下才报告，例如关闭保护，具体条件参见规则的页面和用例。
";

fn page(zh: bool) -> String {
    let (introduction, head, root, comma) = match zh {
        false => (INTRODUCTION, "| operation | rule | row | at most |", "../", ", "),
        true => (INTRODUCTION_ZH, "| 操作 | 规则 | 条目 | 最高级别 |", "../../", "、"),
    };
    let mut page = introduction.to_owned();
    let checked = checked();
    let products: BTreeSet<&str> = checked.keys().map(|(product, _)| &**product).collect();
    for product in products {
        let _ = write!(page, "\n## {product}\n\n{head}\n|---|---|---|---|\n");
        for ((_, name), rules) in checked.iter().filter(|((of, _), _)| of == product) {
            for (rule, (rows, denies)) in rules {
                let rows: Vec<&str> = rows.iter().copied().collect();
                let level = match (*denies, zh) {
                    (true, false) => "deny",
                    (false, false) => "warn",
                    (true, true) => "拒绝",
                    (false, true) => "告警",
                };
                let rows = rows.join(comma);
                let _ = writeln!(page, "| `{name}` | [{rule}]({root}policies/{rule}/README.md) | {rows} | {level} |");
            }
        }
    }
    page.push_str(if zh { "\n## 不检查的操作\n" } else { "\n## Left out\n" });
    for (en, chinese, names) in left_out() {
        let reason = if zh { chinese } else { format!("{}{}", en[..1].to_uppercase(), &en[1..]) };
        let _ = write!(page, "\n### {reason}\n\n");
        for (product, names) in names {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(page, "- **{product}**{}{}", if zh { "：" } else { ": " }, names.join(comma));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use redline_engine::alibaba::atlas::{ACTIONS, ALIASES, TERRAFORM, UNLISTED};

    /// The code under which the tables of rules have the calls of a product.
    fn code(product: &str) -> &str {
        ALIASES.iter().find(|(alias, _)| *alias == product).map_or(product, |(_, code)| code)
    }

    fn recorded() -> Names {
        let mut recorded = names(ACTIONS);
        recorded.extend(names(TERRAFORM));
        recorded
    }

    #[test]
    fn every_recorded_name_is_checked_or_left_out_with_a_reason() {
        let checked = checked();
        let left_out = left_out();
        let mut open = Vec::new();
        for (product, names) in recorded() {
            for name in names {
                // The calls of VPC were calls of ECS.
                let codes = [code(&product), if product == "ecs" { "vpc" } else { "" }];
                let is_checked = codes.iter().any(|code| checked.contains_key(&((*code).to_owned(), name.clone())));
                let reasons =
                    left_out.iter().filter(|(.., names)| names.get(&product).is_some_and(|n| n.contains(&name)));
                if usize::from(is_checked) + reasons.count() != 1 {
                    open.push(format!("{product}:{name}"));
                }
            }
        }
        assert!(open.is_empty(), "write each of these into a rule's table, or into left-out.txt once: {open:?}");
    }

    #[test]
    fn tables_and_reasons_name_what_exists() {
        let recorded = recorded();
        let exists = |product: &str, name: &str| {
            UNLISTED.contains(&name)
                || recorded
                    .iter()
                    .any(|(of, names)| (code(of) == product || product == "vpc" && of == "ecs") && names.contains(name))
        };
        let checked = checked();
        let gone: Vec<_> = checked.keys().filter(|(product, name)| !exists(product, name)).collect();
        assert!(gone.is_empty(), "no such call or type: {gone:?}");
        for (reason, _, names) in left_out() {
            for (product, names) in names {
                let gone: Vec<_> = names.iter().filter(|name| !exists(code(&product), name)).collect();
                assert!(gone.is_empty(), "{reason}: {product}: {gone:?}");
            }
        }
    }

    #[test]
    fn what_the_catalogue_recommends_is_not_denied() {
        let checked = checked();
        for rule in RULES {
            for row in rule.metadata.rows {
                for word in row.instead.en.split('`').filter(|word| word.contains(':')) {
                    let Some((product, name)) = word.split_once(':') else { continue };
                    let rules = checked.get(&(product.to_owned(), name.to_owned()));
                    // What these deny is a script in the call, or a certain add-on.
                    const NARROW: &[&str] =
                        &["cloud-node-command", "cloud-virtual-node-removal", "cloud-log-component-removal"];
                    let denies = |(rule, (_, denies)): (&&str, &(_, bool))| *denies && !NARROW.contains(rule);
                    let denies = rules.is_some_and(|rules| rules.iter().any(denies));
                    assert!(!denies, "row {}: `{word}` is recommended and denied", row.id);
                }
            }
        }
    }
}
