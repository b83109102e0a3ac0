//! One operation on a cloud resource, whichever input it comes from.

use alloc::string::String;

use crate::call::Call;
use crate::identity::Identity;
use crate::planned_change::PlannedChange;
use crate::tags::Tags;

/// One operation on a cloud resource.
#[derive(Debug)]
pub struct CloudOperation<'a> {
    /// What the operation is.
    pub source: Source<'a>,
    /// Who performs it; empty for a plan, which does not tell.
    pub identity: Identity,
    /// Tags of the resource.
    pub(crate) tags: Tags,
}

/// An operation as its input describes it.
#[derive(Debug)]
pub enum Source<'a> {
    /// An API call, about to be made or recorded.
    Call(Call<'a>),
    /// A planned change.
    PlannedChange(PlannedChange<'a>),
}

impl<'a> CloudOperation<'a> {
    /// The API call; `None` for a plan.
    pub fn call(&self) -> Option<&Call<'a>> {
        match &self.source {
            Source::Call(call) => Some(call),
            Source::PlannedChange(_) => None,
        }
    }

    /// The planned change; `None` for a call.
    pub fn plan(&self) -> Option<&PlannedChange<'a>> {
        match &self.source {
            Source::Call(_) => None,
            Source::PlannedChange(plan) => Some(plan),
        }
    }

    /// The product, as the call or the Terraform resource type names it.
    pub fn product(&self) -> &str {
        match &self.source {
            Source::Call(call) => &call.product,
            Source::PlannedChange(plan) => plan.product(),
        }
    }

    /// The tags of the resource; `None` where the input does not give them.
    pub fn tags(&self) -> Option<&[(String, String)]> {
        self.tags.as_deref()
    }
}
