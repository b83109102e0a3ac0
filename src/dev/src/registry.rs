//! Every rule. Generated from the folders of `policies/` by `make bless`.

use crate::Entry;

macro_rules! entry {
    ($rule:ident) => {
        Entry {
            documentation: &$rule::DOCUMENTATION,
            validate: $rule::validate,
            validate_settings: $rule::validate_settings,
        }
    };
}

/// Every rule, by id.
pub static RULES: &[Entry] = &[
    entry!(autoscaled_pool_scaling),
    entry!(cloud_apiserver_slb_config),
    entry!(cloud_apiserver_slb_deletion),
    entry!(cloud_disk_detach),
    entry!(cloud_infrastructure_change),
    entry!(cloud_log_component_removal),
    entry!(cloud_nas_deletion),
    entry!(cloud_network_interface),
    entry!(cloud_node_address_change),
    entry!(cloud_node_reinstall),
    entry!(cloud_node_release),
    entry!(cloud_node_security_group),
    entry!(cloud_ram_permission),
    entry!(cloud_scaling_group_deletion),
    entry!(cloud_scaling_group_size),
    entry!(cloud_slb_config),
    entry!(cloud_slb_deletion),
    entry!(cloud_virtual_node_removal),
    entry!(control_plane_directory),
    entry!(control_plane_membership),
    entry!(critical_host_path),
    entry!(direct_disk_operation),
    entry!(disk_detach),
    entry!(disk_umount),
    entry!(host_firewall),
    entry!(ingress_lb_service_deletion),
    entry!(log_buffer_directory),
    entry!(log_component_removal),
    entry!(log_config_deletion),
    entry!(log_position_directory),
    entry!(network_crd),
    entry!(network_custom_resource),
    entry!(node_address_change),
    entry!(node_clock),
    entry!(node_component_config),
    entry!(node_component_upgrade),
    entry!(node_deletion),
    entry!(node_os_config),
    entry!(node_resolver),
    entry!(psp_preset),
    entry!(ram_token_removal),
    entry!(registered_node_metadata),
    entry!(reserved_annotation),
    entry!(slb_reuse_removal),
    entry!(sysctl_ip_forward),
    entry!(sysctl_ip_local_port_range),
    entry!(sysctl_rp_filter),
    entry!(sysctl_tcp_tw_recycle),
    entry!(sysctl_tcp_tw_reuse),
    entry!(terway_config),
    entry!(unmanaged_node),
    entry!(virtual_node_removal),
];
