//! Changes of a load balancer other than deleting it. Two rules share the table: one for the API server's load
//! balancer, one for those of Services and Ingresses. The rows come from the API references of CLB (2014-05-15), NLB
//! (2022-04-30) and ALB (2020-06-16), and from the documentation of the Terraform provider.

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

/// The load balancer's id in calls about a part of it.
const ID: Paths = &["LoadBalancerId"];
/// The load balancer's id in Terraform's resources for parts of it.
pub const PARENT: Paths = &["load_balancer_id"];
/// Settings of the instance in a plan. Other rows and rules evaluate tags and protections.
pub const SETTINGS: When = When::Changes(&[
    "address_type",
    "bandwidth",
    "instance_charge_type",
    "internet_charge_type",
    "load_balancer_edition",
    "load_balancer_name",
    "load_balancer_spec",
    "modification_protection_status",
    "name",
    "payment_type",
    "security_group_ids",
    "specification",
    "status",
    "zone_mappings",
]);

/// CLB: the call that stops an instance also starts it.
const INACTIVE: When = When::Is(&["LoadBalancerStatus"], &["inactive"]);
/// CLB.
const DELETE_PROTECTION_OFF: When = When::Is(&["DeleteProtection"], &["off"]);
/// CLB.
const MODIFICATION_PROTECTION_OFF: When = When::Is(&["ModificationProtectionStatus"], &["NonProtection"]);
/// NLB, where one call sets both protections.
const PROTECTIONS_OFF: When =
    When::Is(&["DeletionProtectionEnabled", "ModificationProtectionStatus"], &["false", "NonProtection"]);

/// A call that changes settings.
pub const fn changed(product: &'static str, action: &'static str, class: Class) -> Action {
    Action::call(product, action, class, CHANGED)
}

/// A call that stops the instance.
const fn stopped(product: &'static str, action: &'static str, class: Class) -> Action {
    Action::call(product, action, class, STOPPED)
}

/// A call that switches a protection off.
pub const fn unprotected(product: &'static str, action: &'static str, class: Class) -> Action {
    Action::call(product, action, class, UNPROTECTED)
}

/// A call about listeners.
pub const fn listener(product: &'static str, action: &'static str, class: Class) -> Action {
    Action::call(product, action, class, LISTENER)
}

/// A call about backend servers.
pub const fn backends(product: &'static str, action: &'static str, class: Class) -> Action {
    Action::call(product, action, class, BACKENDS)
}

/// The load balancer that a call about a part of it names.
const fn parent_of_part(class: Class) -> Related {
    match class {
        Class::ApiServerLoadBalancer => &[(Class::ApiServerLoadBalancer, ID)],
        _ => &[(Class::LoadBalancer, ID)],
    }
}

