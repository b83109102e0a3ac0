//! From the rows of a rule's table to matches, each with its finding.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use redline_core::finding::{Finding, Level};
use redline_core::language::{Bilingual, Text};
use redline_core::pattern::first_match;
use redline_core::settings::CommonSettings;

use redline_text::{concat, join};

use crate::action::{Action, Paths, When};
use crate::attributes::Attributes;
use crate::class::Class;
use crate::conditions::ConditionResult;
use crate::context::CloudContext;
use crate::inventory::InventoryList;
use crate::operation::{CloudOperation, Source};
use crate::ownership::Ownership;
use crate::targets::NamedResource;

/// A row of the rule's table that is about the operation, for one resource that belongs to the cluster or may do so.
#[derive(Debug)]
pub struct ActionMatch {
    /// The row of the table.
    pub action: &'static Action,
    /// Id of the resource; empty where it is not known.
    pub id: String,
    /// Who owns it: never [`Ownership::NotOurs`].
    pub owner: Ownership,
    /// Whether the row's condition is met: never [`ConditionResult::NotMet`].
    pub condition: ConditionResult,
    /// At the row's level where everything is certain, else a warning that says what decides.
    pub finding: Finding,
}

/// User input in backticks, cut to a length that a line can bear.
pub fn quoted(input: &str) -> String {
    let short: String = input.chars().take(80).map(|c| if c == '`' { '\'' } else { c }).collect();
    let dots = if short.len() < input.len() { "..." } else { "" };
    concat(&["`", &short, dots, "`"])
}

/// Parts that a finding names.
const MOST_PARTS: usize = 8;

const NO_ID: Bilingual = Bilingual { en: "(no id given)", zh: "（未提供 ID）" };
const REPLACED: Bilingual =
    Bilingual { en: "the replacement deletes the existing resource", zh: "替换操作会删除现有资源" };
const REPLACED_FOR: Bilingual = Bilingual {
    en: "the replacement, which `{}` forces, deletes the existing resource",
    zh: "`{}` 的变更要求重建，替换操作会删除现有资源",
};
const UNCERTAIN: Bilingual = Bilingual {
    en: "whether it is replaced is known only during the update",
    zh: "是否重建在更新时才能确定",
};
const DEPOSED: Bilingual =
    Bilingual { en: "a deposed object, which still exists", zh: "deposed 对象，资源仍然存在" };
const AFTER_APPLY: Bilingual =
    Bilingual { en: "`{}` is known only after apply", zh: "`{}` 在 apply 之后才能确定" };
const BY_SETTING: Bilingual = Bilingual {
    en: "may belong to the cluster, setting `{}` decides",
    zh: "无法确定是否属于该集群，可通过设置 `{}` 指明",
};
const BY_TAGS: Bilingual = Bilingual {
    en: "may belong to the cluster, `resource.id` with `resource.tags` decides",
    zh: "无法确定是否属于该集群，可提供 `resource.id` 和 `resource.tags`",
};
const BY_APPLY: Bilingual = Bilingual {
    en: "may belong to the cluster, known only after apply",
    zh: "在 apply 之后才能确定是否属于该集群",
};

