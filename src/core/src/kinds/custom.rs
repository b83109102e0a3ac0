//! Custom resources that make pods, and where their pods are described.
//!
//! In a cluster a rule sees these pods when they are created. Where only the documents are there, nobody else would see them,
//! so hosts take the pods out of the objects. Kinds, versions and places are those of the CustomResourceDefinitions in the
//! repositories of OpenKruise, Argo Rollouts, Argo Workflows, Knative Serving and Volcano, and of the types of KubeVirt's API,
//! as of August 2026.

use super::{DAEMON_SET, DEPLOYMENT, JOB, Kind, STATEFUL_SET};

/// A custom resource that makes pods.
#[derive(Debug)]
pub struct CustomWorkload {
    /// The kind.
    pub kind: Kind,
    /// The kind of Kubernetes that treats its pods alike.
    pub acts_as: &'static Kind,
    /// The places of its pods.
    pub pods: &'static [PodPlace],
}

/// A place in an object where pods are described. `[*]` in a path stands for every element of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PodPlace {
    /// A pod template.
    Template(&'static str),
    /// Containers and volumes, as in the specification of a pod.
    Spec(&'static str),
    /// The specification of an Argo workflow, whose `templates` are steps that run in pods.
    Workflow(&'static str),
    /// The specification of a virtual machine of KubeVirt, whose disks may be files of the node.
    VirtualMachine(&'static str),
}

const KRUISE: &str = "apps.kruise.io";
const ARGO: &str = "argoproj.io";
const KNATIVE: &str = "serving.knative.dev";
const KUBEVIRT: &str = "kubevirt.io";

const fn custom(kind: Kind, acts_as: &'static Kind, pods: &'static [PodPlace]) -> CustomWorkload {
    CustomWorkload { kind, acts_as, pods }
}

const TEMPLATE: &[PodPlace] = &[PodPlace::Template("spec.template")];
const WORKFLOW: &[PodPlace] = &[PodPlace::Workflow("spec")];

/// The custom resources that make pods.
pub static CUSTOM_WORKLOADS: &[CustomWorkload] = &[
    custom(Kind::namespaced(KRUISE, &["v1alpha1", "v1beta1"], "CloneSet", "clonesets"), DEPLOYMENT, TEMPLATE),
    custom(Kind::namespaced(KRUISE, &["v1alpha1", "v1beta1"], "DaemonSet", "daemonsets"), DAEMON_SET, TEMPLATE),
    custom(Kind::namespaced(KRUISE, &["v1beta1", "v1alpha1"], "StatefulSet", "statefulsets"), STATEFUL_SET, TEMPLATE),
    custom(Kind::namespaced(KRUISE, &["v1alpha1", "v1beta1"], "BroadcastJob", "broadcastjobs"), JOB, TEMPLATE),
    custom(
        Kind::namespaced(KRUISE, &["v1alpha1", "v1beta1"], "AdvancedCronJob", "advancedcronjobs"),
        JOB,
        &[
            PodPlace::Template("spec.template.jobTemplate.spec.template"),
            PodPlace::Template("spec.template.broadcastJobTemplate.spec.template"),
        ],
    ),
    custom(
        Kind::namespaced(KRUISE, &["v1alpha1", "v1beta1"], "UnitedDeployment", "uniteddeployments"),
        DEPLOYMENT,
        &[
            PodPlace::Template("spec.template.statefulSetTemplate.spec.template"),
            PodPlace::Template("spec.template.advancedStatefulSetTemplate.spec.template"),
            PodPlace::Template("spec.template.cloneSetTemplate.spec.template"),
            PodPlace::Template("spec.template.deploymentTemplate.spec.template"),
        ],
    ),
    custom(
        Kind::cluster(KRUISE, &["v1alpha1", "v1beta1"], "SidecarSet", "sidecarsets"),
        DEPLOYMENT,
        &[PodPlace::Spec("spec")],
    ),
    custom(Kind::namespaced(ARGO, &["v1alpha1"], "Rollout", "rollouts"), DEPLOYMENT, TEMPLATE),
    custom(Kind::namespaced(ARGO, &["v1alpha1"], "Workflow", "workflows"), JOB, WORKFLOW),
    custom(Kind::namespaced(ARGO, &["v1alpha1"], "WorkflowTemplate", "workflowtemplates"), JOB, WORKFLOW),
    custom(Kind::cluster(ARGO, &["v1alpha1"], "ClusterWorkflowTemplate", "clusterworkflowtemplates"), JOB, WORKFLOW),
    custom(
        Kind::namespaced(ARGO, &["v1alpha1"], "CronWorkflow", "cronworkflows"),
        JOB,
        &[PodPlace::Workflow("spec.workflowSpec")],
    ),
    custom(Kind::namespaced(KNATIVE, &["v1"], "Service", "services"), DEPLOYMENT, TEMPLATE),
    custom(Kind::namespaced(KNATIVE, &["v1"], "Configuration", "configurations"), DEPLOYMENT, TEMPLATE),
    custom(
        Kind::namespaced("batch.volcano.sh", &["v1alpha1"], "Job", "jobs"),
        JOB,
        &[PodPlace::Template("spec.tasks[*].template")],
    ),
    custom(
        Kind::namespaced("batch.volcano.sh", &["v1alpha1"], "CronJob", "cronjobs"),
        JOB,
        &[PodPlace::Template("spec.jobTemplate.spec.tasks[*].template")],
    ),
    custom(
        Kind::namespaced("flow.volcano.sh", &["v1alpha1"], "JobTemplate", "jobtemplates"),
        JOB,
        &[PodPlace::Template("spec.tasks[*].template")],
    ),
    custom(
        Kind::namespaced(KUBEVIRT, &["v1", "v1alpha3"], "VirtualMachine", "virtualmachines"),
        STATEFUL_SET,
        &[PodPlace::VirtualMachine("spec.template.spec")],
    ),
    custom(
        Kind::namespaced(KUBEVIRT, &["v1", "v1alpha3"], "VirtualMachineInstance", "virtualmachineinstances"),
        STATEFUL_SET,
        &[PodPlace::VirtualMachine("spec")],
    ),
    custom(
        Kind::namespaced(
            KUBEVIRT,
            &["v1", "v1alpha3"],
            "VirtualMachineInstanceReplicaSet",
            "virtualmachineinstancereplicasets",
        ),
        STATEFUL_SET,
        &[PodPlace::VirtualMachine("spec.template.spec")],
    ),
    custom(
        Kind::namespaced("pool.kubevirt.io", &["v1beta1", "v1alpha1"], "VirtualMachinePool", "virtualmachinepools"),
        STATEFUL_SET,
        &[PodPlace::VirtualMachine("spec.virtualMachineTemplate.spec.template.spec")],
    ),
];
