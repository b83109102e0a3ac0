//! RAM roles that ACK works with.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, Holds, Operation, When};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting a RAM role that ACK works with, taking a policy from it, changing whom it trusts, changing or
    /// deleting its policies, and taking the role from an instance: as an OpenAPI call, in the event log, or planned
    /// by Terraform. Roles and policies are known by their names. Taking permissions from `KubernetesWorkerRole-*`
    /// warns, as ACK documents that for managed clusters; so does making a node pool anew with another role.
    /// ## Why it is high-risk
    /// Components of the cluster call Alibaba Cloud with these roles. Without their permissions no load balancer,
    /// disk or route can be made, and nodes cannot be scaled.
    /// ## How to get it done anyway
    /// Leave the roles as ACK made them. Where they were changed, authorise them again on the RAM authorisation
    /// page of the ACK console.
    docs: {
        title: Bilingual { en: "Taking RAM permissions from ACK", zh: "修改 ACK 依赖的 RAM 角色或权限" },
        text_zh: "拦截删除 ACK 依赖的 RAM 角色、解除其权限策略、修改其信任策略、修改或删除其权限策略内容，以及解绑实例的 RAM 角色，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划，角色和策略按名称识别。缩减 `KubernetesWorkerRole-*` 的权限仅告警（托管集群可按 ACK 文档操作），为更换角色而重建节点池也仅告警。集群组件通过这些角色调用云服务，失去权限后无法创建负载均衡、云盘、路由，也无法伸缩节点。如已被修改，请在 ACK 控制台的 RAM 授权页面重新授权。",
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

const ROLE: Class = Class::Role;
const DELETED: Bilingual = Bilingual { en: "RAM role {} is deleted", zh: "删除 RAM 角色 {}" };
const DETACHED: Bilingual =
    Bilingual { en: "a policy is taken from RAM role {}", zh: "解除 RAM 角色 {} 的权限策略" };
const TRUST: Bilingual =
    Bilingual { en: "the trust policy of RAM role {} is changed", zh: "修改 RAM 角色 {} 的信任策略" };
const UNBOUND: Bilingual =
    Bilingual { en: "RAM role {} is taken from an instance", zh: "解绑实例的 RAM 角色 {}" };

const POLICY: Bilingual =
    Bilingual { en: "permission policy {} is changed or deleted", zh: "修改或删除权限策略 {}" };
const NODES: Bilingual = Bilingual {
    en: "node pool {} is made anew with another RAM role",
    zh: "为更换 RAM 角色而重建节点池 {}",
};

/// Instances that lose a role.
const INSTANCES: &[(Class, &[&str])] =
    &[(Class::Instance, &["InstanceIds"]), (Class::Instance, &["instance_ids", "instance_id"])];

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ram", "DeleteRole", ROLE, DELETED),
    Action::call("ram", "DetachPolicyFromRole", ROLE, DETACHED),
    Action::call("resourcemanager", "DetachPolicy", ROLE, DETACHED).ids(&["PrincipalName"]),
    Action::call("ram", "UpdateRole", ROLE, TRUST).when(When::Given(&["NewAssumeRolePolicyDocument"])),
    Action::call("ram", "DeletePolicy", ROLE, POLICY).ids(NAME),
    Action::call("ram", "CreatePolicyVersion", ROLE, POLICY).ids(NAME).when(When::Is(&["SetAsDefault"], &["true"])),
    Action::call("ram", "SetDefaultPolicyVersion", ROLE, POLICY).ids(NAME),
    Action::call("ecs", "DetachInstanceRamRole", ROLE, UNBOUND).ids(&["RamRoleName"]).also(INSTANCES),
    Action::terraform("alicloud_ram_role", Change::Delete, ROLE, DELETED).ids(&["id", "role_name", "name"]),
    Action::terraform("alicloud_ram_role", Change::Update, ROLE, TRUST)
        .ids(&["id", "role_name", "name"])
        .when(When::Changes(&["assume_role_policy_document", "document"])),
    Action::terraform("alicloud_ram_role_policy_attachment", Change::Delete, ROLE, DETACHED).ids(&["role_name"]),
    Action::terraform("alicloud_resource_manager_policy_attachment", Change::Delete, ROLE, DETACHED)
        .ids(&["principal_name"]),
    Action::terraform("alicloud_ram_policy", Change::Delete, ROLE, POLICY).ids(&["id", "policy_name", "name"]),
    Action::terraform("alicloud_ram_policy", Change::Update, ROLE, POLICY)
        .ids(&["id", "policy_name", "name"])
        .when(When::Changes(&["policy_document", "document", "statement"])),
    Action::terraform("alicloud_ram_role_attachment", Change::Delete, ROLE, UNBOUND)
        .ids(&["role_name"])
        .also(INSTANCES),
    Action::terraform("alicloud_ecs_ram_role_attachment", Change::Delete, ROLE, UNBOUND)
        .ids(&["ram_role_name"])
        .also(INSTANCES),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Replace, Class::NodePool, NODES)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["ram_role_name"]))
        .warns(),
];
const NAME: &[&str] = &["PolicyName"];

/// The role of worker nodes and its policy. On managed clusters ACK's guide has users take permissions from them.
const WORKERS: &[&str] = &["kubernetesworkerrole-", "k8sworkerrolepolicy-"];

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    for hit in op.hits(ctx) {
        let mut finding = hit.finding;
        if hit.action.says == NODES && hit.holds != Holds::Yes {
            continue;
        }
        let name = hit.id.to_ascii_lowercase();
        if [DETACHED, POLICY].contains(&hit.action.says) && WORKERS.iter().any(|start| name.starts_with(start)) {
            finding.level = Level::Warn;
            finding.text.append(&text!(
                "ACK documents how to reduce its permissions on managed clusters",
                "托管集群可按 ACK 文档缩减其权限"
            ));
        }
        out.push(finding);
    }
}
