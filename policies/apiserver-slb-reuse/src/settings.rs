//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// Ids of the load balancers of the API server, as the cluster page of the console shows them.
    pub api_server_load_balancers: Vec<String>,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["apiServerLoadBalancers"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "apiServerLoadBalancers" => Some(self.api_server_load_balancers.assign(json)),
            _ => None,
        }
    }
}
