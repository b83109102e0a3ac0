//! Changing load balancers of Services and Ingresses outside ACK.
#![no_std]

mod docs;

use redline_engine::alibaba::load_balancer::{
    self, BACKENDS, BEYOND_TAGS, CHANGED, GROUP, LISTENER, LISTENER_ID, PARENT, SETTINGS, UNPROTECTED,
};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R41], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const LB: Class = Class::LoadBalancer;
const PARENTS: &[(Class, &[&str])] = &[(LB, &["LoadBalancerId"])];
const GROUPS: &[&str] =
    &["ServerGroup.ServerGroupId", "AlbServerGroup.AlbServerGroupId", "VServerGroup.VServerGroupId"];
const ACCESS: Bilingual = Bilingual {
    en: "changes entries of access control list {} of a load balancer",
    zh: "修改负载均衡访问控制策略组 {} 的条目",
};
const ATTACHED: Bilingual = Bilingual {
    en: "attaches or detaches a scaling group at server group {} of a load balancer",
    zh: "将伸缩组关联到负载均衡的服务器组 {} 或取消关联",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &Action::joined::<{ CLB_AND_NLB.len() + load_balancer::PARTS.len() + ALB.len() }>(&[
    CLB_AND_NLB,
    load_balancer::PARTS,
    ALB,
]);

const CLB_AND_NLB: &[Action] = &load_balancer::changes(LB);
const ALB_TYPE: &str = "alicloud_alb_load_balancer";

/// An ALB instance serves Ingresses, never the API server.
const ALB: &[Action] = &[
    Action::call(
        "alb",
        "UpdateLoadBalancerAttribute UpdateLoadBalancerZones UpdateLoadBalancerEdition \
         UpdateLoadBalancerAddressTypeConfig StartShiftLoadBalancerZones LoadBalancerJoinSecurityGroup \
         LoadBalancerLeaveSecurityGroup AttachCommonBandwidthPackageToLoadBalancer \
         DetachCommonBandwidthPackageFromLoadBalancer EnableLoadBalancerIpv6Internet DisableLoadBalancerIpv6Internet \
         EnableLoadBalancerAccessLog DisableLoadBalancerAccessLog ModifyCapacityReservation",
        LB,
        CHANGED,
    ),
    Action::call("alb", "DisableDeletionProtection", LB, UNPROTECTED).ids(&["ResourceId"]),
    Action::call("alb", "CreateListener", LB, LISTENER),
    Action::call(
        "alb",
        "UpdateListenerAttribute UpdateListenerLogConfig StopListener DeleteListener AssociateAclsWithListener \
         DissociateAclsFromListener AssociateAdditionalCertificatesWithListener \
         DissociateAdditionalCertificatesFromListener CreateRule CreateRules CreateAScripts",
        Class::Listener,
        LISTENER_ID,
    )
    .related(PARENTS),
    Action::call(
        "alb",
        "UpdateRuleAttribute UpdateRulesAttribute DeleteRule DeleteRules UpdateAScripts DeleteAScripts",
        Class::Listener,
        LISTENER_ID,
    )
    .ids(&["RuleId", "Rules.RuleId", "AScriptId", "AScripts.AScriptId"])
    .related(PARENTS),
    Action::call("alb", "AddEntriesToAcl RemoveEntriesFromAcl DeleteAcl", Class::AccessControlList, ACCESS),
    Action::call(
        "alb",
        "UpdateServerGroupAttribute AddServersToServerGroup RemoveServersFromServerGroup \
         ReplaceServersInServerGroup UpdateServerGroupServersAttribute ApplyHealthCheckTemplateToServerGroup \
         DeleteServerGroup",
        Class::ServerGroup,
        GROUP,
    ),
    // Auto Scaling adds and removes servers by itself from then on.
    Action::call(
        "ess",
        "AttachServerGroups DetachServerGroups AttachAlbServerGroups DetachAlbServerGroups AttachVServerGroups \
         DetachVServerGroups",
        Class::ServerGroup,
        ATTACHED,
    )
    .ids(GROUPS)
    .related(&[(LB, &["VServerGroup.LoadBalancerId"])]),
    Action::call("ess", "AttachLoadBalancers DetachLoadBalancers", LB, BACKENDS).ids(&["LoadBalancer"]),
    Action::terraform(ALB_TYPE, Change::Update, LB, CHANGED).when(SETTINGS),
    load_balancer::unprotected(ALB_TYPE, LB),
    Action::terraform("alicloud_alb_listener", Change::Any, LB, LISTENER).ids(PARENT).when(BEYOND_TAGS),
    Action::terraform("alicloud_alb_load_balancer_zone_shifted_attachment", Change::Create, LB, CHANGED).ids(PARENT),
    Action::terraform(
        "alicloud_alb_load_balancer_security_group_attachment \
         alicloud_alb_load_balancer_common_bandwidth_package_attachment \
         alicloud_alb_load_balancer_access_log_config_attachment",
        Change::Any,
        LB,
        CHANGED,
    )
    .ids(PARENT),
    Action::terraform(
        "alicloud_alb_rule alicloud_alb_listener_acl_attachment alicloud_alb_ascript \
         alicloud_alb_listener_additional_certificate_attachment",
        Change::Any,
        Class::Listener,
        LISTENER_ID,
    )
    .ids(&["listener_id"])
    .when(BEYOND_TAGS),
    Action::terraform("alicloud_alb_acl_entry_attachment", Change::Any, Class::AccessControlList, ACCESS)
        .ids(&["acl_id"]),
    Action::terraform("alicloud_alb_acl", Change::Update, Class::AccessControlList, ACCESS)
        .when(When::Changes(&["acl_entries"])),
    Action::terraform("alicloud_alb_acl", Change::Delete, Class::AccessControlList, ACCESS),
    Action::terraform("alicloud_alb_server_group", Change::Any, Class::ServerGroup, GROUP).when(BEYOND_TAGS),
    Action::terraform(
        "alicloud_ess_server_group_attachment alicloud_ess_alb_server_group_attachment \
         alicloud_ess_scalinggroup_vserver_groups",
        Change::Any,
        Class::ServerGroup,
        ATTACHED,
    )
    .ids(&["server_group_id", "alb_server_group_id", "vserver_groups.vserver_attributes.vserver_group_id"])
    .related(&[(LB, &["vserver_groups.loadbalancer_id"])]),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, Class::ServerGroup, ATTACHED)
        .ids(&["alb_server_group.alb_server_group_id"])
        .when(When::Changes(&["alb_server_group.alb_server_group_id"])),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, LB, BACKENDS)
        .ids(&["loadbalancer_ids"])
        .when(When::Changes(&["loadbalancer_ids"])),
];
