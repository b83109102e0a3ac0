//! From a row of a rule's table to a finding.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use redline_core::finding::{Finding, Level};
use redline_core::language::{Bilingual, Text};
use redline_core::pattern::first_match;

use crate::action::Action;
use crate::call::Origin;
use crate::conditions::Holds;
use crate::context::CloudContext;
use crate::inventory::{Inventory, List};
use crate::operation::{CloudOperation, Source};
use crate::ownership::{Class, Evidence, Ownership};

/// An operation that is in the rule's table, on one resource that is the cluster's or may be.
#[derive(Debug)]
pub struct ActionMatch {
    /// The row of the table.
    pub action: &'static Action,
    /// Id of the resource; empty where it is not known.
    pub id: String,
    /// Whose it is: never [`Ownership::NotOurs`].
    pub owner: Ownership,
    /// Whether the row's condition holds: never [`Holds::No`].
    pub holds: Holds,
    /// At the row's level where everything is certain, else a warning that says what would decide.
    pub finding: Finding,
}

/// User input between backticks, not longer than a line can bear.
pub fn quoted(input: &str) -> String {
    let short: String = input.chars().take(80).map(|c| if c == '`' { '\'' } else { c }).collect();
    let dots = if short.len() < input.len() { "..." } else { "" };
    ["`", &short, dots, "`"].concat()
}

const NO_ID: Bilingual = Bilingual { en: "(no id given)", zh: "（未给出 ID）" };
const REPLACED: Bilingual = Bilingual { en: "a replacement deletes the old one", zh: "替换会删除原有资源" };
const DEPOSED: Bilingual =
    Bilingual { en: "a deposed object, still a real one", zh: "deposed 对象，仍是真实资源" };
const AFTER_APPLY: Bilingual =
    Bilingual { en: "`{}` is known only after apply", zh: "`{}` 在 apply 之后才能确定" };
const BY_SETTING: Bilingual = Bilingual {
    en: "cannot tell whose it is, setting `{}` would",
    zh: "无法判断归属，可通过设置 `{}` 指明",
};
const BY_TAGS: Bilingual = Bilingual {
    en: "cannot tell whose it is, `resource.id` with `resource.tags` would",
    zh: "无法判断归属，可提供 `resource.id` 和 `resource.tags`",
};
const BY_APPLY: Bilingual =
    Bilingual { en: "cannot tell whose it is before apply", zh: "在 apply 之前无法判断归属" };

/// One resource that a row of the table touches, and where its id stands.
struct Target {
    id: String,
    path: String,
}

