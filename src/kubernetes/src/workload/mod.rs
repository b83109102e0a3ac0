//! One view of every object with pods in it, and of the objects that lead to pods: PersistentVolumes, StorageClasses,
//! ConfigMaps and the options of `kubectl exec`.
//!
//! Pod, PodTemplate, ReplicationController, ReplicaSet, Deployment, StatefulSet, DaemonSet, Job and CronJob keep their pod
//! specification in different places, under field names that never conflict. The same is true of the other kinds. So one
//! recursive view reads any of them in one pass, and [`Workload::pods`] returns the pod specifications with their paths.

mod pod;
mod requests;
mod view;

pub use pod::{Pod, is_mirror};
pub use requests::{CONFIG_MAPS, CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC, PERSISTENT_VOLUMES};
pub use view::*;
