//! Fields of Terway's configuration that may be changed. From the ACK documentation, "Customize Terway configuration
//! parameters"; the types are those of Terway's own `types/daemon/config.go`.

/// A key of the ConfigMap that holds JSON, and its fields that may be changed. Every other field is fixed, also one
/// that the documentation does not name.
pub(crate) struct Document {
    pub(crate) key: &'static str,
    pub(crate) open: &'static [(&'static str, Shape)],
}

/// The type that a field needs so that Terway can read the document at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Terway accepts any value.
    Any,
    Text,
    Flag,
    Integer,
    Number,
    Texts,
    TextMap,
    TextsMap,
}

/// Configuration of the daemon.
pub(crate) const ENI_CONF: Document = Document {
    key: "eni_conf",
    open: &[
        ("vswitches", Shape::TextsMap),
        ("eni_tag_filter", Shape::TextMap),
        ("max_pool_size", Shape::Integer),
        ("min_pool_size", Shape::Integer),
        ("security_group", Shape::Text),
        ("security_groups", Shape::Texts),
        ("vswitch_selection_policy", Shape::Text),
        ("enable_eip_migrate", Shape::Any),
        ("enable_eni_trunking", Shape::Flag),
        ("kube_client_qps", Shape::Number),
        ("kube_client_burst", Shape::Integer),
        ("resource_group_id", Shape::Text),
        ("ip_pool_sync_period", Shape::Text),
        ("idle_ip_reclaim_after", Shape::Text),
        ("idle_ip_reclaim_interval", Shape::Text),
        ("idle_ip_reclaim_batch_size", Shape::Integer),
        ("idle_ip_reclaim_jitter_factor", Shape::Any),
    ],
};

/// Configuration of the CNI plugin. The key itself is fixed, but these fields are not.
pub(crate) const TERWAY_CONF: Document = Document {
    key: "10-terway.conf",
    open: &[
        ("capabilities", Shape::Any),
        ("cilium_args", Shape::Any),
        ("symmetric_routing", Shape::Any),
        ("symmetric_routing_config", Shape::Any),
    ],
};

/// Keys that may be changed as a whole.
pub(crate) const OPEN_KEYS: &[&str] = &["10-terway.conflist", "disable_network_policy", "in_cluster_loadbalance"];

impl Document {
    /// Whether a field may be changed; `member` is its folded name.
    pub(crate) fn is_open(&self, member: &str) -> bool {
        self.open.iter().any(|(open, _)| *open == member)
    }
}
