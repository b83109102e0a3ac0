//! Changes of a load balancer other than deleting it. Two rules share the table: one for the API server's load
//! balancer, one for those of Services and Ingresses. The rows come from the API references of CLB (2014-05-15), NLB
//! (2022-04-30) and ALB (2020-06-16), and from the documentation of the Terraform provider.
//!
//! What gives a load balancer back is not in the table: starting it or a listener, switching a protection on, ending
//! the shift of a zone.

use redline_core::language::Bilingual;

use crate::action::{Action, Change, Paths, Related, When};
use crate::class::Class;

/// Settings of the instance.
pub const CHANGED: Bilingual =
    Bilingual { en: "changes settings of load balancer {}", zh: "修改负载均衡 {} 的配置" };
/// The instance no longer serves.
const STOPPED: Bilingual = Bilingual { en: "stops load balancer {}", zh: "停用负载均衡 {}" };
/// A protection is switched off.
pub const UNPROTECTED: Bilingual = Bilingual {
    en: "switches off deletion or modification protection of load balancer {}",
    zh: "关闭负载均衡 {} 的删除保护或修改保护",
};
/// A listener, its forwarding rules or its access control.
pub const LISTENER: Bilingual = Bilingual {
    en: "adds, changes or removes a listener of load balancer {}",
    zh: "新增、修改或删除负载均衡 {} 的监听",
};
/// Backend servers and server groups.
pub const BACKENDS: Bilingual =
    Bilingual { en: "changes the backend servers of load balancer {}", zh: "修改负载均衡 {} 的后端服务器" };
/// A listener, a forwarding rule of one, or another part, by its own id.
pub const LISTENER_ID: Bilingual = Bilingual {
    en: "changes or removes {}, a listener or a part of one",
    zh: "修改或删除 {}（监听或其组成部分）",
};
/// A server group, by its own id.
pub const GROUP: Bilingual = Bilingual {
    en: "changes or removes server group {} of a load balancer",
    zh: "修改或删除负载均衡的服务器组 {}",
};

/// The load balancer's id in calls about a part of it.
const ID: Paths = &["LoadBalancerId"];
/// The load balancer's id in Terraform's resources for parts of it.
pub const PARENT: Paths = &["load_balancer_id"];
/// Server groups of CLB have ids of their own.
const VSERVER_GROUP: Paths = &["VServerGroupId", "MasterSlaveServerGroupId"];
/// Settings of the instance in a plan. Other rows and rules evaluate tags and protections.
pub const SETTINGS: When = When::Changes(&[
    "access_log_config",
    "address_ip_version",
    "address_type",
    "bandwidth",
    "bandwidth_package_id",
    "cps",
    "cross_zone_enabled",
    "instance_charge_type",
    "internet_charge_type",
    "ipv6_address_type",
    "load_balancer_edition",
    "load_balancer_name",
    "load_balancer_spec",
    "master_zone_id",
    "name",
    "payment_type",
    "security_group_ids",
    "slave_zone_id",
    "specification",
    "zone_mappings",
]);

/// An update of a part in a plan that does more than label it or start it again.
pub const BEYOND_TAGS: When =
    When::ChangesBeyond(&["tags", "resource_group_id", "delete_protection_validation", "dry_run", "timeouts"]);

/// CLB: the call that stops an instance also starts it.
const INACTIVE: When = When::Is(&["LoadBalancerStatus"], &["inactive"]);
/// CLB, where each protection has a call, and NLB, where one call sets both.
const PROTECTIONS_OFF: When = When::Is(
    &["DeleteProtection", "DeletionProtectionEnabled", "ModificationProtectionStatus"],
    &["off", "false", "NonProtection"],
);

/// Terraform types of load balancers that serve the API server or Services.
pub const TYPES: &str = "alicloud_slb_load_balancer alicloud_slb alicloud_nlb_load_balancer";
/// A planned change that switches a protection off.
pub const fn unprotected(types: &'static str, class: Class) -> Action {
    // In the spellings of the provider's versions.
    const PROTECTIONS: Paths = &[
        "delete_protection",
        "deletion_protection_enabled",
        "deletion_protection_config.enabled",
        "modification_protection_status",
        "modification_protection_config.status",
    ];
    Action::terraform(types, Change::Update, class, UNPROTECTED)
        .when(When::Leaves(PROTECTIONS, &["on", "true", "ConsoleProtection"]))
}

/// The load balancer that a call about a part of it names.
const fn parent_of_part(class: Class) -> Related {
    match class {
        Class::ApiServerLoadBalancer => &[(Class::ApiServerLoadBalancer, ID)],
        _ => &[(Class::LoadBalancer, ID)],
    }
}

