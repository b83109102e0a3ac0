//! Which admission requests a rule evaluates.

use crate::kinds::Kind;

/// The verb of an admission request.
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

    /// The operation of this name, as Kubernetes spells it.
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
/// CREATE and UPDATE: what brings something in.
pub const CREATE_UPDATE: Operations = &[Operation::Create, Operation::Update];
/// UPDATE and DELETE: what takes something away.
pub const UPDATE_DELETE: Operations = &[Operation::Update, Operation::Delete];
/// CREATE, UPDATE and DELETE.
pub const CREATE_UPDATE_DELETE: Operations = &[Operation::Create, Operation::Update, Operation::Delete];

/// Requests that a rule evaluates: operations on a kind, or on one of its sub-resources. Made with [`on`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestMatch {
    /// The operations.
    pub operations: Operations,
    /// The kind.
    pub kind: &'static Kind,
    /// The sub-resource; empty for the object itself.
    pub sub_resource: &'static str,
}

/// Operations on a kind: `on(DELETE, kinds::NODE)`.
pub const fn on(operations: Operations, kind: &'static Kind) -> RequestMatch {
    RequestMatch { operations, kind, sub_resource: "" }
}

/// Several tables as one. `N` is the number of entries; the compiler refuses another one.
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

impl RequestMatch {
    /// The same operations on a sub-resource: `on(UPDATE, kinds::DEPLOYMENT).sub("scale")`.
    pub const fn sub(self, sub_resource: &'static str) -> RequestMatch {
        RequestMatch { sub_resource, ..self }
    }

    /// The plural with the sub-resource behind it, as match rules spell it: `deployments/scale`.
    pub fn resource(&self) -> (&'static str, &'static str) {
        (self.kind.plural, self.sub_resource)
    }

    /// Whether a request is about this kind, its sub-resource aside.
    ///
    /// `kind` and `resource` are group and name as the request has them. The resource may carry the kind, as Kubewarden's
    /// audit scanner sends it; it may be missing, and then the kind decides.
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