impl CloudOperation<'_> {
    /// Whether the rule has anything to say about this operation. A rule without a table looks at all of them.
    pub fn is_about(&self, actions: &'static [Action]) -> bool {
        actions.is_empty() || self.actions(actions).next().is_some()
    }

    /// Why everything that the rule would judge here is exempt, if it is.
    pub(crate) fn exempt_objects(
        &self,
        actions: &'static [Action],
        common: &redline_core::settings::CommonSettings,
    ) -> Option<String> {
        let objects = &common.exempt.objects;
        let by =
            |id: &str| first_match(objects, id).filter(|_| !id.is_empty()).map(|p| ["exempt.objects ", p].concat());
        match &self.source {
            _ if objects.is_empty() => None,
            Source::PlannedChange(plan) => by(&plan.address).or_else(|| self.all_exempt(actions, &by)),
            Source::Call(_) => self.all_exempt(actions, &by),
        }
    }

    /// What of the rule's table this operation does, and to which resources of the cluster. Resources of
    /// somebody else and exempt ones are left out.
    pub fn matches(&self, ctx: &CloudContext<'_>) -> Vec<ActionMatch> {
        let mut matches = Vec::new();
        for action in self.actions(ctx.actions) {
            let holds = action.when.holds(self);
            if holds == Holds::No {
                continue;
            }
            for target in self.targets(action.class, action.ids) {
                let owner = self.owner_of(ctx, action, &target.id);
                let exempt = first_match(&ctx.common.exempt.objects, &target.id).filter(|_| !target.id.is_empty());
                if owner != Ownership::NotOurs && exempt.is_none() {
                    matches.push(self.action_match(action, target, owner, holds));
                }
            }
        }
        matches
    }

    /// The rows that are about this operation.
    pub(crate) fn actions(&self, table: &'static [Action]) -> impl Iterator<Item = &'static Action> {
        table.iter().filter(|action| action.fits(self))
    }

    /// The reason that `by` gives for one of the resources that the rule would judge, when it gives one for all.
    pub(crate) fn all_exempt(&self, actions: &'static [Action], by: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        let mut why = None;
        for action in self.actions(actions) {
            for target in self.targets(action.class, action.ids) {
                why = Some(by(&target.id)?);
            }
        }
        why
    }

    fn action_match(&self, action: &'static Action, target: Target, owner: Ownership, holds: Holds) -> ActionMatch {
        let Target { id, path } = target;
        let mut subject = if id.is_empty() { NO_ID.with("") } else { Text { en: quoted(&id), zh: quoted(&id) } };
        if let Source::PlannedChange(plan) = &self.source {
            let id_given =
                core::mem::replace(&mut subject, Text { en: quoted(&plan.address), zh: quoted(&plan.address) });
            if !id.is_empty() {
                subject.append(&id_given);
            }
        }
        let mut text = Text { en: action.says.with(&subject.en).en, zh: action.says.with(&subject.zh).zh };
        if let Source::PlannedChange(plan) = &self.source {
            if plan.replaces() {
                text.append(&REPLACED.with(""));
            }
            if !plan.deposed.is_empty() {
                text.append(&DEPOSED.with(""));
            }
        }
        if let Holds::Unknown(attribute) = holds {
            text.append(&AFTER_APPLY.with(attribute));
        }
        if owner == Ownership::Unknown {
            text.append(&self.undecided(action, &id));
        }
        let certain = owner == Ownership::Ours && holds == Holds::Yes;
        let level = if certain { action.level } else { Level::Warn };
        let finding = Finding { row: action.row, ..Finding::deny(path, text).at(level).value(&*id) };
        ActionMatch { action, id, owner, holds, finding }
    }

    /// What would tell whose resource it is.
    fn undecided(&self, action: &Action, id: &str) -> Text {
        let named = |(class, ids): &(Class, &[&str])| self.targets(*class, ids).iter().any(|t| !t.id.is_empty());
        let own = action.class.list().filter(|_| !id.is_empty());
        let listed = own.or_else(|| action.also.iter().filter(|also| named(also)).find_map(|(class, _)| class.list()));
        match (listed, &self.source) {
            (Some(list), _) => BY_SETTING.with(list.key()),
            (None, Source::Call(_)) => BY_TAGS.with(""),
            (None, Source::PlannedChange(_)) => BY_APPLY.with(""),
        }
    }

    /// The resources of a class that the operation names; one without an id where it names none.
    fn targets(&self, class: Class, ids: &[&str]) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        let mut add = |id: String, path: String| {
            if !id.is_empty() && !targets.iter().any(|t| t.id == id) {
                targets.push(Target { id, path });
            }
        };
        match &self.source {
            Source::Call(call) => {
                let parameters = if call.origin == Origin::Call { "parameters" } else { "requestParameters" };
                for name in ids {
                    for id in call.parameters.list(name) {
                        add(id, [parameters, ".", name].concat());
                    }
                }
                let (products, kind) = class.referenced_as();
                for id in call.referenced(products, kind) {
                    add(id, ["referencedResources.", kind].concat());
                }
                if targets.is_empty() {
                    let id = call.resource_id.to_string();
                    let path = if id.is_empty() { "action" } else { "resource.id" };
                    targets.push(Target { id, path: path.to_owned() });
                }
            }
            Source::PlannedChange(plan) => {
                for name in ids {
                    if plan.deletes || plan.updates {
                        plan.before.list(name).into_iter().for_each(|id| add(id, plan.address.to_string()));
                    }
                    if !plan.deletes {
                        plan.after.list(name).into_iter().for_each(|id| add(id, plan.address.to_string()));
                    }
                }
                if targets.is_empty() {
                    targets.push(Target { id: String::new(), path: plan.address.to_string() });
                }
            }
        }
        targets
    }

    /// Whose resource it is, of what the row names: the cluster's if one of them is, else somebody else's if one
    /// of them is.
    fn owner_of(&self, ctx: &CloudContext<'_>, action: &Action, id: &str) -> Ownership {
        let is_self = action.ids.contains(&"id");
        let mut owner = self.owner(ctx.inventory, action.class, id, is_self);
        for (class, ids) in action.also {
            for target in self.targets(*class, ids) {
                match self.owner(ctx.inventory, *class, &target.id, false) {
                    Ownership::Ours => owner = Ownership::Ours,
                    Ownership::NotOurs if owner == Ownership::Unknown => owner = Ownership::NotOurs,
                    _ => {}
                }
            }
        }
        owner
    }

    /// Whose resource of a class this is. `is_self`: of a Terraform resource, that it is the one that changes
    /// and not one that it refers to.
    pub fn owner(&self, inventory: &Inventory, class: Class, id: &str, is_self: bool) -> Ownership {
        // By kind: ACK's own API and resources, of this cluster or, where nothing says so, of any.
        if self.of_ack() {
            let clusters = match class {
                Class::Cluster => Vec::from([id.to_owned()]),
                _ => self.targets(Class::Cluster, &["ClusterId", "cluster_id"]).into_iter().map(|t| t.id).collect(),
            };
            let other_pool = class == Class::NodePool && inventory.has(List::NodePools, id) == Some(false);
            let other = clusters.iter().any(|cluster| inventory.is_other_cluster(cluster)) || other_pool;
            return if other { Ownership::NotOurs } else { Ownership::Ours };
        }
        let mut evidence = Evidence { product: self.product(), id, ..Evidence::default() };
        let name;
        match &self.source {
            // What the caller says about a resource is about that one only.
            Source::Call(call) => {
                if call.resource_id.is_empty() || id.is_empty() || call.resource_id == id {
                    evidence.name = &call.resource_name;
                    evidence.tags = self.tags.as_deref();
                    evidence.own_tags = true;
                }
            }
            Source::PlannedChange(plan) => {
                let side = if plan.deletes || plan.updates { &plan.before } else { &plan.after };
                name = NAMES.iter().find_map(|attribute| side.text(attribute)).unwrap_or_default();
                evidence.name = &name;
                evidence.tags = self.tags.as_deref();
                evidence.own_tags = is_self;
            }
        }
        evidence.owner(class, inventory)
    }

    fn of_ack(&self) -> bool {
        match &self.source {
            Source::Call(call) => call.of("cs"),
            Source::PlannedChange(plan) => plan.product() == "cs",
        }
    }
}

/// Attributes of the Terraform provider that hold a resource's name.
const NAMES: &[&str] = &[
    "name",
    "load_balancer_name",
    "security_group_name",
    "network_interface_name",
    "server_group_name",
    "scaling_configuration_name",
    // Of a listener.
    "description",
];
