//! Whose resource it is: the cluster's, somebody else's, or nobody can tell.
//!
//! Evidence counts in this order: the kind of call and names that only ACK gives; tags that ACK sets; ids in the
//! settings; last, that a resource has tags but none of ACK's, or has no tags at all. A resource whose id is on a
//! list is ours even without tags, because not everything that a cluster uses was made and tagged by ACK.

use crate::identity::ack_role;
use crate::inventory::{Inventory, List};
use crate::tags;
use alloc::string::String;

/// Whose resource it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The cluster's.
    Ours,
    /// Somebody else's.
    NotOurs,
    /// The input does not say.
    Unknown,
}

use Ownership::{NotOurs, Ours, Unknown};

/// Kinds of resources that belong to a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The cluster itself.
    Cluster,
    /// A node pool.
    NodePool,
    /// The load balancer in front of the API server.
    ApiServerLoadBalancer,
    /// A load balancer of a Service or an Ingress; the API server's is not one.
    LoadBalancer,
    /// The scaling group behind a node pool.
    ScalingGroup,
    /// A security group.
    SecurityGroup,
    /// An ECS instance that is a node, a control-plane node included.
    Instance,
    /// An ECS instance that is a control-plane node of a dedicated cluster.
    ControlPlaneInstance,
    /// An elastic network interface.
    NetworkInterface,
    /// A cloud disk.
    Disk,
    /// A NAS file system.
    FileSystem,
    /// A log project; its id is its name.
    LogProject,
    /// A RAM role, or one of its policies; its id is its name.
    Role,
    /// Anything else: only tags tell.
    Other,
}

impl Class {
    /// The list of the inventory for this class.
    pub const fn list(self) -> Option<List> {
        Some(match self {
            Class::NodePool => List::NodePools,
            Class::ApiServerLoadBalancer => List::ApiServerLoadBalancers,
            Class::LoadBalancer => List::LoadBalancers,
            Class::ScalingGroup => List::ScalingGroups,
            Class::SecurityGroup => List::SecurityGroups,
            Class::Instance => List::Instances,
            Class::ControlPlaneInstance => List::ControlPlaneInstances,
            Class::NetworkInterface => List::NetworkInterfaces,
            Class::Disk => List::Disks,
            Class::FileSystem => List::FileSystems,
            Class::LogProject => List::LogProjects,
            Class::Cluster | Class::Role | Class::Other => return None,
        })
    }

    /// The request parameter that usually holds the id.
    pub const fn parameter(self) -> &'static [&'static str] {
        match self {
            Class::Cluster => &["ClusterId"],
            Class::NodePool => &["NodepoolId"],
            Class::ApiServerLoadBalancer | Class::LoadBalancer => &["LoadBalancerId"],
            Class::ScalingGroup => &["ScalingGroupId"],
            Class::SecurityGroup => &["SecurityGroupId"],
            Class::Instance | Class::ControlPlaneInstance => &["InstanceId"],
            Class::NetworkInterface => &["NetworkInterfaceId"],
            Class::Disk => &["DiskId"],
            Class::FileSystem => &["FileSystemId"],
            Class::LogProject => &["ProjectName", "Project"],
            Class::Role => &["RoleName"],
            Class::Other => &[],
        }
    }

    /// Products and resource type under which ActionTrail refers to resources of this class.
    pub(crate) const fn referenced_as(self) -> (&'static [&'static str], &'static str) {
        match self {
            Class::Cluster => (&["ack", "cs"], "Cluster"),
            Class::NodePool => (&["ack", "cs"], "NodePool"),
            Class::ApiServerLoadBalancer | Class::LoadBalancer => (&["slb", "nlb", "alb"], "LoadBalancer"),
            Class::ScalingGroup => (&["ess"], "ScalingGroup"),
            Class::SecurityGroup => (&["ecs"], "SecurityGroup"),
            Class::Instance | Class::ControlPlaneInstance => (&["ecs"], "Instance"),
            Class::NetworkInterface => (&["ecs"], "NetworkInterface"),
            Class::Disk => (&["ecs"], "Disk"),
            Class::FileSystem => (&["nas"], "FileSystem"),
            Class::LogProject => (&["log", "sls"], "Project"),
            Class::Role => (&["ram"], "Role"),
            Class::Other => (&[], "-"),
        }
    }
}

impl Inventory {
    /// Whether the list of a class has the id.
    fn lists(&self, class: Class, id: &str) -> Option<bool> {
        class.list().and_then(|list| self.has(list, id))
    }

    fn of_cluster(&self, cluster: &str) -> Ownership {
        if self.is_other_cluster(cluster) { NotOurs } else { Ours }
    }
}

/// What is known of one resource.
#[derive(Debug, Default)]
pub(crate) struct Evidence<'e> {
    /// Product whose call or change it is.
    pub(crate) product: &'e str,
    /// Its id; empty where it is not known.
    pub(crate) id: &'e str,
    /// Its name; empty where it is not known.
    pub(crate) name: &'e str,
    /// Its tags, where they are known.
    pub(crate) tags: Option<&'e [(String, String)]>,
    /// Whether these are tags of this resource itself, so that the lack of ACK's says something.
    pub(crate) own_tags: bool,
}

