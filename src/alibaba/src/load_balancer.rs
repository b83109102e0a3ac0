//! What changes a load balancer without deleting it. Two rules share the table: one for the API server's load
//! balancer, one for those of Services and Ingresses. From the API references of CLB (2014-05-15), NLB
//! (2022-04-30) and ALB (2020-06-16), and the documentation of the Terraform provider.

pub use crate::action::{Action, Change, When};
pub use crate::ownership::Class;
use redline_core::language::Bilingual;

/// Settings of the instance.
pub const CHANGED: Bilingual = Bilingual { en: "load balancer {} is changed", zh: "修改负载均衡 {}" };
/// The instance no longer serves.
pub const STOPPED: Bilingual = Bilingual { en: "load balancer {} is stopped", zh: "停用负载均衡 {}" };
/// A protection is gone.
pub const UNPROTECTED: Bilingual =
    Bilingual { en: "protection of load balancer {} is switched off", zh: "关闭负载均衡 {} 的保护" };
/// A listener, its rules or its access control.
pub const LISTENER: Bilingual = Bilingual {
    en: "a listener of load balancer {} is added, changed or removed",
    zh: "增加、修改或删除负载均衡 {} 的监听",
};
/// Backends.
pub const BACKENDS: Bilingual =
    Bilingual { en: "backends of load balancer {} are changed", zh: "修改负载均衡 {} 的后端" };

/// The load balancer's id in calls about a part of it.
pub const ID: &[&str] = &["LoadBalancerId"];
/// The load balancer's id in Terraform's resources for parts of it.
pub const PARENT: &[&str] = &["load_balancer_id"];
/// The call that stops an instance also starts it.
pub const INACTIVE: When = When::Is(&["LoadBalancerStatus"], &["inactive"]);
/// CLB.
pub const DELETE_PROTECTION_OFF: When = When::Is(&["DeleteProtection"], &["off"]);
/// CLB.
pub const MODIFICATION_PROTECTION_OFF: When = When::Is(&["ModificationProtectionStatus"], &["NonProtection"]);
/// NLB, where one call sets both.
pub const PROTECTIONS_OFF: When =
    When::Is(&["DeletionProtectionEnabled", "ModificationProtectionStatus"], &["false", "NonProtection"]);
/// Attributes in a plan. Tags and protections are judged elsewhere.
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

macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident = $says:ident;)*) => { $(
        $(#[$doc])*
        pub const fn $name(product: &'static str, action: &'static str, class: Class) -> Action {
            Action::call(product, action, class, $says)
        }
    )* };
}
calls! {
    /// A call that changes settings.
    changed = CHANGED;
    /// A call that stops the instance.
    stopped = STOPPED;
    /// A call that switches a protection off.
    unprotected = UNPROTECTED;
    /// A call about listeners.
    listener = LISTENER;
    /// A call about backends.
    backends = BACKENDS;
}

/// A planned change.
pub const fn planned(kind: &'static str, change: Change, class: Class, says: Bilingual) -> Action {
    Action::terraform(kind, change, class, says)
}