/// The table for load balancers of one class.
pub const fn changes(class: Class) -> [Action; 72] {
    let related = parent_of_part(class);
    [
        changed("slb", "SetLoadBalancerName", class),
        changed("slb", "ModifyLoadBalancerInternetSpec", class),
        changed("slb", "ModifyLoadBalancerInstanceSpec", class),
        changed("slb", "ModifyLoadBalancerInstanceChargeType", class),
        changed("slb", "ModifyLoadBalancerPayType", class),
        stopped("slb", "SetLoadBalancerStatus", class).when(INACTIVE),
        unprotected("slb", "SetLoadBalancerDeleteProtection", class).when(DELETE_PROTECTION_OFF),
        unprotected("slb", "SetLoadBalancerModificationProtection", class).when(MODIFICATION_PROTECTION_OFF),
        listener("slb", "CreateLoadBalancerTCPListener", class),
        listener("slb", "CreateLoadBalancerUDPListener", class),
        listener("slb", "CreateLoadBalancerHTTPListener", class),
        listener("slb", "CreateLoadBalancerHTTPSListener", class),
        listener("slb", "SetLoadBalancerTCPListenerAttribute", class),
        listener("slb", "SetLoadBalancerUDPListenerAttribute", class),
        listener("slb", "SetLoadBalancerHTTPListenerAttribute", class),
        listener("slb", "SetLoadBalancerHTTPSListenerAttribute", class),
        listener("slb", "StartLoadBalancerListener", class),
        listener("slb", "StopLoadBalancerListener", class),
        listener("slb", "DeleteLoadBalancerListener", class),
        listener("slb", "SetListenerAccessControlStatus", class),
        listener("slb", "AddListenerWhiteListItem", class),
        listener("slb", "RemoveListenerWhiteListItem", class),
        listener("slb", "CreateRules", class),
        listener("slb", "CreateDomainExtension", class),
        listener("slb", "SetDomainExtensionAttribute", Class::Other).ids(&["DomainExtensionId"]),
        listener("slb", "DeleteDomainExtension", Class::Other).ids(&["DomainExtensionId"]),
        backends("slb", "CreateVServerGroup", class),
        backends("slb", "CreateMasterSlaveServerGroup", class),
        backends("slb", "AddBackendServers", class),
        backends("slb", "SetBackendServers", class),
        backends("slb", "RemoveBackendServers", class),
        backends("slb", "SetVServerGroupAttribute", Class::Other).ids(&["VServerGroupId"]).related(related),
        backends("slb", "ModifyVServerGroupBackendServers", Class::Other).ids(&["VServerGroupId"]).related(related),
        backends("slb", "AddVServerGroupBackendServers", Class::Other).ids(&["VServerGroupId"]).related(related),
        backends("slb", "RemoveVServerGroupBackendServers", Class::Other).ids(&["VServerGroupId"]).related(related),
        backends("slb", "DeleteVServerGroup", Class::Other).ids(&["VServerGroupId"]).related(related),
        backends("slb", "DeleteMasterSlaveServerGroup", Class::Other)
            .ids(&["MasterSlaveServerGroupId"])
            .related(related),
        listener("slb", "SetRule", Class::Other).ids(&["RuleId", "RuleIds"]).related(related),
        listener("slb", "DeleteRules", Class::Other).ids(&["RuleId", "RuleIds"]).related(related),
        changed("nlb", "UpdateLoadBalancerAttribute", class),
        changed("nlb", "UpdateLoadBalancerAddressTypeConfig", class),
        changed("nlb", "UpdateLoadBalancerZones", class),
        changed("nlb", "LoadBalancerJoinSecurityGroup", class),
        changed("nlb", "LoadBalancerLeaveSecurityGroup", class),
        unprotected("nlb", "UpdateLoadBalancerProtection", class).when(PROTECTIONS_OFF),
        listener("nlb", "CreateListener", class),
        listener("nlb", "UpdateListenerAttribute", Class::Other).ids(&["ListenerId"]).related(related),
        listener("nlb", "StartListener", Class::Other).ids(&["ListenerId"]).related(related),
        listener("nlb", "StopListener", Class::Other).ids(&["ListenerId"]).related(related),
        listener("nlb", "DeleteListener", Class::Other).ids(&["ListenerId"]).related(related),
        backends("nlb", "UpdateServerGroupAttribute", Class::Other).ids(&["ServerGroupId"]),
        backends("nlb", "AddServersToServerGroup", Class::Other).ids(&["ServerGroupId"]),
        backends("nlb", "RemoveServersFromServerGroup", Class::Other).ids(&["ServerGroupId"]),
        backends("nlb", "UpdateServerGroupServersAttribute", Class::Other).ids(&["ServerGroupId"]),
        backends("nlb", "DeleteServerGroup", Class::Other).ids(&["ServerGroupId"]),
        Action::terraform("alicloud_slb_load_balancer", Change::Update, class, CHANGED).when(SETTINGS),
        Action::terraform("alicloud_slb_load_balancer", Change::Update, class, UNPROTECTED)
            .when(When::Leaves("delete_protection", &["on", "true"])),
        Action::terraform("alicloud_slb", Change::Update, class, CHANGED).when(SETTINGS),
        Action::terraform("alicloud_slb", Change::Update, class, UNPROTECTED)
            .when(When::Leaves("delete_protection", &["on", "true"])),
        Action::terraform("alicloud_nlb_load_balancer", Change::Update, class, CHANGED).when(SETTINGS),
        Action::terraform("alicloud_nlb_load_balancer", Change::Update, class, UNPROTECTED)
            .when(When::Leaves("deletion_protection_enabled", &["on", "true"])),
        Action::terraform("alicloud_slb_listener", Change::Any, class, LISTENER).ids(PARENT),
        Action::terraform("alicloud_slb_rule", Change::Any, class, LISTENER).ids(PARENT),
        Action::terraform("alicloud_nlb_listener", Change::Any, class, LISTENER).ids(PARENT),
        Action::terraform("alicloud_slb_server_group", Change::Any, class, BACKENDS).ids(PARENT),
        Action::terraform("alicloud_slb_master_slave_server_group", Change::Any, class, BACKENDS).ids(PARENT),
        Action::terraform("alicloud_slb_backend_server", Change::Any, class, BACKENDS).ids(PARENT),
        Action::terraform("alicloud_slb_attachment", Change::Any, class, BACKENDS).ids(PARENT),
        Action::terraform("alicloud_slb_domain_extension", Change::Any, class, LISTENER).ids(PARENT),
        Action::terraform("alicloud_nlb_load_balancer_security_group_attachment", Change::Any, class, CHANGED)
            .ids(PARENT),
        Action::terraform("alicloud_nlb_server_group", Change::Update, Class::Other, BACKENDS),
        Action::terraform("alicloud_nlb_server_group", Change::Delete, Class::Other, BACKENDS),
    ]
}