impl Evidence<'_> {
    pub(crate) fn owner(&self, class: Class, inventory: &Inventory) -> Ownership {
        match class {
            Class::Cluster => return inventory.of_cluster(self.id),
            Class::ApiServerLoadBalancer | Class::LoadBalancer => return self.load_balancer(class, inventory),
            _ => {}
        }
        if let Some(by_name) = self.by_name(class, inventory) {
            return by_name;
        }
        let tags = self.tags.unwrap_or_default();
        // A worker of our own is no control-plane node, and of an untold instance nothing is known yet.
        let pool = || tags::get(tags, tags::NODE_POOL).is_some_and(|pool| !pool.is_empty());
        match self.by_tags(tags, inventory) {
            Some(Ours) if class == Class::ControlPlaneInstance && pool() => return NotOurs,
            Some(Ours) if class == Class::ControlPlaneInstance => {}
            Some(told) => return told,
            None => {}
        }
        let told = tags::get(tags, tags::CLUSTER).is_some();
        let listed = match class {
            Class::Instance if inventory.lists(Class::ControlPlaneInstance, self.id) == Some(true) => Some(true),
            _ => inventory.lists(class, self.id),
        };
        match listed {
            Some(true) => Ours,
            Some(false) => NotOurs,
            None if self.own_tags && self.tags.is_some() && !told => NotOurs,
            None => Unknown,
        }
    }

    /// Names that only ACK gives, from what its API answers and what its templates make.
    fn by_name(&self, class: Class, inventory: &Inventory) -> Option<Ownership> {
        let after = |text: &'_ str, prefix| text.strip_prefix(prefix).map(|rest: &str| inventory.of_cluster(rest));
        match class {
            Class::SecurityGroup => after(self.name, "alicloud-cs-auto-created-security-group-"),
            // What follows is the cluster's id, or the user's own word.
            Class::LogProject => self.id.strip_prefix("k8s-log-").map(|rest| match is_cluster_id(rest) {
                true => inventory.of_cluster(rest),
                false => Ours,
            }),
            Class::Role if self.id.is_empty() => None,
            Class::Role => {
                // Resource Management writes `role@role.<account>.onaliyunservice.com`.
                let name = self.id.split('@').next().unwrap_or_default();
                let policy = name.len().saturating_sub("Policy".len());
                let of = |name: Option<&str>| name.and_then(ack_role).is_some();
                let is_policy = name.get(policy..).is_some_and(|end| end.eq_ignore_ascii_case("Policy"));
                let prefixed = |p: &&str| name.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p));
                let ours = of(Some(name)) || is_policy && of(name.get(..policy)) || OF_NODES.iter().any(prefixed);
                Some(if ours { Ours } else { NotOurs })
            }
            Class::NetworkInterface if self.name.starts_with("k8s-eni-") => Some(Ours),
            Class::ScalingGroup | Class::Other if self.name == "kubernetes_autoscaler_autogen" => Some(Ours),
            _ => None,
        }
    }

    fn by_tags(&self, tags: &[(String, String)], inventory: &Inventory) -> Option<Ownership> {
        if let Some(cluster) = tags::get(tags, tags::CLUSTER) {
            return Some(inventory.of_cluster(cluster));
        }
        if let Some(pool) = tags::get(tags, tags::NODE_POOL).filter(|pool| !pool.is_empty()) {
            return Some(if inventory.has(List::NodePools, pool) == Some(false) { NotOurs } else { Ours });
        }
        let group = tags::get(tags, tags::SCALING_GROUP).unwrap_or_default();
        let ours = inventory.has(List::ScalingGroups, group) == Some(true) || tags::of_component(tags);
        ours.then_some(Ours)
    }

    /// Tells the API server's load balancer from one of a Service. The API server's own does not always carry
    /// ACK's tags, and those of dedicated clusters carry a Service's; so ids and names come before tags.
    fn load_balancer(&self, class: Class, inventory: &Inventory) -> Ownership {
        let wants_api_server = class == Class::ApiServerLoadBalancer;
        let is = |api_server: bool| if api_server == wants_api_server { Ours } else { NotOurs };
        let tags = self.tags.unwrap_or_default();
        let cluster = tags::get(tags, tags::CLUSTER);
        if cluster.is_some_and(|cluster| inventory.is_other_cluster(cluster)) {
            return NotOurs;
        }
        let api_servers = inventory.has(List::ApiServerLoadBalancers, self.id);
        if api_servers == Some(true) {
            return is(true);
        }
        if inventory.has(List::LoadBalancers, self.id) == Some(true) {
            return is(false);
        }
        if let Some(cluster) = self.name.strip_prefix("ManagedK8SSlbIntranet-") {
            return if inventory.is_other_cluster(cluster) { NotOurs } else { is(true) };
        }
        if ["K8sMasterSlbIntranet", "K8sMasterSlbInternet"].contains(&self.name) {
            return is(true);
        }
        if self.name.starts_with("k8s/") || tags::of_service(tags) {
            return is(false);
        }
        if cluster.is_some() {
            let service = api_servers == Some(false) || self.product.eq_ignore_ascii_case("alb");
            return is(!service);
        }
        let elsewhere = inventory.lists(class, self.id) == Some(false);
        if elsewhere || (self.own_tags && self.tags.is_some()) { NotOurs } else { Unknown }
    }
}

/// How the names of the roles of nodes start, and of their policies; the id of a ROS stack follows.
const OF_NODES: &[&str] =
    &["KubernetesWorkerRole-", "KubernetesMasterRole-", "k8sWorkerRolePolicy-", "k8sMasterRolePolicy-"];

/// Cluster ids are a `c` and 32 hexadecimal digits.
fn is_cluster_id(text: &str) -> bool {
    text.len() == 33 && text.strip_prefix('c').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests;
