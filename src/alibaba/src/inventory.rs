//! The inventory: the ids of what belongs to the cluster. It is part of the settings, the same for every cloud rule, so
//! that one block serves all of them.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use redline_core::language::Bilingual;
use redline_core::pattern::first_match;
use redline_core::settings::SettingField;
use redline_core::settings::{RuleSettings, Setting, SettingType, patterns};
use redline_json::Fields;
use redline_text::{split_once_any, truncate_for_display};

macro_rules! inventory {
    ($( $(#[doc = $doc:literal])* #[zh($zh:literal)] $list:ident = $key:literal; )*) => {
        /// A list of the inventory, by the class of resources that it holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum InventoryList {
            $( $(#[doc = $doc])* $list, )*
        }

        const LISTS: usize = [$($key),*].len();

        /// Names of the settings; the lists come first, in the order of [`InventoryList`].
        pub const KEYS: &[&str] = &[$($key,)* "clusterId", "complete", "asOf"];

        /// The settings for documentation and schema. No module refers to them, so none carries them.
        pub static INVENTORY_FIELDS: &[SettingField] = &[
            $( SettingField {
                name: $key,
                doc: Bilingual { en: concat!($($doc, "\n"),*), zh: $zh },
                ty: SettingType::Strings,
                default: || "[]".to_owned(),
            }, )*
            SettingField {
                name: "clusterId",
                doc: Bilingual {
                    en: "Id of the cluster. Resources whose tag `ack.aliyun.com` names another cluster are then \
                         ignored.",
                    zh: "集群 ID。设置后，忽略标签 `ack.aliyun.com` 指向其他集群的资源。",
                },
                ty: SettingType::String,
                default: || "\"\"".to_owned(),
            },
            SettingField {
                name: "complete",
                doc: Bilingual {
                    en: "Names of the lists that hold all resources of their class, or `true` for every list given \
                         here. A resource that is not on such a list belongs to somebody else; elsewhere it is \
                         unknown.",
                    zh: "已完整列出的清单名称；`true` 表示此处给出的所有清单都完整。不在完整清单中的资源不属于该集群，\
                         不在其他清单中的资源归属未知。",
                },
                ty: SettingType::TrueOrStrings,
                default: || "[]".to_owned(),
            },
            SettingField {
                name: "asOf",
                doc: Bilingual {
                    en: "When the lists were complete, such as `2026-11-28T12:00:00Z`. Nodes, disks and load \
                         balancers that may be newer than that are unknown.",
                    zh: "清单完整的时间，例如 `2026-11-28T12:00:00Z`。可能在此之后创建的节点、云盘、负载均衡等资源归属未知。",
                },
                ty: SettingType::String,
                default: || "\"\"".to_owned(),
            },
        ];
    };
}

inventory! {
    /// Ids of the API server's load balancers.
    #[zh("API Server 使用的负载均衡实例 ID。")]
    ApiServerLoadBalancers = "apiServerLoadBalancers";
    /// Ids of the cluster's node pools.
    #[zh("集群的节点池 ID。")]
    NodePools = "nodePools";
    /// Ids of the node pools with automatic scaling.
    #[zh("开启了自动伸缩的节点池 ID。")]
    AutoscaledNodePools = "autoscaledNodePools";
    /// Ids of the scaling groups behind the node pools.
    #[zh("节点池对应的伸缩组 ID。")]
    ScalingGroups = "scalingGroups";
    /// Ids of the security groups of the cluster and its nodes.
    #[zh("集群及其节点使用的安全组 ID。")]
    SecurityGroups = "securityGroups";
    /// Ids of the ECS instances that are nodes.
    #[zh("作为节点的 ECS 实例 ID。")]
    Instances = "instances";
    /// Ids of the ECS instances that are control-plane nodes of a dedicated cluster.
    #[zh("专有集群 Master 节点的 ECS 实例 ID。")]
    ControlPlaneInstances = "controlPlaneInstances";
    /// Ids of the load balancers that ACK manages for Services and Ingresses.
    #[zh("ACK 为 Service 和 Ingress 管理的负载均衡实例 ID。")]
    LoadBalancers = "loadBalancers";
    /// Ids of the elastic network interfaces that ACK created.
    #[zh("ACK 创建的弹性网卡 ID。")]
    NetworkInterfaces = "networkInterfaces";
    /// Ids of the cloud disks that pods use.
    #[zh("Pod 使用的云盘 ID。")]
    Disks = "disks";
    /// Ids of the ECS instances that are backed up and may be attached to a node pool.
    #[zh("已备份、可以添加到节点池的 ECS 实例 ID。")]
    BackedUpInstances = "backedUpInstances";
    /// Ids of the NAS file systems that pods use.
    #[zh("Pod 使用的 NAS 文件系统 ID。")]
    FileSystems = "fileSystems";
    /// CIDR blocks of the pods, such as `172.20.0.0/16`.
    #[zh("Pod 网段，例如 `172.20.0.0/16`。")]
    PodCidrs = "podCidrs";
    /// Names of the log projects of the cluster.
    #[zh("集群的日志项目名称。")]
    LogProjects = "logProjects";
    /// Ids of further clusters to which the other lists belong.
    #[zh("其他清单所属的更多集群的 ID。")]
    Clusters = "clusters";
    /// Ids of the system disks of nodes.
    #[zh("节点的系统盘 ID。")]
    SystemDisks = "systemDisks";
    /// Ids of the primary network interfaces of nodes.
    #[zh("节点的主网卡 ID。")]
    PrimaryNetworkInterfaces = "primaryNetworkInterfaces";
    /// Names of the RAM roles and policies of the cluster and its nodes, besides ACK's own.
    #[zh("除 ACK 自有角色外，集群及其节点使用的 RAM 角色和权限策略名称。")]
    Roles = "roles";
    /// Ids of the vSwitches of nodes and pods.
    #[zh("节点和 Pod 使用的交换机 ID。")]
    VSwitches = "vSwitches";
    /// Ids of the route tables of the cluster's vSwitches.
    #[zh("集群交换机使用的路由表 ID。")]
    RouteTables = "routeTables";
    /// Ids of the access control lists of the cluster's load balancers, and of the network ACLs of its vSwitches.
    #[zh("集群负载均衡使用的访问控制策略组和交换机网络 ACL 的 ID。")]
    AccessControlLists = "accessControlLists";
    /// Ids of the server groups of the cluster's load balancers.
    #[zh("集群负载均衡的服务器组 ID。")]
    ServerGroups = "serverGroups";
    /// Ids of the listeners of the cluster's load balancers and of their forwarding rules.
    #[zh("集群负载均衡的监听和转发规则 ID。")]
    Listeners = "listeners";
    /// Ids of the elastic IP addresses of the cluster, such as that of the API server.
    #[zh("集群使用的弹性公网 IP 的 ID，例如 API Server 的弹性公网 IP。")]
    ElasticIps = "elasticIps";
    /// Ids of the scaling configurations of the node pools.
    #[zh("节点池的伸缩配置 ID。")]
    ScalingConfigurations = "scalingConfigurations";
    /// Names of the NAS permission groups of the file systems that pods use.
    #[zh("Pod 使用的 NAS 文件系统的权限组名称。")]
    NasAccessGroups = "nasAccessGroups";
    /// Ids of the prefix lists and port lists that rules of the cluster's security groups name.
    #[zh("集群安全组规则引用的前缀列表和端口列表 ID。")]
    PrefixLists = "prefixLists";
}

/// Refuses what is not a CIDR block, because it would silently match nothing.
fn check(key: &str, items: Vec<String>) -> Result<Vec<String>, String> {
    if key == "podCidrs" {
        let is_cidr = |item: &String| {
            let digits = |s: &str| s.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
            split_once_any(item, "/").is_some_and(|(address, bits)| {
                !address.is_empty() && digits(address) && bits.parse::<u8>().is_ok_and(|bits| bits <= 128)
            })
        };
        if let Some(i) = items.iter().position(|item| !is_cidr(item)) {
            return Err(format!("`podCidrs[{i}]`: expected a CIDR block such as 172.20.0.0/16"));
        }
    }
    Ok(items)
}

/// Ids of the cluster's resources. An item may end in `*`.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Id of the cluster; empty where resources of any cluster count.
    pub cluster_id: String,
    lists: [Vec<String>; LISTS],
    /// One bit for each list that is complete, even if it is empty.
    complete: u32,
    /// Whether every list that is not empty is complete.
    every: bool,
    /// When the lists were complete, in UTC; empty where nobody says.
    as_of: String,
}

/// Lists that are complete as soon as they are not empty: they name something that a cluster has one of, or what the
/// user decided.
const WHOLE: u32 = 1 << InventoryList::ApiServerLoadBalancers as u32
    | 1 << InventoryList::AutoscaledNodePools as u32
    | 1 << InventoryList::BackedUpInstances as u32
    | 1 << InventoryList::LogProjects as u32;

impl InventoryList {
    /// The name of the setting.
    pub fn key(self) -> &'static str {
        KEYS.get(self as usize).copied().unwrap_or_default()
    }
}

impl Inventory {
    /// The items of a list.
    pub fn list(&self, list: InventoryList) -> &[String] {
        self.lists.get(list as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether a list contains an id; `None` where the list tells nothing: it is not complete and does not contain the
    /// id, or there is no id.
    pub fn contains(&self, list: InventoryList, id: &str) -> Option<bool> {
        let items = self.list(list);
        if id.is_empty() {
            return None;
        }
        if first_match(items, id).is_some() {
            return Some(true);
        }
        let among = |lists: u32| lists >> list as u32 & 1 == 1;
        let whole = among(self.complete) || (self.every || among(WHOLE)) && !items.is_empty();
        whole.then_some(false)
    }

    /// When the lists were complete, in UTC; empty where nobody says.
    pub(crate) fn as_of(&self) -> &str {
        &self.as_of
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        let at = KEYS.iter().position(|known| *known == key)?;
        Some(match (self.lists.get_mut(at), key) {
            (Some(list), _) => {
                patterns(key, json, "an id").and_then(|items| check(key, items)).map(|items| list.extend(items))
            }
            (None, "complete") => self.set_complete(json),
            (None, _) => String::read(json).map_err(|e| format!("`{key}`: {e}")).and_then(|text| {
                let text = text.trim_ascii();
                let digits = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
                let is_time = text.len() > 16 && text.ends_with('Z') && [0, 5, 8, 11, 14].into_iter().all(digits);
                match key {
                    "clusterId" => self.cluster_id = text.to_owned(),
                    _ if text.is_empty() || is_time => self.as_of = text.to_owned(),
                    _ => return Err(format!("`{key}`: expected a time in UTC such as 2026-11-28T12:00:00Z")),
                }
                Ok(())
            }),
        })
    }

    fn set_complete(&mut self, json: &str) -> Result<(), String> {
        if let Ok(every) = bool::read(json) {
            self.every = every;
            return Ok(());
        }
        let names = Vec::<String>::read(json)
            .map_err(|_| "`complete`: expected `true` or a list with names of lists".to_owned())?;
        for (i, name) in names.iter().enumerate() {
            match KEYS.get(..LISTS).unwrap_or_default().iter().position(|key| key == name) {
                Some(at) => self.complete |= 1 << at,
                None => {
                    return Err(format!("`complete[{i}]`: there is no list `{}`", truncate_for_display(name)));
                }
            }
        }
        Ok(())
    }

    /// Adds the ids that the plan of a change gives, as JSON members with the names of lists.
    pub(crate) fn add(&mut self, json: &str) {
        let fields: Fields<'_> = redline_json::read(json).unwrap_or_default();
        for (key, items) in &fields.0 {
            let _ = self.set(key, items.get());
        }
    }

    /// Whether `cluster` is another cluster than those in the settings.
    pub fn is_other_cluster(&self, cluster: &str) -> bool {
        let others = self.list(InventoryList::Clusters);
        let is_known = self.cluster_id == cluster || first_match(others, cluster).is_some();
        !(cluster.is_empty() || is_known || self.cluster_id.is_empty() && others.is_empty())
    }
}

/// A rule's own settings with the inventory beside them.
pub(crate) struct WithInventory<'s> {
    pub(crate) inventory: Inventory,
    pub(crate) own: &'s mut dyn RuleSettings,
}

impl RuleSettings for WithInventory<'_> {
    fn shared(&self) -> &'static [&'static str] {
        KEYS
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        self.own.set(key, json).or_else(|| self.inventory.set(key, json))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_documentation_agree() {
        assert!(INVENTORY_FIELDS.iter().map(|f| f.name).eq(KEYS.iter().copied()));
        for field in INVENTORY_FIELDS {
            let mut inventory = Inventory::default();
            assert!(inventory.set(field.name, &(field.default)()).is_some_and(|r| r.is_ok()), "{}", field.name);
        }
    }

    #[test]
    fn lists_hold_ids() {
        let mut inventory = Inventory::default();
        let mut set = |key, json| inventory.set(key, json).unwrap();
        assert_eq!(set("scalingGroups", r#"["asg-1","asg-2*"]"#), Ok(()));
        assert!(set("disks", r#"[" "]"#).unwrap_err().contains("`disks[0]`: is empty"));
        assert!(set("disks", r#"["d-*x"]"#).unwrap_err().contains("not at the end"));
        assert!(set("podCidrs", r#"["172.20.0.0/16","fd00::/64"]"#).is_ok());
        assert!(set("podCidrs", r#"["172.20.0.0/16","pods"]"#).unwrap_err().contains("`podCidrs[1]`"));
        assert_eq!(inventory.contains(InventoryList::ScalingGroups, "asg-23"), Some(true));
        assert_eq!(inventory.contains(InventoryList::ScalingGroups, "asg-9"), None);
        assert_eq!(inventory.contains(InventoryList::ScalingGroups, ""), None);
        assert_eq!(inventory.contains(InventoryList::Instances, "asg-1"), None);
        assert_eq!(InventoryList::LogProjects.key(), "logProjects");
    }
}