/// The table for load balancers of one class, and `more` rows of the rule, as a static slice.
#[macro_export]
macro_rules! load_balancer_changes {
    ($class:expr $(, $more:expr)* $(,)?) => {{
        use $crate::load_balancer::*;
        &[
            changed("slb", "SetLoadBalancerName", $class),
            changed("slb", "ModifyLoadBalancerInternetSpec", $class),
            changed("slb", "ModifyLoadBalancerInstanceSpec", $class),
            changed("slb", "ModifyLoadBalancerInstanceChargeType", $class),
            changed("slb", "ModifyLoadBalancerPayType", $class),
            stopped("slb", "SetLoadBalancerStatus", $class).when(INACTIVE),
            unprotected("slb", "SetLoadBalancerDeleteProtection", $class).when(DELETE_PROTECTION_OFF),
            unprotected("slb", "SetLoadBalancerModificationProtection", $class).when(MODIFICATION_PROTECTION_OFF),
            listener("slb", "CreateLoadBalancerTCPListener", $class),
            listener("slb", "CreateLoadBalancerUDPListener", $class),
            listener("slb", "CreateLoadBalancerHTTPListener", $class),
            listener("slb", "CreateLoadBalancerHTTPSListener", $class),
            listener("slb", "SetLoadBalancerTCPListenerAttribute", $class),
            listener("slb", "SetLoadBalancerUDPListenerAttribute", $class),
            listener("slb", "SetLoadBalancerHTTPListenerAttribute", $class),
            listener("slb", "SetLoadBalancerHTTPSListenerAttribute", $class),
            listener("slb", "StartLoadBalancerListener", $class),
            listener("slb", "StopLoadBalancerListener", $class),
            listener("slb", "DeleteLoadBalancerListener", $class),
            listener("slb", "SetListenerAccessControlStatus", $class),
            listener("slb", "AddListenerWhiteListItem", $class),
            listener("slb", "RemoveListenerWhiteListItem", $class),
            listener("slb", "CreateRules", $class),
            listener("slb", "CreateDomainExtension", $class),
            listener("slb", "SetDomainExtensionAttribute", Class::Other).ids(&["DomainExtensionId"]),
            listener("slb", "DeleteDomainExtension", Class::Other).ids(&["DomainExtensionId"]),
            backends("slb", "CreateVServerGroup", $class),
            backends("slb", "CreateMasterSlaveServerGroup", $class),
            backends("slb", "AddBackendServers", $class),
            backends("slb", "SetBackendServers", $class),
            backends("slb", "RemoveBackendServers", $class),
            backends("slb", "SetVServerGroupAttribute", Class::Other).ids(&["VServerGroupId"]).also(&[($class, ID)]),
            backends("slb", "ModifyVServerGroupBackendServers", Class::Other)
                .ids(&["VServerGroupId"])
                .also(&[($class, ID)]),
            backends("slb", "AddVServerGroupBackendServers", Class::Other)
                .ids(&["VServerGroupId"])
                .also(&[($class, ID)]),
            backends("slb", "RemoveVServerGroupBackendServers", Class::Other)
                .ids(&["VServerGroupId"])
                .also(&[($class, ID)]),
            backends("slb", "DeleteVServerGroup", Class::Other).ids(&["VServerGroupId"]).also(&[($class, ID)]),
            backends("slb", "DeleteMasterSlaveServerGroup", Class::Other)
                .ids(&["MasterSlaveServerGroupId"])
                .also(&[($class, ID)]),
            listener("slb", "SetRule", Class::Other).ids(&["RuleId", "RuleIds"]).also(&[($class, ID)]),
            listener("slb", "DeleteRules", Class::Other).ids(&["RuleId", "RuleIds"]).also(&[($class, ID)]),
            changed("nlb", "UpdateLoadBalancerAttribute", $class),
            changed("nlb", "UpdateLoadBalancerAddressTypeConfig", $class),
            changed("nlb", "UpdateLoadBalancerZones", $class),
            changed("nlb", "LoadBalancerJoinSecurityGroup", $class),
            changed("nlb", "LoadBalancerLeaveSecurityGroup", $class),
            unprotected("nlb", "UpdateLoadBalancerProtection", $class).when(PROTECTIONS_OFF),
            listener("nlb", "CreateListener", $class),
            listener("nlb", "UpdateListenerAttribute", Class::Other).ids(&["ListenerId"]).also(&[($class, ID)]),
            listener("nlb", "StartListener", Class::Other).ids(&["ListenerId"]).also(&[($class, ID)]),
            listener("nlb", "StopListener", Class::Other).ids(&["ListenerId"]).also(&[($class, ID)]),
            listener("nlb", "DeleteListener", Class::Other).ids(&["ListenerId"]).also(&[($class, ID)]),
            backends("nlb", "UpdateServerGroupAttribute", Class::Other).ids(&["ServerGroupId"]),
            backends("nlb", "AddServersToServerGroup", Class::Other).ids(&["ServerGroupId"]),
            backends("nlb", "RemoveServersFromServerGroup", Class::Other).ids(&["ServerGroupId"]),
            backends("nlb", "UpdateServerGroupServersAttribute", Class::Other).ids(&["ServerGroupId"]),
            backends("nlb", "DeleteServerGroup", Class::Other).ids(&["ServerGroupId"]),
            planned("alicloud_slb_load_balancer", Change::Update, $class, CHANGED).when(SETTINGS),
            planned("alicloud_slb_load_balancer", Change::Update, $class, UNPROTECTED)
                .when(When::Leaves("delete_protection", &["on", "true"])),
            planned("alicloud_slb", Change::Update, $class, CHANGED).when(SETTINGS),
            planned("alicloud_slb", Change::Update, $class, UNPROTECTED)
                .when(When::Leaves("delete_protection", &["on", "true"])),
            planned("alicloud_nlb_load_balancer", Change::Update, $class, CHANGED).when(SETTINGS),
            planned("alicloud_nlb_load_balancer", Change::Update, $class, UNPROTECTED)
                .when(When::Leaves("deletion_protection_enabled", &["on", "true"])),
            planned("alicloud_slb_listener", Change::Any, $class, LISTENER).ids(PARENT),
            planned("alicloud_slb_rule", Change::Any, $class, LISTENER).ids(PARENT),
            planned("alicloud_nlb_listener", Change::Any, $class, LISTENER).ids(PARENT),
            planned("alicloud_slb_server_group", Change::Any, $class, BACKENDS).ids(PARENT),
            planned("alicloud_slb_master_slave_server_group", Change::Any, $class, BACKENDS).ids(PARENT),
            planned("alicloud_slb_backend_server", Change::Any, $class, BACKENDS).ids(PARENT),
            planned("alicloud_slb_attachment", Change::Any, $class, BACKENDS).ids(PARENT),
            planned("alicloud_slb_domain_extension", Change::Any, $class, LISTENER).ids(PARENT),
            planned("alicloud_nlb_load_balancer_security_group_attachment", Change::Any, $class, CHANGED).ids(PARENT),
            planned("alicloud_nlb_server_group", Change::Update, Class::Other, BACKENDS),
            planned("alicloud_nlb_server_group", Change::Delete, Class::Other, BACKENDS),
            $($more,)*
        ]
    }};
}
