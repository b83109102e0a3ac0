//! Every cloud rule in one module: one call where there would be one for each rule.
#![no_std]

redline_engine::bundle! {
    of cloud rules:
    // Rules, by `make bless`:
    cloud_apiserver_slb_config,
    cloud_apiserver_slb_deletion,
    cloud_apiserver_slb_reuse,
    cloud_autoscaled_pool_scaling,
    cloud_control_plane_membership,
    cloud_disk_detach,
    cloud_dns_port,
    cloud_existing_node_attach,
    cloud_infrastructure_change,
    cloud_log_component_removal,
    cloud_nas_deletion,
    cloud_network_interface,
    cloud_node_address_change,
    cloud_node_command,
    cloud_node_reinstall,
    cloud_node_release,
    cloud_node_security_group,
    cloud_ram_permission,
    cloud_scaling_group_deletion,
    cloud_scaling_group_size,
    cloud_slb_config,
    cloud_slb_deletion,
    cloud_slb_tag,
    cloud_unmanaged_node,
    cloud_virtual_node_removal,
    // End of the rules.
}
