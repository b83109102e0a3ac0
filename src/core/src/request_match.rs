//! The admission requests that a rule evaluates, as `(operations, kind, sub-resource)`.

use crate::kinds::Kind;

/// The operation of an admission request, as `admission.k8s.io/v1` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// An object is created.
    Create,
    /// An object is replaced or patched.
    Update,
    /// An object is deleted; delete-collection sends one of these for each object.
    Delete,
    /// A connection such as `pods/exec` is opened.
    Connect,
}

impl Operation {
    /// Every operation, in the order of the API.
    pub const ALL: [Operation; 4] = [Operation::Create, Operation::Update, Operation::Delete, Operation::Connect];

    /// The operation as Kubernetes spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Create => "CREATE",
            Operation::Update => "UPDATE",
            Operation::Delete => "DELETE",
            Operation::Connect => "CONNECT",
        }
    }

    /// The operation with this name, as Kubernetes spells it; `None` for other names.
    pub fn parse(name: &str) -> Option<Operation> {
        Operation::ALL.into_iter().find(|o| o.as_str() == name)
    }
}

/// A set of operations.
pub type Operations = &'static [Operation];

/// CREATE.
pub const CREATE: Operations = &[Operation::Create];
/// UPDATE.
pub const UPDATE: Operations = &[Operation::Update];
/// DELETE.
pub const DELETE: Operations = &[Operation::Delete];
/// CONNECT.
pub const CONNECT: Operations = &[Operation::Connect];
/// CREATE and UPDATE: the operations that add something.
pub const CREATE_UPDATE: Operations = &[Operation::Create, Operation::Update];
/// UPDATE and DELETE: the operations that remove something.
pub const UPDATE_DELETE: Operations = &[Operation::Update, Operation::Delete];
/// CREATE, UPDATE and DELETE.
pub const CREATE_UPDATE_DELETE: Operations = &[Operation::Create, Operation::Update, Operation::Delete];

/// What makes a request of interest to a rule: the rule has nothing to report about any other request. Policies carry it as
/// `matchConditions`, so that ordinary requests never reach the policy server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interest {
    /// Nothing in particular: every request counts.
    Every,
    /// A pod or a pod template that could reach the node: through a host path, a namespace of the node, privilege, an added
    /// capability or a kernel parameter.
    NodeReach,
    /// Like [`Interest::NodeReach`], or in the namespace `kube-system`.
    NodeReachOrKubeSystem,
    /// Like [`Interest::NodeReach`], or with an NFS volume.
    NodeReachOrNfs,
    /// A pod or a pod template with a claim or a volume of a driver, or a claim template.
    DriverVolumes,
    /// A pod or a pod template that stores data on the node: with a host path, or with an `emptyDir` where the object is
    /// stateful.
    NodeStorage,
    /// An object in the namespace `kube-system`.
    KubeSystem,
    /// A ConfigMap that publishes certificates of the cluster: in `kube-system`, in `kube-public`, or `kube-root-ca.crt`.
    PublishedCertificates,
    /// A ConfigMap whose text names one of the kernel parameters on ACK's list.
    KernelParameters,
    /// An annotation about an approval, on the object or on a template in it.
    Approval,
    /// An annotation under the domains of Kubernetes, on the object or on a template in it.
    ReservedAnnotation,
    /// A label that protects the object from deletion.
    DeleteProtection,
}

/// Requests that a rule evaluates: operations on a kind, or on one of its sub-resources. Made with [`on`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestMatch {
    /// The operations.
    pub operations: Operations,
    /// The kind.
    pub kind: &'static Kind,
    /// The sub-resource; empty for the object itself.
    pub sub_resource: &'static str,
    /// What makes such a request of interest.
    pub interest: Interest,
}

/// Operations on a kind: `on(DELETE, kinds::NODE)`.
pub const fn on(operations: Operations, kind: &'static Kind) -> RequestMatch {
    RequestMatch { operations, kind, sub_resource: "", interest: Interest::Every }
}

/// Operations on kinds and on sub-resources of them: each kind, then its sub-resources. `N` is the number of entries; any
/// other number is a compile error.
pub const fn with_sub_resources<const N: usize>(
    operations: Operations,
    kinds: &[(&'static Kind, &'static [&'static str])],
) -> [RequestMatch; N] {
    let mut all = [on(operations, crate::kinds::POD); N];
    let (mut kind, mut count) = (0, 0);
    while kind < kinds.len() {
        let (object, sub_resources) = kinds[kind];
        all[count] = on(operations, object);
        let mut sub = 0;
        while sub < sub_resources.len() {
            all[count + 1 + sub] = on(operations, object).sub(sub_resources[sub]);
            sub += 1;
        }
        (kind, count) = (kind + 1, count + 1 + sub);
    }
    assert!(count == N, "the table has another number of entries");
    all
}

/// Joins several tables. `N` is the number of entries of all tables together; any other number is a compile error.
pub const fn joined<const N: usize>(tables: &[&[RequestMatch]]) -> [RequestMatch; N] {
    let mut all = [on(&[], crate::kinds::POD); N];
    let (mut table, mut count) = (0, 0);
    while table < tables.len() {
        let mut entry = 0;
        while entry < tables[table].len() {
            all[count] = tables[table][entry];
            (entry, count) = (entry + 1, count + 1);
        }
        table += 1;
    }
    assert!(count == N, "the tables have another number of entries");
    all
}

/// The same requests; those whose interest is [`Interest::Every`] get this one.
pub const fn of_interest<const N: usize>(interest: Interest, mut requests: [RequestMatch; N]) -> [RequestMatch; N] {
    let mut index = 0;
    while index < N {
        if matches!(requests[index].interest, Interest::Every) {
            requests[index].interest = interest;
        }
        index += 1;
    }
    requests
}

impl RequestMatch {
    /// The same requests, of this interest.
    pub const fn of(self, interest: Interest) -> RequestMatch {
        RequestMatch { interest, ..self }
    }

    /// The same operations on a sub-resource: `on(UPDATE, kinds::DEPLOYMENT).sub("scale")`.
    pub const fn sub(self, sub_resource: &'static str) -> RequestMatch {
        RequestMatch { sub_resource, ..self }
    }

    /// The plural and the sub-resource, such as `("deployments", "scale")`. The sub-resource is empty for the object itself.
    pub fn resource(&self) -> (&'static str, &'static str) {
        (self.kind.plural, self.sub_resource)
    }

    /// Whether a request is about this kind, whatever its sub-resource.
    ///
    /// `kind` and `resource` are the group and the name in the members `kind` and `resource` of the request. The name of the
    /// resource may be a kind, because Kubewarden's audit scanner writes the kind there. If it is empty, the kind decides.
    pub fn matches_kind(&self, kind: (&str, &str), resource: (&str, &str)) -> bool {
        let named = !resource.1.is_empty();
        let group = if named { resource.0 } else { kind.0 };
        if self.kind.group != "*" && self.kind.group != group {
            return false;
        }
        let declared = self.kind.object_kind(self.sub_resource);
        match self.kind.plural {
            "*" => true,
            plural if named => plural == resource.1 || declared == resource.1,
            _ => declared == kind.1,
        }
    }
}
