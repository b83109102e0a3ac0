//! One operation on a cloud resource, whichever input it came from.

use alloc::string::String;

use crate::call::Call;
use crate::identity::Identity;
use crate::planned_change::PlannedChange;
use crate::tags::Tags;

/// One operation on a cloud resource.
#[derive(Debug)]
pub struct CloudOperation<'a> {
    /// What is done.
    pub source: Source<'a>,
    /// Who does it; empty for a plan, which does not say so.
    pub identity: Identity,
    pub(crate) tags: Tags,
}

/// The kinds of input that an operation comes from.
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

    /// The product, as the call or the Terraform type names it.
    pub fn product(&self) -> &str {
        match &self.source {
            Source::Call(call) => &call.product,
            Source::PlannedChange(plan) => plan.product(),
        }
    }

    /// The tags of the resource, where the input tells them.
    pub fn tags(&self) -> Option<&[(String, String)]> {
        self.tags.as_deref()
    }
}
