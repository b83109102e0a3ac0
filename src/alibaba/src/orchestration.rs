//! Public templates of Operation Orchestration Service (OOS). An execution of such a template makes the calls that the
//! template is named after, on the instances that its parameters select.

use redline_core::language::Bilingual;

use crate::action::{Action, Change, Paths, When};
use crate::class::Class;

/// Calls that run a template.
const CALLS: &str = "StartExecution StartDebugExecution";
/// The parameter of these calls that names the template, and the attribute in a plan.
const TEMPLATE: Paths = &["TemplateName"];
const TEMPLATE_IN_PLANS: Paths = &["template_name"];

/// Where the parameters of a template name instances.
pub const INSTANCES: Paths =
    &["Parameters.targets.ResourceIds", "Parameters.instanceId", "Parameters.instanceIds", "Parameters.InstanceId"];
/// The same in a plan.
pub const INSTANCES_IN_PLANS: Paths =
    &["parameters.targets.ResourceIds", "parameters.instanceId", "parameters.instanceIds"];

impl Action {
    /// A call that runs one of these templates. The resources are instances, unless [`Action::ids`] names others.
    pub const fn orchestrated(templates: &'static [&'static str], class: Class, message: Bilingual) -> Action {
        Action::call("oos", CALLS, class, message).ids(INSTANCES).when(When::Is(TEMPLATE, templates))
    }

    /// The same, planned with Terraform.
    pub const fn orchestrated_in_plan(templates: &'static [&'static str], class: Class, message: Bilingual) -> Action {
        Action::terraform("alicloud_oos_execution", Change::Create, class, message)
            .ids(INSTANCES_IN_PLANS)
            .when(When::Is(TEMPLATE_IN_PLANS, templates))
    }
}
