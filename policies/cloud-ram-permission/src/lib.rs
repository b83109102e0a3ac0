//! Taking RAM roles and permissions from ACK.
#![no_std]

mod docs;

use redline_engine::alibaba::{ConditionResult, orchestration};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R23], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, _: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        let name = found.id.to_ascii_lowercase();
        // Permissions of nodes are the user's to add.
        if found.action.message == ATTACHED && WORKERS.iter().any(|start| name.starts_with(start)) {
            return false;
        }
        if [DETACHED, POLICY].contains(&found.action.message) && WORKERS.iter().any(|start| name.starts_with(start)) {
            found.finding.level = Level::Warn;
            found.finding.text.append(&text!(
                "ACK documents how to reduce its permissions in managed clusters",
                "ACK 托管集群可按 ACK 文档缩减其权限"
            ));
        }
        found.action.message != NODES || found.condition == ConditionResult::Met
    }
}

const ROLE: Class = Class::Role;
const DELETED: Bilingual = Bilingual { en: "deletes RAM role {}", zh: "删除 RAM 角色 {}" };
const DETACHED: Bilingual =
    Bilingual { en: "detaches a policy from RAM role {}", zh: "移除 RAM 角色 {} 的权限策略" };
const ATTACHED: Bilingual = Bilingual {
    en: "attaches a custom policy to RAM role {}, which may deny what the role needs",
    zh: "为 RAM 角色 {} 添加自定义权限策略，其中的拒绝语句可能使角色失去所需权限",
};
const TRUST: Bilingual =
    Bilingual { en: "changes the trust policy of RAM role {}", zh: "修改 RAM 角色 {} 的信任策略" };
const UNBOUND: Bilingual =
    Bilingual { en: "detaches RAM role {} from an instance", zh: "收回实例的 RAM 角色 {}" };

const POLICY: Bilingual =
    Bilingual { en: "changes or deletes permission policy {}", zh: "修改或删除权限策略 {}" };
const FROM_OTHER: Bilingual = Bilingual {
    en: "detaches permission policy {} from a user or a group",
    zh: "移除用户或用户组的权限策略 {}",
};
const REBOUND: Bilingual =
    Bilingual { en: "changes the RAM role of instance {} of a node", zh: "更换节点实例 {} 的 RAM 角色" };
const NODES: Bilingual =
    Bilingual { en: "replaces node pool {} to change its RAM role", zh: "为更换 RAM 角色而重建节点池 {}" };

/// Instances that lose a role.
const INSTANCES: &[(Class, &[&str])] =
    &[(Class::Instance, &["InstanceIds"]), (Class::Instance, &["instance_ids", "instance_id"])];
