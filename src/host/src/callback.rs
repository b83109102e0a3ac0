//! The calls that a guest may make to its host: logging and, if a cluster is attached, look-ups.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use wapc::HostCallback;

use crate::cluster::Cluster;
use crate::metadata::Metadata;

/// The guest that calls, and what it may see.
pub(crate) struct Call {
    policy: Arc<str>,
    metadata: Option<Arc<Metadata>>,
    /// The objects that look-ups of the present call find.
    pub(crate) cluster: Option<Cluster>,
}

impl Call {
    pub(crate) fn new(policy: Arc<str>, metadata: Option<Arc<Metadata>>) -> Self {
        Call { policy, metadata, cluster: None }
    }

    /// Answers a call. The guest gets errors as text.
    fn answer(&self, binding: &str, namespace: &str, operation: &str, payload: &[u8]) -> Result<Vec<u8>, String> {
        match (binding, namespace, operation) {
            ("kubewarden", "tracing", "log") => {
                write_log(&self.policy, payload);
                Ok(Vec::new())
            }
            ("kubewarden", "kubernetes", _) => match &self.cluster {
                Some(cluster) => {
                    let metadata = self.metadata.as_deref();
                    cluster.answer(metadata.map(|m| &m.context_aware_resources), operation, payload)
                }
                None => Err("policy has not been granted access to the cluster: none is attached".to_owned()),
            },
            ("kubewarden", _, _) => Err(format!("this host has no capability `{namespace}/{operation}`")),
            _ => Err(format!("unknown binding `{binding}`; this host answers to `kubewarden`")),
        }
    }
}

/// The callback of a waPC host.
pub(crate) fn callback(call: Arc<Mutex<Call>>) -> Box<HostCallback> {
    Box::new(move |_, binding, namespace, operation, payload| {
        let call = call.lock().unwrap_or_else(|e| e.into_inner());
        call.answer(binding, namespace, operation, payload).map_err(Into::into)
    })
}

/// Logs an entry of a policy: `{"level": ..., "message": ..., ...}`, or any other text.
fn write_log(policy: &str, payload: &[u8]) {
    let entry: Value = serde_json::from_slice(payload).unwrap_or_default();
    let level = match entry["level"].as_str().unwrap_or_default().to_ascii_lowercase().as_str() {
        "trace" => log::Level::Trace,
        "debug" => log::Level::Debug,
        "warning" | "warn" => log::Level::Warn,
        "error" => log::Level::Error,
        _ => log::Level::Info,
    };
    match entry["message"].as_str() {
        Some(message) => log::log!(target: "policy", level, "{policy}: {message}"),
        None => log::log!(target: "policy", level, "{policy}: {}", String::from_utf8_lossy(payload)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_calls_are_refused_by_name() {
        let call = Call::new("p".into(), None);
        let ask = |binding, namespace, operation| call.answer(binding, namespace, operation, b"{}");
        assert_eq!(ask("kubewarden", "tracing", "log"), Ok(Vec::new()));
        for (binding, namespace, operation, message) in [
            ("other", "tracing", "log", "unknown binding `other`; this host answers to `kubewarden`"),
            ("kubewarden", "oci", "v1/verify", "this host has no capability `oci/v1/verify`"),
            ("kubewarden", "tracing", "x", "this host has no capability `tracing/x`"),
            (
                "kubewarden",
                "kubernetes",
                "get_resource",
                "policy has not been granted access to the cluster: none is attached",
            ),
        ] {
            assert_eq!(ask(binding, namespace, operation), Err(message.to_owned()));
        }
    }
}