/// The table for load balancers of one class.
pub const fn changes(class: Class) -> [Action; 23] {
    let related = parent_of_part(class);
    [
        Action::call(
            "slb",
            "SetLoadBalancerName ModifyLoadBalancerInternetSpec ModifyLoadBalancerInstanceSpec \
             ModifyLoadBalancerInstanceChargeType ModifyLoadBalancerPayType",
            class,
            CHANGED,
        ),
        Action::call("slb", "SetLoadBalancerStatus", class, STOPPED).when(INACTIVE),
        Action::call(
            "slb",
            "SetLoadBalancerDeleteProtection SetLoadBalancerModificationProtection",
            class,
            UNPROTECTED,
        )
        .when(PROTECTIONS_OFF),
        Action::call(
            "slb",
            "CreateLoadBalancerTCPListener CreateLoadBalancerUDPListener CreateLoadBalancerHTTPListener \
             CreateLoadBalancerHTTPSListener StopLoadBalancerListener DeleteLoadBalancerListener \
             SetListenerAccessControlStatus AddListenerWhiteListItem RemoveListenerWhiteListItem CreateDomainExtension",
            class,
            LISTENER,
        ),
        Action::call(
            "slb",
            "SetLoadBalancerTCPListenerAttribute SetLoadBalancerUDPListenerAttribute \
             SetLoadBalancerHTTPListenerAttribute SetLoadBalancerHTTPSListenerAttribute CreateRules",
            class,
            LISTENER,
        )
        .unless_dry_run(),
        Action::call("slb", "SetDomainExtensionAttribute DeleteDomainExtension", Class::Listener, LISTENER_ID)
            .ids(&["DomainExtensionId"])
            .related(related),
        Action::call("slb", "SetRule", Class::Listener, LISTENER_ID).ids(&["RuleId"]).related(related).unless_dry_run(),
        Action::call("slb", "DeleteRules", Class::Listener, LISTENER_ID).ids(&["RuleIds"]).related(related),
        Action::call(
            "slb",
            "CreateVServerGroup CreateMasterSlaveServerGroup AddBackendServers SetBackendServers RemoveBackendServers",
            class,
            BACKENDS,
        ),
        Action::call(
            "slb",
            "SetVServerGroupAttribute ModifyVServerGroupBackendServers AddVServerGroupBackendServers \
             RemoveVServerGroupBackendServers DeleteVServerGroup DeleteMasterSlaveServerGroup",
            Class::ServerGroup,
            GROUP,
        )
        .ids(VSERVER_GROUP)
        .related(related),
        Action::call(
            "nlb",
            "UpdateLoadBalancerAttribute UpdateLoadBalancerAddressTypeConfig UpdateLoadBalancerZones \
             StartShiftLoadBalancerZones LoadBalancerJoinSecurityGroup LoadBalancerLeaveSecurityGroup \
             AttachCommonBandwidthPackageToLoadBalancer DetachCommonBandwidthPackageFromLoadBalancer \
             EnableLoadBalancerIpv6Internet DisableLoadBalancerIpv6Internet",
            class,
            CHANGED,
        ),
        Action::call("nlb", "UpdateLoadBalancerProtection", class, UNPROTECTED).when(PROTECTIONS_OFF),
        Action::call("nlb", "CreateListener", class, LISTENER),
        Action::call(
            "nlb",
            "UpdateListenerAttribute StopListener DeleteListener AssociateAdditionalCertificatesWithListener \
             DisassociateAdditionalCertificatesWithListener",
            Class::Listener,
            LISTENER_ID,
        )
        .related(related),
        Action::call(
            "nlb",
            "UpdateServerGroupAttribute AddServersToServerGroup RemoveServersFromServerGroup \
             UpdateServerGroupServersAttribute DeleteServerGroup",
            Class::ServerGroup,
            GROUP,
        ),
        Action::terraform(TYPES, Change::Update, class, CHANGED).when(SETTINGS),
        Action::terraform(TYPES, Change::Update, class, STOPPED).when(When::Leaves(&["status"], &["active"])),
        unprotected(TYPES, class),
        Action::terraform(
            "alicloud_slb_listener alicloud_slb_rule alicloud_slb_domain_extension alicloud_nlb_listener",
            Change::Any,
            class,
            LISTENER,
        )
        .ids(PARENT)
        .when(BEYOND_TAGS),
        Action::terraform(
            "alicloud_slb_server_group alicloud_slb_master_slave_server_group alicloud_slb_backend_server \
             alicloud_slb_attachment",
            Change::Any,
            class,
            BACKENDS,
        )
        .ids(PARENT)
        .when(BEYOND_TAGS),
        Action::terraform(
            "alicloud_nlb_load_balancer_security_group_attachment \
             alicloud_nlb_loadbalancer_common_bandwidth_package_attachment",
            Change::Any,
            class,
            CHANGED,
        )
        .ids(PARENT),
        Action::terraform("alicloud_nlb_load_balancer_zone_shifted_attachment", Change::Create, class, CHANGED)
            .ids(PARENT),
        Action::terraform(
            "alicloud_slb_server_group_server_attachment alicloud_nlb_server_group_server_attachment",
            Change::Any,
            Class::ServerGroup,
            GROUP,
        )
        .ids(&["server_group_id"]),
    ]
}

/// Changes of NLB's parts in a plan, which do not name the load balancer that they belong to.
pub const PARTS: &[Action] = &[
    Action::terraform("alicloud_nlb_server_group", Change::Any, Class::ServerGroup, GROUP).when(BEYOND_TAGS),
    Action::terraform(
        "alicloud_nlb_listener_additional_certificate_attachment",
        Change::Any,
        Class::Listener,
        LISTENER_ID,
    )
    .ids(&["listener_id"]),
];
