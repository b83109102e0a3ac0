//! Every cloud rule in one module: one call where there would be one for each rule.
#![no_std]

use redline_engine::bundle::{self, Member};
use redline_engine::core::response::{Response, SettingsResponse};

static RULES: &[Member] = &[
    // Rules, by `make bless`:
    Member::cloud::<cloud_apiserver_slb_config::Rule>(),
    Member::cloud::<cloud_apiserver_slb_deletion::Rule>(),
    Member::cloud::<cloud_apiserver_slb_reuse::Rule>(),
    Member::cloud::<cloud_autoscaled_pool_scaling::Rule>(),
    Member::cloud::<cloud_control_plane_membership::Rule>(),
    Member::cloud::<cloud_disk_detach::Rule>(),
    Member::cloud::<cloud_dns_port::Rule>(),
    Member::cloud::<cloud_existing_node_attach::Rule>(),
    Member::cloud::<cloud_infrastructure_change::Rule>(),
    Member::cloud::<cloud_log_component_removal::Rule>(),
    Member::cloud::<cloud_nas_deletion::Rule>(),
    Member::cloud::<cloud_network_interface::Rule>(),
    Member::cloud::<cloud_node_address_change::Rule>(),
    Member::cloud::<cloud_node_command::Rule>(),
    Member::cloud::<cloud_node_reinstall::Rule>(),
    Member::cloud::<cloud_node_release::Rule>(),
    Member::cloud::<cloud_node_security_group::Rule>(),
    Member::cloud::<cloud_ram_permission::Rule>(),
    Member::cloud::<cloud_scaling_group_deletion::Rule>(),
    Member::cloud::<cloud_scaling_group_size::Rule>(),
    Member::cloud::<cloud_slb_config::Rule>(),
    Member::cloud::<cloud_slb_deletion::Rule>(),
    Member::cloud::<cloud_slb_tag::Rule>(),
    Member::cloud::<cloud_unmanaged_node::Rule>(),
    Member::cloud::<cloud_virtual_node_removal::Rule>(),
    // End of the rules.
];

/// The bundle.
pub struct Rule;

impl Rule {
    /// Id: folder, crate and module.
    pub const ID: &'static str = env!("CARGO_PKG_NAME");

    /// Answers a validation call.
    pub fn validate(payload: &[u8]) -> Response {
        bundle::cloud(Rule::ID, RULES, payload)
    }

    /// Answers a settings validation call.
    pub fn validate_settings(settings: &[u8]) -> SettingsResponse {
        bundle::validate_cloud_settings(Rule::ID, RULES, settings)
    }
}
