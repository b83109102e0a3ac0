//! The pods of an object.

use alloc::vec::Vec;

use super::view::{Spec, Workload};
use crate::object_meta::{Object, ObjectMeta};
use crate::request::Request;

/// A pod specification in an object.
#[derive(Debug, Clone)]
pub struct Pod<'r, 'a> {
    /// Path of the specification, such as `spec.template.spec`.
    pub path: &'static str,
    /// Metadata of the pod or of the template.
    pub metadata: &'r ObjectMeta<'a>,
    /// The specification.
    pub spec: &'r Spec<'a>,
}

impl<'a> Workload<'a> {
    /// Every pod specification in the object. A `spec` counts as one if it has containers, volumes or sysctls.
    pub fn pods(&self) -> Vec<Pod<'_, 'a>> {
        let mut pods = Vec::new();
        if !self.spec.containers.is_empty()
            || !self.spec.ephemeral_containers.is_empty()
            || !self.spec.init_containers.is_empty()
            || !self.spec.volumes.is_empty()
            || !self.spec.security_context.sysctls.is_empty()
        {
            pods.push(Pod { path: "spec", metadata: &self.metadata, spec: &self.spec });
        }
        if let Some(t) = &self.template {
            pods.push(Pod { path: "template.spec", metadata: &t.metadata, spec: &t.spec });
        }
        if let Some(t) = &self.spec.template {
            pods.push(Pod { path: "spec.template.spec", metadata: &t.metadata, spec: &t.spec });
        }
        if let Some(t) = self.spec.job_template.as_ref().and_then(|job| job.spec.template.as_ref()) {
            pods.push(Pod { path: "spec.jobTemplate.spec.template.spec", metadata: &t.metadata, spec: &t.spec });
        }
        pods
    }
}

/// The annotation of mirror pods (`corev1.MirrorPodAnnotationKey`).
const MIRROR: &str = "kubernetes.io/config.mirror";

/// Whether an object is a mirror pod, with which a kubelet represents a static pod in the API. The pod itself runs already.
/// Only requests of kubelets count: the API server lets nobody else create mirror pods that run.
pub fn is_mirror<'a, O: Object<'a>>(req: &Request<'a, O>, metadata: &ObjectMeta<'_>) -> bool {
    req.user.username.starts_with("system:node:") && metadata.annotations.get(MIRROR).is_some()
}