const ROLE_NAMES: &[&str] = &["id", "role_name", "name"];
const POLICY_NAMES: &[&str] = &["id", "policy_name", "name"];
const ROLES: &str = "alicloud_ram_role alicloud_resource_manager_role";
const POLICIES: &str = "alicloud_ram_policy alicloud_resource_manager_policy";
/// The calls about roles and policies, in RAM and in Resource Management.
const DELETE_POLICY: &str = "DeletePolicy SetDefaultPolicyVersion";

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ram", "DeleteRole", ROLE, DELETED),
    Action::call("resourcemanager", "DeleteRole DeleteServiceLinkedRole", ROLE, DELETED),
    Action::call("ram", "DetachPolicyFromRole", ROLE, DETACHED),
    Action::call("resourcemanager", "DetachPolicy", ROLE, DETACHED).ids(&["PrincipalName"]),
    Action::call("ram", "AttachPolicyToRole", ROLE, ATTACHED).when(CUSTOM).warns(),
    Action::call("resourcemanager", "AttachPolicy", ROLE, ATTACHED).ids(&["PrincipalName"]).when(CUSTOM).warns(),
    Action::call("ram", "DetachPolicyFromUser DetachPolicyFromGroup", ROLE, FROM_OTHER).ids(NAME).warns(),
    Action::call("ram", "UpdateRole", ROLE, TRUST).when(When::Given(&["NewAssumeRolePolicyDocument"])),
    Action::call("resourcemanager", "UpdateRole", ROLE, TRUST).when(When::Given(&["NewAssumeRolePolicyDocument"])),
    Action::call("ram", DELETE_POLICY, ROLE, POLICY).ids(NAME),
    Action::call("resourcemanager", DELETE_POLICY, ROLE, POLICY).ids(NAME),
    Action::call("ram", "CreatePolicyVersion", ROLE, POLICY).ids(NAME).when(When::Is(&["SetAsDefault"], &["true"])),
    Action::call("resourcemanager", "CreatePolicyVersion", ROLE, POLICY)
        .ids(NAME)
        .when(When::Is(&["SetAsDefault"], &["true"])),
    Action::call("ecs", "DetachInstanceRamRole", ROLE, UNBOUND).ids(&["RamRoleName"]).related(INSTANCES),
    Action::orchestrated(&["ACS-ECS-BulkyDetachInstanceRamRole"], ROLE, UNBOUND)
        .ids(&["Parameters.RamRoleName"])
        .related(&[(Class::Instance, orchestration::INSTANCES)]),
    Action::call("ecs", "AttachInstanceRamRole", Class::Instance, REBOUND).ids(&["InstanceIds"]),
    Action::terraform(ROLES, Change::Delete, ROLE, DELETED).ids(ROLE_NAMES),
    Action::terraform(ROLES, Change::Update, ROLE, TRUST).ids(ROLE_NAMES).when(When::Changes(&[
        "assume_role_policy_document",
        "document",
        "services",
        "ram_users",
    ])),
    Action::terraform("alicloud_resource_manager_service_linked_role", Change::Delete, ROLE, DELETED)
        .ids(&["role_name"]),
    Action::terraform("alicloud_ram_role_policy_attachment", Change::Delete, ROLE, DETACHED).ids(&["role_name"]),
    Action::terraform("alicloud_resource_manager_policy_attachment", Change::Delete, ROLE, DETACHED)
        .ids(&["principal_name"]),
    Action::terraform(
        "alicloud_ram_role_policy_attachment alicloud_resource_manager_policy_attachment",
        Change::Create,
        ROLE,
        ATTACHED,
    )
    .ids(&["role_name", "principal_name"])
    .when(CUSTOM)
    .warns(),
    Action::terraform(
        "alicloud_ram_user_policy_attachment alicloud_ram_group_policy_attachment",
        Change::Delete,
        ROLE,
        FROM_OTHER,
    )
    .ids(&["policy_name"])
    .warns(),
    Action::terraform(POLICIES, Change::Delete, ROLE, POLICY).ids(POLICY_NAMES),
    Action::terraform(POLICIES, Change::Update, ROLE, POLICY).ids(POLICY_NAMES).when(When::Changes(&[
        "policy_document",
        "document",
        "statement",
        "default_version",
    ])),
    Action::terraform("alicloud_resource_manager_policy_version", Change::Any, ROLE, POLICY)
        .ids(&["policy_name"])
        .when(When::Is(&["is_default_version"], &["true"])),
    Action::terraform("alicloud_ram_role_attachment alicloud_ecs_ram_role_attachment", Change::Delete, ROLE, UNBOUND)
        .ids(&["role_name", "ram_role_name"])
        .related(INSTANCES),
    Action::terraform("alicloud_instance", Change::Update, Class::Instance, REBOUND)
        .when(When::Changes(&["role_name"])),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Replace, Class::NodePool, NODES)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["ram_role_name"]))
        .warns(),
];
const NAME: &[&str] = &["PolicyName"];
/// Only a custom policy may deny something.
const CUSTOM: When = When::Is(&["PolicyType", "policy_type"], &["Custom"]);

/// The role of worker nodes and its policy. For managed clusters ACK documents how users reduce their permissions.
const WORKERS: &[&str] = &["kubernetesworkerrole-", "k8sworkerrolepolicy-"];
