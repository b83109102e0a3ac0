//! Custom resources that make pods, and where their pods are described.
//!
//! In a cluster a rule sees these pods when they are created. Where only the documents are there, nobody else would see them,
//! so hosts take the pods out of the objects. Kinds, versions and places are those of the CustomResourceDefinitions in the
//! repositories of OpenKruise, Argo Rollouts, Argo Workflows, Knative Serving, Volcano, KubeRay, the operators of Flink, Spark
//! and MPI, the Kubeflow Trainer, JobSet and LeaderWorkerSet, and of the types of KubeVirt's API, as of August 2026; those of
//! Kubeflow's training operator are the ones of its last release.

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

/// A place in an object where pods are described. `[*]` in a path stands for every element of a list, `*` for every member of
/// an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PodPlace {
    /// A pod template.
    Template(&'static str),
    /// Containers and volumes, as in the specification of a pod.
    Spec(&'static str),
    /// The specification of an Argo workflow, whose `templates` are steps that run in pods.
    Workflow(&'static str),
    /// The specification of a Spark application, which describes the pods of its driver and its executors.
    Spark(&'static str),
    /// The specification of a virtual machine of KubeVirt, whose disks may be files of the node.
    VirtualMachine(&'static str),
}

const KRUISE: &str = "apps.kruise.io";
const ARGO: &str = "argoproj.io";
const KNATIVE: &str = "serving.knative.dev";
const KUBEVIRT: &str = "kubevirt.io";
const RAY: &str = "ray.io";
const KUBEFLOW: &str = "kubeflow.org";
const TRAINER: &str = "trainer.kubeflow.org";
const SPARK: &str = "sparkoperator.k8s.io";

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
    // Containers that OpenKruise adds to running pods.
    custom(
        Kind::namespaced(KRUISE, &["v1alpha1"], "EphemeralJob", "ephemeraljobs"),
        JOB,
        &[PodPlace::Spec("spec.template")],
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
    custom(Kind::namespaced(KNATIVE, &["v1"], "Revision", "revisions"), DEPLOYMENT, &[PodPlace::Spec("spec")]),
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
    custom(
        Kind::namespaced(RAY, &["v1", "v1alpha1"], "RayCluster", "rayclusters"),
        JOB,
        &[PodPlace::Template("spec.headGroupSpec.template"), PodPlace::Template("spec.workerGroupSpecs[*].template")],
    ),
    custom(
        Kind::namespaced(RAY, &["v1", "v1alpha1"], "RayJob", "rayjobs"),
        JOB,
        &[
            PodPlace::Template("spec.rayClusterSpec.headGroupSpec.template"),
            PodPlace::Template("spec.rayClusterSpec.workerGroupSpecs[*].template"),
            PodPlace::Template("spec.submitterPodTemplate"),
        ],
    ),
    custom(
        Kind::namespaced(RAY, &["v1"], "RayCronJob", "raycronjobs"),
        JOB,
        &[
            PodPlace::Template("spec.jobTemplate.rayClusterSpec.headGroupSpec.template"),
            PodPlace::Template("spec.jobTemplate.rayClusterSpec.workerGroupSpecs[*].template"),
            PodPlace::Template("spec.jobTemplate.submitterPodTemplate"),
        ],
    ),
    custom(
        Kind::namespaced(RAY, &["v1", "v1alpha1"], "RayService", "rayservices"),
        JOB,
        &[
            PodPlace::Template("spec.rayClusterConfig.headGroupSpec.template"),
            PodPlace::Template("spec.rayClusterConfig.workerGroupSpecs[*].template"),
        ],
    ),
    custom(
        Kind::namespaced(KUBEFLOW, &["v1"], "PyTorchJob", "pytorchjobs"),
        JOB,
        &[PodPlace::Template("spec.pytorchReplicaSpecs.*.template")],
    ),
    custom(
        Kind::namespaced(KUBEFLOW, &["v1"], "TFJob", "tfjobs"),
        JOB,
        &[PodPlace::Template("spec.tfReplicaSpecs.*.template")],
    ),
    custom(
        Kind::namespaced(KUBEFLOW, &["v1"], "XGBoostJob", "xgboostjobs"),
        JOB,
        &[PodPlace::Template("spec.xgbReplicaSpecs.*.template")],
    ),
    custom(
        Kind::namespaced(KUBEFLOW, &["v1"], "PaddleJob", "paddlejobs"),
        JOB,
        &[PodPlace::Template("spec.paddleReplicaSpecs.*.template")],
    ),
    custom(
        Kind::namespaced(KUBEFLOW, &["v1"], "JAXJob", "jaxjobs"),
        JOB,
        &[PodPlace::Template("spec.jaxReplicaSpecs.*.template")],
    ),
    custom(
        Kind::namespaced(KUBEFLOW, &["v2beta1", "v1"], "MPIJob", "mpijobs"),
        JOB,
        &[PodPlace::Template("spec.mpiReplicaSpecs.*.template")],
    ),
    custom(
        Kind::namespaced(TRAINER, &["v1alpha1"], "TrainingRuntime", "trainingruntimes"),
        JOB,
        &[PodPlace::Template("spec.template.spec.replicatedJobs[*].template.spec.template")],
    ),
    custom(
        Kind::cluster(TRAINER, &["v1alpha1"], "ClusterTrainingRuntime", "clustertrainingruntimes"),
        JOB,
        &[PodPlace::Template("spec.template.spec.replicatedJobs[*].template.spec.template")],
    ),
    custom(
        Kind::namespaced("jobset.x-k8s.io", &["v1alpha2"], "JobSet", "jobsets"),
        JOB,
        &[PodPlace::Template("spec.replicatedJobs[*].template.spec.template")],
    ),
    custom(
        Kind::namespaced("leaderworkerset.x-k8s.io", &["v1"], "LeaderWorkerSet", "leaderworkersets"),
        STATEFUL_SET,
        &[
            PodPlace::Template("spec.leaderWorkerTemplate.leaderTemplate"),
            PodPlace::Template("spec.leaderWorkerTemplate.workerTemplate"),
        ],
    ),
    custom(
        Kind::namespaced(SPARK, &["v1beta2"], "SparkApplication", "sparkapplications"),
        JOB,
        &[PodPlace::Spark("spec")],
    ),
    custom(
        Kind::namespaced(SPARK, &["v1beta2"], "ScheduledSparkApplication", "scheduledsparkapplications"),
        JOB,
        &[PodPlace::Spark("spec.template")],
    ),
    custom(
        Kind::namespaced("flink.apache.org", &["v1beta1"], "FlinkDeployment", "flinkdeployments"),
        JOB,
        &[
            PodPlace::Template("spec.podTemplate"),
            PodPlace::Template("spec.jobManager.podTemplate"),
            PodPlace::Template("spec.taskManager.podTemplate"),
        ],
    ),
];
