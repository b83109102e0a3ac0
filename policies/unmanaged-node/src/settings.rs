//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// Id of this cluster. If set, a Node whose label `ack.aliyun.com` names another cluster is denied.
    pub cluster_id: String,
    /// Allow nodes that carry a label or taint under `karpenter.sh/`: they belong to no ACK node pool.
    pub allow_karpenter: bool,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["clusterId", "allowKarpenter"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "clusterId" => Some(self.cluster_id.assign(json)),
            "allowKarpenter" => Some(self.allow_karpenter.assign(json)),
            _ => None,
        }
    }
}
