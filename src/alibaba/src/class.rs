//! Classes of resources that belong to a cluster, and how the inventory, API calls and the event log refer to them.

use crate::inventory::InventoryList;

/// A class of resources that belong to a cluster. It decides which list of the inventory and which tags and names tell
/// whether one of them is the cluster's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The cluster itself.
    Cluster,
    /// A node pool.
    NodePool,
    /// The load balancer in front of the API server.
    ApiServerLoadBalancer,
    /// A load balancer of a Service or an Ingress, never the API server's.
    LoadBalancer,
    /// The scaling group behind a node pool.
    ScalingGroup,
    /// A security group.
    SecurityGroup,
    /// An ECS instance that is a node, also a control-plane node.
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
    /// Anything else: only tags tell whose it is.
    Other,
}

impl Class {
    /// The list of the inventory for this class; `None` where there is none.
    pub const fn list(self) -> Option<InventoryList> {
        Some(match self {
            Class::NodePool => InventoryList::NodePools,
            Class::ApiServerLoadBalancer => InventoryList::ApiServerLoadBalancers,
            Class::LoadBalancer => InventoryList::LoadBalancers,
            Class::ScalingGroup => InventoryList::ScalingGroups,
            Class::SecurityGroup => InventoryList::SecurityGroups,
            Class::Instance => InventoryList::Instances,
            Class::ControlPlaneInstance => InventoryList::ControlPlaneInstances,
            Class::NetworkInterface => InventoryList::NetworkInterfaces,
            Class::Disk => InventoryList::Disks,
            Class::FileSystem => InventoryList::FileSystems,
            Class::LogProject => InventoryList::LogProjects,
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

    /// Products and resource type by which ActionTrail refers to resources of this class.
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
