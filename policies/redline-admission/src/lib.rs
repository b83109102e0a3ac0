//! Every admission rule in one module: one call where there would be one for each rule.
#![no_std]

use redline_engine::bundle::{self, AdmissionMember, Group, Rules};
use redline_engine::core::response::{Response, SettingsResponse};
use redline_engine::kubernetes::lookup::Host;

/// The rules, by their view of the object.
#[rustfmt::skip]
static RULES: &[&dyn Group] = &[
    // Rules, by `make bless`:
    &Rules::<addon_change::Rule>::new(&[
        AdmissionMember::<addon_change::Rule>::of::<addon_change::Rule>(),
        AdmissionMember::<addon_change::Rule>::of::<autoscaled_pool_scaling::Rule>(),
        AdmissionMember::<addon_change::Rule>::of::<log_component_removal::Rule>(),
        AdmissionMember::<addon_change::Rule>::of::<log_config_deletion::Rule>(),
        AdmissionMember::<addon_change::Rule>::of::<network_crd::Rule>(),
        AdmissionMember::<addon_change::Rule>::of::<network_custom_resource::Rule>(),
        AdmissionMember::<addon_change::Rule>::of::<psp_preset::Rule>(),
        AdmissionMember::<addon_change::Rule>::of::<ram_token_removal::Rule>(),
        AdmissionMember::<addon_change::Rule>::of::<virtual_node_removal::Rule>(),
    ]),
    &Rules::<apiserver_slb_reuse::Rule>::new(&[
        AdmissionMember::<apiserver_slb_reuse::Rule>::of::<apiserver_slb_reuse::Rule>(),
        AdmissionMember::<apiserver_slb_reuse::Rule>::of::<slb_protection_removal::Rule>(),
        AdmissionMember::<apiserver_slb_reuse::Rule>::of::<slb_reuse_removal::Rule>(),
        AdmissionMember::<apiserver_slb_reuse::Rule>::of::<slb_tag_override::Rule>(),
    ]),
    &Rules::<approval_grant::Rule>::new(&[
        AdmissionMember::<approval_grant::Rule>::of::<approval_grant::Rule>(),
        AdmissionMember::<approval_grant::Rule>::of::<reserved_annotation::Rule>(),
    ]),
    &Rules::<cluster_self_upgrade::Rule>::of_workloads(&[
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<cluster_self_upgrade::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<control_plane_certificate::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<control_plane_directory::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<critical_host_path::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<direct_disk_operation::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<disk_umount::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<host_firewall::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<log_buffer_directory::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<log_position_directory::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<nas_directory_deletion::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<node_clock::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<node_component_config::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<node_component_upgrade::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<node_os_config::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<node_resolver::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<sysctl_ip_forward::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<sysctl_ip_local_port_range::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<sysctl_rp_filter::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<sysctl_tcp_tw_recycle::Rule>(),
        AdmissionMember::<cluster_self_upgrade::Rule>::of::<sysctl_tcp_tw_reuse::Rule>(),
    ]),
    &Rules::<control_plane_membership::Rule>::new(&[
        AdmissionMember::<control_plane_membership::Rule>::of::<control_plane_membership::Rule>(),
        AdmissionMember::<control_plane_membership::Rule>::of::<registered_node_metadata::Rule>(),
    ]),
    &Rules::<disk_detach::Rule>::new(&[
        AdmissionMember::<disk_detach::Rule>::of::<disk_detach::Rule>(),
    ]),
    &Rules::<guard_removal::Rule>::new(&[
        AdmissionMember::<guard_removal::Rule>::of::<guard_removal::Rule>(),
    ]),
    &Rules::<ingress_lb_service_deletion::Rule>::new(&[
        AdmissionMember::<ingress_lb_service_deletion::Rule>::of::<ingress_lb_service_deletion::Rule>(),
    ]),
    &Rules::<nas_file_system_deletion::Rule>::new(&[
        AdmissionMember::<nas_file_system_deletion::Rule>::of::<nas_file_system_deletion::Rule>(),
    ]),
    &Rules::<node_address_change::Rule>::new(&[
        AdmissionMember::<node_address_change::Rule>::of::<node_address_change::Rule>(),
    ]),
    &Rules::<node_deletion::Rule>::new(&[
        AdmissionMember::<node_deletion::Rule>::of::<node_deletion::Rule>(),
    ]),
    &Rules::<protected_deletion::Rule>::new(&[
        AdmissionMember::<protected_deletion::Rule>::of::<protected_deletion::Rule>(),
    ]),
    &Rules::<serverless_dependency_deletion::Rule>::new(&[
        AdmissionMember::<serverless_dependency_deletion::Rule>::of::<serverless_dependency_deletion::Rule>(),
    ]),
    &Rules::<shared_disk::Rule>::new(&[
        AdmissionMember::<shared_disk::Rule>::of::<shared_disk::Rule>(),
        AdmissionMember::<shared_disk::Rule>::of::<system_disk_data::Rule>(),
    ]),
    &Rules::<terway_config::Rule>::new(&[
        AdmissionMember::<terway_config::Rule>::of::<terway_config::Rule>(),
    ]),
    &Rules::<unmanaged_node::Rule>::new(&[
        AdmissionMember::<unmanaged_node::Rule>::of::<unmanaged_node::Rule>(),
    ]),
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
