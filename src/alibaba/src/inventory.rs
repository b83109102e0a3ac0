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

macro_rules! inventory {
    ($( $(#[doc = $doc:literal])* #[zh($zh:literal)] $list:ident = $key:literal; )*) => {
        /// A list of the inventory, by the class of resources that it holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum InventoryList {
            $( $(#[doc = $doc])* $list, )*
        }

        const LISTS: usize = [$($key),*].len();

        /// Names of the settings; the lists come first, in the order of [`InventoryList`].
        pub const KEYS: &[&str] = &[$($key,)* "clusterId"];

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
}

/// Refuses what is not a CIDR block, because it would silently match nothing.
fn check(key: &str, items: Vec<String>) -> Result<Vec<String>, String> {
    if key == "podCidrs" {
        let is_cidr = |item: &String| {
            let digits = |s: &str| s.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
            item.split_once('/').is_some_and(|(address, bits)| {
                !address.is_empty() && digits(address) && bits.parse::<u8>().is_ok_and(|bits| bits <= 128)
            })
        };
        if let Some(i) = items.iter().position(|item| !is_cidr(item)) {
            return Err(format!("`podCidrs[{i}]`: expected a CIDR block such as 172.20.0.0/16"));
        }
    }
    Ok(items)
}

fn is_listed(list: &[String], id: &str) -> Option<bool> {
    (!list.is_empty() && !id.is_empty()).then(|| first_match(list, id).is_some())
}

/// Ids of the cluster's resources. A list that is not empty counts as complete for its class: an id that is not on it
/// does not belong to the cluster. An item may end in `*`.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Id of the cluster; empty where resources of any cluster count.
    pub cluster_id: String,
    lists: [Vec<String>; LISTS],
}

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

    /// Whether a list contains an id; `None` when the list or the id is empty, which tells nothing.
    pub fn contains(&self, list: InventoryList, id: &str) -> Option<bool> {
        is_listed(self.list(list), id)
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        let at = KEYS.iter().position(|known| *known == key)?;
        Some(match self.lists.get_mut(at) {
            Some(list) => patterns(key, json, "an id").and_then(|items| check(key, items)).map(|items| *list = items),
            None => String::read(json)
                .map(|id| self.cluster_id = id.trim_ascii().to_owned())
                .map_err(|e| format!("`{key}`: {e}")),
        })
    }

    /// Whether `cluster` is another cluster than the one in the settings.
    pub fn is_other_cluster(&self, cluster: &str) -> bool {
        !self.cluster_id.is_empty() && !cluster.is_empty() && self.cluster_id != cluster
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
        assert_eq!(inventory.contains(InventoryList::ScalingGroups, "asg-9"), Some(false));
        assert_eq!(inventory.contains(InventoryList::ScalingGroups, ""), None);
        assert_eq!(inventory.contains(InventoryList::Instances, "asg-1"), None);
        assert_eq!(InventoryList::LogProjects.key(), "logProjects");
    }
}
