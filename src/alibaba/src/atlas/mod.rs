//! The atlas: every call that changes something, and every Terraform type, of the products that can touch a cluster.
//!
//! Each name stands in the table of a rule, or among those that the rules leave out with a reason. The lists are data for
//! generators and tests; no module carries them.

/// Names of calls by product: lines `product: Name Name`, continued by indented lines; `#` begins a comment.
pub const ACTIONS: &str = include_str!("actions.txt");

/// Names of Terraform types, in the same form with `terraform` for the product.
pub const TERRAFORM: &str = include_str!("terraform.txt");

/// What the rules leave out: two lines with `= ` and the reason in English and Chinese, then names in the same form.
pub const LEFT_OUT: &str = include_str!("left-out.txt");

/// What RAM policies may name: types of resources by product, condition keys and operators, in the same form.
pub const RAM: &str = include_str!("ram.txt");

/// Names that are checked although the lists do not have them: calls that ACK's components make, and former names.
pub const UNLISTED: &[&str] = &[
    "DeleteHighDensityElasticNetworkInterface",
    "DetachHighDensityElasticNetworkInterface",
    "DeleteResource",
    "alicloud_ess_lifecyclehook",
];

/// The products of the lists whose calls the tables of rules have under another code.
pub const ALIASES: &[(&str, &str)] = &[("sls", "log"), ("eflo-controller", "eflo"), ("eflo-cnp", "eflo")];