impl CloudOperation<'_> {
    /// Whether the table has a row about this operation. A rule without a table evaluates every operation.
    pub fn is_about(&self, actions: &'static [Action]) -> bool {
        actions.is_empty() || self.actions(actions).next().is_some()
    }

    /// Why everything that the rule would evaluate here is exempt, if it is.
    pub(crate) fn exempt_objects(&self, actions: &'static [Action], common: &CommonSettings) -> Option<String> {
        let objects = &common.exempt.objects;
        let by =
            |id: &str| first_match(objects, id).filter(|_| !id.is_empty()).map(|p| concat(&["exempt.objects ", p]));
        match &self.source {
            _ if objects.is_empty() => None,
            Source::PlannedChange(plan) => by(&plan.address).or_else(|| self.all_exempt(actions, &by)),
            Source::Call(_) => self.all_exempt(actions, &by),
        }
    }

    /// The rows of the rule's table that this operation matches, once for each resource. Resources of somebody else
    /// and exempt ones are left out.
    pub fn matches(&self, ctx: &CloudContext<'_>) -> Vec<ActionMatch> {
        let mut matches = Vec::new();
        for action in self.actions(ctx.actions) {
            let condition = action.when.evaluate(self);
            if condition == ConditionResult::NotMet {
                continue;
            }
            for target in self.targets(action.class, action.ids) {
                if self.keeps(action, &target.id) {
                    continue;
                }
                let owner = self.owner_of(ctx, action, &target.id);
                let exempt = first_match(&ctx.common.exempt.objects, &target.id).filter(|_| !target.id.is_empty());
                if owner != Ownership::NotOurs && exempt.is_none() {
                    matches.push(self.action_match(action, target, owner, condition));
                }
            }
        }
        matches
    }

    /// The rows that are about this operation.
    fn actions(&self, table: &'static [Action]) -> impl Iterator<Item = &'static Action> {
        table.iter().filter(|action| action.is_about(self))
    }

    /// Whether the row is about what a list gains or loses, and the list has this item before and after the update, or
    /// gains it where only what it loses matters.
    fn keeps(&self, action: &Action, id: &str) -> bool {
        let (When::Changes(paths) | When::Loses(paths), Source::PlannedChange(plan)) = (action.when, &self.source)
        else {
            return false;
        };
        let only_losses = matches!(action.when, When::Loses(_));
        let has = |side: &Attributes<'_>, path: &&str| side.list(path).iter().any(|item| item == id);
        plan.updates
            && action
                .ids
                .iter()
                .any(|path| paths.contains(path) && (only_losses || has(&plan.before, path)) && has(&plan.after, path))
    }

    /// The reason that `by` gives for the last resource that the rule would evaluate, if it gives one for each of
    /// them.
    fn all_exempt(&self, actions: &'static [Action], by: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        let mut why = None;
        for action in self.actions(actions).filter(|action| action.when.evaluate(self) != ConditionResult::NotMet) {
            for target in self.targets(action.class, action.ids) {
                why = Some(by(&target.id)?);
            }
        }
        why
    }

    fn action_match(
        &self,
        action: &'static Action,
        target: NamedResource,
        owner: Ownership,
        condition: ConditionResult,
    ) -> ActionMatch {
        let NamedResource { id, path } = target;
        let mut subject = if id.is_empty() { NO_ID.with("") } else { Text { en: quoted(&id), zh: quoted(&id) } };
        if let Source::PlannedChange(plan) = &self.source {
            let id_given =
                core::mem::replace(&mut subject, Text { en: quoted(&plan.address), zh: quoted(&plan.address) });
            if !id.is_empty() {
                subject.append(&id_given);
            }
        }
        let mut text = Text { en: action.message.with(&subject.en).en, zh: action.message.with(&subject.zh).zh };
        let parts = self.parts(action, &id);
        if !parts.is_empty() {
            text.append(&Text { en: parts.clone(), zh: parts });
        }
        if let Source::PlannedChange(plan) = &self.source {
            if plan.replaces() {
                text.append(&match plan.replaced_for() {
                    Some(attribute) => REPLACED_FOR.with(attribute),
                    None => REPLACED.with(""),
                });
            }
            if plan.uncertain {
                text.append(&UNCERTAIN.with(""));
            }
            if !plan.deposed.is_empty() {
                text.append(&DEPOSED.with(""));
            }
        }
        if let ConditionResult::Unknown(attribute) = condition {
            text.append(&AFTER_APPLY.with(attribute));
        }
        let mut decided_by = String::new();
        if owner == Ownership::Unknown {
            let list = self.deciding_list(action, &id);
            text.append(&match (list, &self.source) {
                (Some(list), _) => BY_SETTING.with(list.key()),
                (None, Source::Call(_)) => BY_TAGS.with(""),
                (None, Source::PlannedChange(_)) => BY_APPLY.with(""),
            });
            decided_by = list.map_or("", InventoryList::key).to_owned();
        }
        let may_not_happen = self.plan().is_some_and(|plan| plan.uncertain);
        let certain = owner == Ownership::Ours && condition == ConditionResult::Met && !may_not_happen;
        let level = if certain { action.level } else { Level::Warn };
        let finding = Finding { row: action.row, decided_by, ..Finding::deny(path, text).at(level).value(&*id) };
        ActionMatch { action, id, owner, condition, finding }
    }

    /// The parts of the resource that the row says to name, in backticks; empty where the operation does not name any.
    pub(crate) fn parts(&self, action: &Action, id: &str) -> String {
        let mut names: Vec<String> = Vec::new();
        for path in action.parts {
            let found = match &self.source {
                Source::Call(call) => call.parameters.list(path),
                Source::PlannedChange(plan) if plan.deletes || plan.updates => plan.before.list(path),
                Source::PlannedChange(plan) => plan.after.list(path),
            };
            for name in found {
                let name = quoted(&name);
                if names.len() < MOST_PARTS && name != quoted(id) && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        join(&names, ", ")
    }

    /// The list of the inventory that decides whose the resource is; `None` where no list can.
    fn deciding_list(&self, action: &Action, id: &str) -> Option<InventoryList> {
        let named = |(class, ids): &(Class, Paths)| self.targets(*class, ids).iter().any(|t| !t.id.is_empty());
        let own = action.class.lists().first().filter(|_| !id.is_empty());
        let related = || action.related.iter().filter(|related| named(related));
        own.or_else(|| related().find_map(|(class, _)| class.lists().first())).copied()
    }
}
