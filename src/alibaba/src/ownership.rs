//! Who owns a resource: the cluster, somebody else, or nobody knows.
//!
//! Evidence counts in this order: the kind of call, and names that only ACK gives; tags that ACK sets; ids in the
//! inventory; last, the lack of ACK's tags on a resource whose tags are known. A resource whose id is on a list is the
//! cluster's even without tags, because ACK did not create and tag everything that a cluster uses.

use crate::class::Class;
use crate::identity::ack_role;
use crate::inventory::{Inventory, InventoryList};
use crate::tags;
use alloc::string::String;

/// Who owns a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The cluster.
    Ours,
    /// Somebody else.
    NotOurs,
    /// The input and the inventory do not tell.
    Unknown,
}

use Ownership::{NotOurs, Ours, Unknown};

impl Inventory {
    /// Whether the list of a class contains the id; `None` when there is no list or it tells nothing.
    fn contains_in_class(&self, class: Class, id: &str) -> Option<bool> {
        class.list().and_then(|list| self.contains(list, id))
    }

    /// The owner of a resource of this cluster.
    fn owner_by_cluster(&self, cluster: &str) -> Ownership {
        if self.is_other_cluster(cluster) { NotOurs } else { Ours }
    }
}

/// What is known about one resource.
#[derive(Debug, Default)]
pub(crate) struct Evidence<'e> {
    /// Product of the call or the change.
    pub(crate) product: &'e str,
    /// Its id; empty where it is not known.
    pub(crate) id: &'e str,
    /// Its name; empty where it is not known.
    pub(crate) name: &'e str,
    /// Its tags, where they are known.
    pub(crate) tags: Option<&'e [(String, String)]>,
    /// Whether these are the tags of this resource itself, so that the lack of ACK's tags is evidence.
    pub(crate) own_tags: bool,
}

impl Evidence<'_> {
    /// The owner, if the resource is of this class.
    pub(crate) fn owner(&self, class: Class, inventory: &Inventory) -> Ownership {
        match class {
            Class::Cluster => return inventory.owner_by_cluster(self.id),
            Class::ApiServerLoadBalancer | Class::LoadBalancer => return self.load_balancer(class, inventory),
            _ => {}
        }
        if let Some(by_name) = self.by_name(class, inventory) {
            return by_name;
        }
        let tags = self.tags.unwrap_or_default();
        // An instance of a node pool is no control-plane node; of another instance of the cluster the tags do not tell.
        let in_node_pool = || tags::get(tags, tags::NODE_POOL).is_some_and(|pool| !pool.is_empty());
        match self.by_tags(tags, inventory) {
            Some(Ours) if class == Class::ControlPlaneInstance && in_node_pool() => return NotOurs,
            Some(Ours) if class == Class::ControlPlaneInstance => {}
            Some(owner) => return owner,
            None => {}
        }
        let has_cluster_tag = tags::get(tags, tags::CLUSTER).is_some();
        let listed = match class {
            Class::Instance if inventory.contains_in_class(Class::ControlPlaneInstance, self.id) == Some(true) => {
                Some(true)
            }
            _ => inventory.contains_in_class(class, self.id),
        };
        match listed {
            Some(true) => Ours,
            Some(false) => NotOurs,
            None if self.own_tags && self.tags.is_some() && !has_cluster_tag => NotOurs,
            None => Unknown,
        }
    }

    /// The owner by names that only ACK gives, taken from replies of its API and from its templates.
    fn by_name(&self, class: Class, inventory: &Inventory) -> Option<Ownership> {
        match class {
            Class::SecurityGroup => {
                let cluster = self.name.strip_prefix("alicloud-cs-auto-created-security-group-");
                cluster.map(|cluster| inventory.owner_by_cluster(cluster))
            }
            // The prefix is followed by the cluster's id, or by a word of the user's choice.
            Class::LogProject => self.id.strip_prefix("k8s-log-").map(|rest| match is_cluster_id(rest) {
                true => inventory.owner_by_cluster(rest),
                false => Ours,
            }),
            Class::Role if self.id.is_empty() => None,
            Class::Role => {
                // Resource Management writes `role@role.<account>.onaliyunservice.com`.
                let name = self.id.split('@').next().unwrap_or_default();
                let stem = name.len().saturating_sub("Policy".len());
                let is_ack_role = |name: Option<&str>| name.and_then(ack_role).is_some();
                let is_policy = name.get(stem..).is_some_and(|end| end.eq_ignore_ascii_case("Policy"));
                let starts_with = |p: &&str| name.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p));
                let ours = is_ack_role(Some(name))
                    || is_policy && is_ack_role(name.get(..stem))
                    || NODE_ROLES.iter().any(starts_with);
                Some(if ours { Ours } else { NotOurs })
            }
            Class::NetworkInterface if self.name.starts_with("k8s-eni-") => Some(Ours),
            Class::ScalingGroup | Class::Other if self.name == "kubernetes_autoscaler_autogen" => Some(Ours),
            _ => None,
        }
    }

    /// The owner by tags that ACK sets.
    fn by_tags(&self, tags: &[(String, String)], inventory: &Inventory) -> Option<Ownership> {
        if let Some(cluster) = tags::get(tags, tags::CLUSTER) {
            return Some(inventory.owner_by_cluster(cluster));
        }
        if let Some(pool) = tags::get(tags, tags::NODE_POOL).filter(|pool| !pool.is_empty()) {
            return Some(if inventory.contains(InventoryList::NodePools, pool) == Some(false) {
                NotOurs
            } else {
                Ours
            });
        }
        let group = tags::get(tags, tags::SCALING_GROUP).unwrap_or_default();
        let ours = inventory.contains(InventoryList::ScalingGroups, group) == Some(true) || tags::of_component(tags);
        ours.then_some(Ours)
    }

    /// The owner of a load balancer, which has to be told apart as the API server's or a Service's. The API server's
    /// does not always carry ACK's tags, and in dedicated clusters it carries those of a Service; so ids and names
    /// count before tags.
    fn load_balancer(&self, class: Class, inventory: &Inventory) -> Ownership {
        let wants_api_server = class == Class::ApiServerLoadBalancer;
        let is = |api_server: bool| if api_server == wants_api_server { Ours } else { NotOurs };
        let tags = self.tags.unwrap_or_default();
        let cluster = tags::get(tags, tags::CLUSTER);
        if cluster.is_some_and(|cluster| inventory.is_other_cluster(cluster)) {
            return NotOurs;
        }
        let api_servers = inventory.contains(InventoryList::ApiServerLoadBalancers, self.id);
        if api_servers == Some(true) {
            return is(true);
        }
        if inventory.contains(InventoryList::LoadBalancers, self.id) == Some(true) {
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
        let unlisted = inventory.contains_in_class(class, self.id) == Some(false);
        if unlisted || (self.own_tags && self.tags.is_some()) { NotOurs } else { Unknown }
    }
}

/// Prefixes of the names of the roles of nodes and of their policies; the id of a ROS stack follows.
const NODE_ROLES: &[&str] =
    &["KubernetesWorkerRole-", "KubernetesMasterRole-", "k8sWorkerRolePolicy-", "k8sMasterRolePolicy-"];

/// Whether a text is the id of a cluster: a `c` and 32 hexadecimal digits.
fn is_cluster_id(text: &str) -> bool {
    text.len() == 33 && text.strip_prefix('c').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests;
