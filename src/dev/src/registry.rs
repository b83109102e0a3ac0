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
    entry!(cloud_scaling_group_deletion),
    entry!(critical_host_path),
    entry!(network_crd),
    entry!(node_deletion),
    entry!(reserved_annotation),
    entry!(slb_reuse_removal),
    entry!(sysctl_ip_forward),
    entry!(terway_config),
];
