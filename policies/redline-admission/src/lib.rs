//! Every admission rule in one module: one call where there would be one for each rule.
#![no_std]

use redline_engine::bundle::{self, EvaluateRequest, Member};
use redline_engine::core::response::{Response, SettingsResponse};
use redline_engine::kubernetes::lookup::Host;

static RULES: &[Member<EvaluateRequest>] = &[
    // Rules, by `make bless`:
    Member::admission::<addon_change::Rule>(),
    Member::admission::<apiserver_slb_reuse::Rule>(),
    Member::admission::<approval_grant::Rule>(),
    Member::admission::<autoscaled_pool_scaling::Rule>(),
    Member::admission::<cluster_self_upgrade::Rule>(),
    Member::admission::<control_plane_certificate::Rule>(),
    Member::admission::<control_plane_directory::Rule>(),
    Member::admission::<control_plane_membership::Rule>(),
    Member::admission::<critical_host_path::Rule>(),
    Member::admission::<direct_disk_operation::Rule>(),
    Member::admission::<disk_detach::Rule>(),
    Member::admission::<disk_umount::Rule>(),
    Member::admission::<guard_removal::Rule>(),
    Member::admission::<host_firewall::Rule>(),
    Member::admission::<ingress_lb_service_deletion::Rule>(),
    Member::admission::<log_buffer_directory::Rule>(),
    Member::admission::<log_component_removal::Rule>(),
    Member::admission::<log_config_deletion::Rule>(),
    Member::admission::<log_position_directory::Rule>(),
    Member::admission::<nas_directory_deletion::Rule>(),
    Member::admission::<nas_file_system_deletion::Rule>(),
    Member::admission::<network_crd::Rule>(),
    Member::admission::<network_custom_resource::Rule>(),
    Member::admission::<node_address_change::Rule>(),
    Member::admission::<node_clock::Rule>(),
    Member::admission::<node_component_config::Rule>(),
    Member::admission::<node_component_upgrade::Rule>(),
    Member::admission::<node_deletion::Rule>(),
    Member::admission::<node_os_config::Rule>(),
    Member::admission::<node_resolver::Rule>(),
    Member::admission::<protected_deletion::Rule>(),
    Member::admission::<psp_preset::Rule>(),
    Member::admission::<ram_token_removal::Rule>(),
    Member::admission::<registered_node_metadata::Rule>(),
    Member::admission::<reserved_annotation::Rule>(),
    Member::admission::<serverless_dependency_deletion::Rule>(),
    Member::admission::<shared_disk::Rule>(),
    Member::admission::<slb_protection_removal::Rule>(),
    Member::admission::<slb_reuse_removal::Rule>(),
    Member::admission::<slb_tag_override::Rule>(),
    Member::admission::<sysctl_ip_forward::Rule>(),
    Member::admission::<sysctl_ip_local_port_range::Rule>(),
    Member::admission::<sysctl_rp_filter::Rule>(),
    Member::admission::<sysctl_tcp_tw_recycle::Rule>(),
    Member::admission::<sysctl_tcp_tw_reuse::Rule>(),
    Member::admission::<system_disk_data::Rule>(),
    Member::admission::<terway_config::Rule>(),
    Member::admission::<unmanaged_node::Rule>(),
    Member::admission::<virtual_node_removal::Rule>(),
    // End of the rules.
];

/// The bundle.
pub struct Rule;

impl Rule {
    /// Id: folder, crate and module.
    pub const ID: &'static str = env!("CARGO_PKG_NAME");

    /// Answers a validation call.
    pub fn validate(payload: &[u8], host: &Host<'_>) -> Response {
        bundle::admission(Rule::ID, RULES, payload, host)
    }

    /// Answers a settings validation call.
    pub fn validate_settings(settings: &[u8]) -> SettingsResponse {
        bundle::validate_admission_settings(Rule::ID, RULES, settings)
    }
}
