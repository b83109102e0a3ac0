//! Who owns a resource: the cluster, somebody else, or nobody knows.
//!
//! Silence must be earned. *Not ours* takes a proof, and what is neither proven ours nor proven somebody else's is
//! unknown. Evidence counts in this order:
//!
//! 1. the kind of call, and names that only ACK gives;
//! 2. ACK's tags: those of this cluster say ours, those of another one say not ours;
//! 3. the id on the lists of its own class: ours. ACK does not create and tag everything that a cluster uses;
//! 4. none of ACK's tags on a resource whose tags are known, of a class that ACK always tags: not ours;
//! 5. an id that is missing on a complete list which is newer than the resource: not ours.
//!
//! Terraform always writes `tags`, so for the classes that ACK does not tag they prove nothing: file systems, access
//! control lists, disks of static volumes, groups and vSwitches of the user, the API server's load balancer.

use crate::class::Class;
use crate::identity::ack_role;
use crate::inventory::{Inventory, InventoryList};
use crate::tags;
use alloc::string::String;
use redline_text::before;

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
    /// Whether one of the lists of a class contains the id. `created` is when the resource was created, in UTC, where
    /// the input tells. `None` where the lists tell nothing, also because the resource may be newer than they are.
    fn contains_in_class(&self, class: Class, id: &str, created: &str) -> Option<bool> {
        let lists = class.lists();
        let mut known = !lists.is_empty();
        for list in lists {
            match self.contains(*list, id) {
                Some(true) => return Some(true),
                Some(false) => {}
                // A list of control-plane nodes that is empty says that there are none.
                None if self.list(*list).is_empty() && Some(list) != lists.first() => {}
                None => known = false,
            }
        }
        // Minutes are enough, and they stand at the same place in every spelling of a time.
        fn minutes(time: &str) -> &str {
            time.get(..16).unwrap_or_default()
        }
        let may_be_newer = match created {
            "" => class.comes_and_goes() && !self.as_of().is_empty(),
            created => !self.as_of().is_empty() && minutes(created) >= minutes(self.as_of()),
        };
        (known && !may_be_newer).then_some(false)
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
    /// When it was created, in UTC; empty where that is not known.
    pub(crate) created: &'e str,
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
        // A disk is either of the two, and the list of the other one decides as well.
        let other = match class {
            Class::Disk => inventory.contains(InventoryList::SystemDisks, self.id),
            Class::SystemDisk => inventory.contains(InventoryList::Disks, self.id),
            _ => None,
        };
        match inventory.contains_in_class(class, self.id, self.created) {
            Some(true) => Ours,
            _ if other == Some(true) => NotOurs,
            _ if self.is_untagged() && class.is_always_tagged() => NotOurs,
            Some(false) => NotOurs,
            None => Unknown,
        }
    }

    /// Whether the tags of the resource are known, and none of them names a cluster.
    fn is_untagged(&self) -> bool {
        self.own_tags && self.tags.is_some_and(|tags| tags::get(tags, tags::CLUSTER).is_none())
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
                true => Some(inventory.owner_by_cluster(rest)),
                // ACK gives such names, and so do people.
                false => {
                    inventory.contains(InventoryList::LogProjects, self.id).map(|is| if is { Ours } else { NotOurs })
                }
            })?,
            Class::Role if self.id.is_empty() => None,
            Class::Role => {
                // Resource Management writes `role@role.<account>.onaliyunservice.com`.
                let name = before(self.id, "@");
                let stem = name.len().saturating_sub("Policy".len());
                let is_ack_role = |name: Option<&str>| name.and_then(ack_role).is_some();
                let is_policy = name.get(stem..).is_some_and(|end| end.eq_ignore_ascii_case("Policy"));
                let starts_with = |p: &&str| name.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p));
                let ours = is_ack_role(Some(name))
                    || is_policy && is_ack_role(name.get(..stem))
                    || NODE_ROLES.iter().any(starts_with);
                let listed = inventory.contains(InventoryList::Roles, name) == Some(true);
                Some(if ours || listed { Ours } else { NotOurs })
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
        let unlisted = inventory.contains_in_class(class, self.id, self.created) == Some(false);
        // An NLB instance in front of the API server need not bear any tag.
        let untagged = self.is_untagged() && (class.is_always_tagged() || self.product.eq_ignore_ascii_case("alb"));
        if unlisted || untagged { NotOurs } else { Unknown }
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
