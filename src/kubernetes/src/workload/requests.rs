//! Tables of requests for [`RuleMetadata::requests`](redline_core::rule::RuleMetadata::requests).

use redline_core::kinds;
use redline_core::request_match::{CONNECT, CREATE_UPDATE, Interest, RequestMatch, on};

/// Creation and update of pods, ephemeral containers included, and of the core kinds that carry them.
pub const CORE_WORKLOADS: &[RequestMatch] = &[
    on(CREATE_UPDATE, kinds::POD),
    on(CREATE_UPDATE, kinds::POD).sub("ephemeralcontainers"),
    on(CREATE_UPDATE, kinds::POD_TEMPLATE),
    on(CREATE_UPDATE, kinds::REPLICATION_CONTROLLER),
];

/// Creation and update of the workloads in `apps` and `batch`.
pub const CONTROLLED_WORKLOADS: &[RequestMatch] = &[
    on(CREATE_UPDATE, kinds::DAEMON_SET),
    on(CREATE_UPDATE, kinds::DEPLOYMENT),
    on(CREATE_UPDATE, kinds::REPLICA_SET),
    on(CREATE_UPDATE, kinds::STATEFUL_SET),
    on(CREATE_UPDATE, kinds::CRON_JOB),
    on(CREATE_UPDATE, kinds::JOB),
];

/// `kubectl exec` and `kubectl attach`.
pub const EXEC: &[RequestMatch] = &[on(CONNECT, kinds::POD).sub("attach"), on(CONNECT, kinds::POD).sub("exec")];

/// Creation and update of PersistentVolumes.
pub const PERSISTENT_VOLUMES: &[RequestMatch] = &[on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME)];

/// Creation and update of ConfigMaps that may set kernel parameters.
pub const CONFIG_MAPS: &[RequestMatch] = &[on(CREATE_UPDATE, kinds::CONFIG_MAP).of(Interest::KernelParameters)];
