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
    /// A cloud disk that pods use.
    Disk,
    /// The system disk of a node.
    SystemDisk,
    /// A NAS file system.
    FileSystem,
    /// A log project; its id is its name.
    LogProject,
    /// A RAM role, or one of its policies; its id is its name.
    Role,
    /// A vSwitch of nodes or pods.
    VSwitch,
    /// A route table with the routes of nodes or pods.
    RouteTable,
    /// An access control list of a load balancer.
    AccessControlList,
    /// A server group of a load balancer.
    ServerGroup,
    /// A listener of an NLB or ALB instance.
    Listener,
    /// An elastic IP address.
    ElasticIp,
    /// A scaling configuration of a node pool's scaling group.
    ScalingConfiguration,
    /// A NAS permission group; its id is its name.
    AccessGroup,
    /// A prefix list or port list that rules of security groups or routes name.
    PrefixList,
    /// Anything else: only tags tell whose it is.
    Other,
}

impl Class {
    /// The lists of the inventory with resources of this class; none for [`Class::Other`]. The first one is the list to
    /// complete when nothing decides.
    pub const fn lists(self) -> &'static [InventoryList] {
        use InventoryList as L;
        match self {
            Class::Cluster => &[L::Clusters],
            Class::NodePool => &[L::NodePools],
            Class::ApiServerLoadBalancer => &[L::ApiServerLoadBalancers],
            Class::LoadBalancer => &[L::LoadBalancers],
            Class::ScalingGroup => &[L::ScalingGroups],
            Class::SecurityGroup => &[L::SecurityGroups],
            Class::Instance => &[L::Instances, L::ControlPlaneInstances],
            Class::ControlPlaneInstance => &[L::ControlPlaneInstances],
            Class::NetworkInterface => &[L::NetworkInterfaces, L::PrimaryNetworkInterfaces],
            Class::Disk => &[L::Disks],
            Class::SystemDisk => &[L::SystemDisks],
            Class::FileSystem => &[L::FileSystems],
            Class::LogProject => &[L::LogProjects],
            Class::Role => &[L::Roles],
            Class::VSwitch => &[L::VSwitches],
            Class::RouteTable => &[L::RouteTables],
            Class::AccessControlList => &[L::AccessControlLists],
            Class::ServerGroup => &[L::ServerGroups],
            Class::Listener => &[L::Listeners],
            Class::ElasticIp => &[L::ElasticIps],
            Class::ScalingConfiguration => &[L::ScalingConfigurations],
            Class::AccessGroup => &[L::NasAccessGroups],
            Class::PrefixList => &[L::PrefixLists],
            Class::Other => &[],
        }
    }

    /// Whether ACK or one of its controllers tags every resource of this class that a cluster uses, so that one without
    /// ACK's tags belongs to somebody else.
    pub(crate) const fn is_always_tagged(self) -> bool {
        matches!(self, Class::ScalingGroup | Class::Instance | Class::LoadBalancer | Class::NetworkInterface)
    }

    /// Whether controllers in the cluster create and delete such resources all the time, so that a list of them is old
    /// as soon as it is written.
    pub(crate) const fn comes_and_goes(self) -> bool {
        matches!(
            self,
            Class::Instance
                | Class::SystemDisk
                | Class::Disk
                | Class::NetworkInterface
                | Class::LoadBalancer
                | Class::ServerGroup
                | Class::Listener
        )
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
            Class::Disk | Class::SystemDisk => &["DiskId"],
            Class::FileSystem => &["FileSystemId"],
            Class::LogProject => &["ProjectName", "Project"],
            Class::Role => &["RoleName"],
            Class::VSwitch => &["VSwitchId"],
            Class::RouteTable => &["RouteTableId"],
            Class::AccessControlList => &["AclId"],
            Class::ServerGroup => &["ServerGroupId"],
            Class::Listener => &["ListenerId"],
            Class::ElasticIp => &["AllocationId"],
            Class::ScalingConfiguration => &["ScalingConfigurationId"],
            Class::AccessGroup => &["AccessGroupName"],
            Class::PrefixList => &["PrefixListId", "PortRangeListId"],
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
            Class::Disk | Class::SystemDisk => (&["ecs"], "Disk"),
            Class::FileSystem => (&["nas"], "FileSystem"),
            Class::LogProject => (&["log", "sls"], "Project"),
            Class::Role => (&["ram", "resourcemanager"], "Role"),
            Class::VSwitch => (&["vpc"], "VSwitch"),
            Class::RouteTable => (&["vpc"], "RouteTable"),
            Class::AccessControlList => (&["slb", "nlb", "alb"], "Acl"),
            Class::ServerGroup => (&["nlb", "alb"], "ServerGroup"),
            Class::Listener => (&["nlb", "alb"], "Listener"),
            Class::ElasticIp => (&["vpc", "eip"], "EipAddress"),
            Class::ScalingConfiguration => (&["ess"], "ScalingConfiguration"),
            Class::AccessGroup => (&["nas"], "AccessGroup"),
            Class::PrefixList => (&["ecs", "vpc"], "PrefixList"),
            Class::Other => (&[], "-"),
        }
    }
}
