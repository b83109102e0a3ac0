use serde_json::{Value, json};

use super::*;
use crate::{AdmissionRequest, Operation, RequestSpec, Requester};

fn requests(object: Value, old: Option<Value>) -> Vec<PodRequest> {
    let operation = if old.is_some() { Operation::Update } else { Operation::Create };
    let spec = RequestSpec { operation, requester: Requester::new("alice"), old, dry_run: false };
    pod_requests(&AdmissionRequest::for_object(object, &spec).unwrap().into_json())
}

fn object(api_version: &str, kind: &str, spec: Value) -> Value {
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "a", "namespace": "shop"}, "spec": spec})
}

fn pod() -> Value {
    json!({"containers": [{"name": "c", "image": "busybox"}]})
}

/// The path in the resource of the first container of each request.
fn containers(object: Value) -> Vec<String> {
    let requests = requests(object, None);
    requests.iter().map(|request| request.path("spec.template.spec.containers[0].image")).collect()
}

#[test]
fn pods_are_found_where_the_schemas_have_them() {
    let template = json!({"template": {"spec": pod()}});
    let nested = |name: &str| json!({"template": {name: {"spec": {"template": {"spec": pod()}}}}});
    let workflow = json!({"templates": [{"name": "all", "steps": [[{"name": "one", "template": "b"}]]},
                                        {"name": "b", "container": {"image": "busybox"}}]});
    for (api_version, kind, spec, want) in [
        ("apps.kruise.io/v1alpha1", "CloneSet", template.clone(), "spec.template.spec.containers[0]"),
        ("apps.kruise.io/v1beta1", "StatefulSet", template.clone(), "spec.template.spec.containers[0]"),
        ("apps.kruise.io/v1alpha1", "SidecarSet", pod(), "spec.containers[0]"),
        (
            "apps.kruise.io/v1alpha1",
            "AdvancedCronJob",
            nested("broadcastJobTemplate"),
            "spec.template.broadcastJobTemplate.spec.template.spec.containers[0]",
        ),
        (
            "apps.kruise.io/v1alpha1",
            "UnitedDeployment",
            nested("cloneSetTemplate"),
            "spec.template.cloneSetTemplate.spec.template.spec.containers[0]",
        ),
        ("argoproj.io/v1alpha1", "Rollout", template.clone(), "spec.template.spec.containers[0]"),
        ("argoproj.io/v1alpha1", "Workflow", workflow.clone(), "spec.templates[1].container"),
        (
            "argoproj.io/v1alpha1",
            "CronWorkflow",
            json!({"workflowSpec": workflow}),
            "spec.workflowSpec.templates[1].container",
        ),
        ("serving.knative.dev/v1", "Service", template.clone(), "spec.template.spec.containers[0]"),
        (
            "batch.volcano.sh/v1alpha1",
            "Job",
            json!({"tasks": [{"name": "t", "replicas": 2, "template": {"spec": pod()}}]}),
            "spec.tasks[0].template.spec.containers[0]",
        ),
        (
            "kubeflow.org/v1",
            "PyTorchJob",
            json!({"pytorchReplicaSpecs": {"Worker": {"replicas": 4, "template": {"spec": pod()}}}}),
            "spec.pytorchReplicaSpecs.Worker.template.spec.containers[0]",
        ),
        (
            "ray.io/v1",
            "RayJob",
            json!({"rayClusterSpec": {"workerGroupSpecs": [{"groupName": "w", "template": {"spec": pod()}}]}}),
            "spec.rayClusterSpec.workerGroupSpecs[0].template.spec.containers[0]",
        ),
        (
            "flink.apache.org/v1beta1",
            "FlinkDeployment",
            json!({"taskManager": {"podTemplate": {"spec": pod()}}}),
            "spec.taskManager.podTemplate.spec.containers[0]",
        ),
    ] {
        assert_eq!(containers(object(api_version, kind, spec)), [format!("{want}.image")], "{kind}");
    }
    assert!(containers(object("example.com/v1", "CloneSet", template.clone())).is_empty());
    assert!(containers(object("apps/v1", "Deployment", template)).is_empty(), "the rules match it anyway");
    assert!(containers(object("argoproj.io/v1alpha1", "Rollout", json!({"workloadRef": {"name": "web"}}))).is_empty());
}

#[test]
fn the_request_is_that_of_a_workload_of_kubernetes() {
    let made = requests(object("apps.kruise.io/v1alpha1", "DaemonSet", json!({"template": {"spec": pod()}})), None);
    let request = &made[0].request;
    assert_eq!(request["resource"], json!({"group": "apps", "version": "v1", "resource": "daemonsets"}));
    assert_eq!((&request["kind"]["group"], &request["kind"]["kind"]), (&json!("apps.kruise.io"), &json!("DaemonSet")));
    assert_eq!((&request["name"], &request["oldObject"]), (&json!("a"), &Value::Null));
    let text = made[0].to_json();
    assert!(text.starts_with(r#"{"resource":{"#), "{text}");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), *request);
    let task = json!({"name": "t", "replicas": 2, "template": {"spec": pod()}});
    let made = requests(object("batch.volcano.sh/v1alpha1", "Job", json!({"tasks": [task]})), None);
    assert_eq!(made[0].request["object"]["spec"]["replicas"], 2);
}

#[test]
fn only_changed_descriptions_are_in_an_update() {
    let step = |name: &str, image: &str| json!({"name": name, "container": {"image": image}});
    let flow = |templates: Value| object("argoproj.io/v1alpha1", "WorkflowTemplate", json!({"templates": templates}));
    let made = requests(
        flow(json!([step("new", "x"), step("a", "x"), step("b", "y")])),
        Some(flow(json!([step("a", "x"), step("b", "x")]))),
    );
    let image = |request: &PodRequest, member: &str| {
        request.request[member]["spec"]["template"]["spec"]["containers"][0]["image"].clone()
    };
    let found: Vec<_> =
        made.iter().map(|r| (r.path("spec.template.spec"), image(r, "oldObject"), image(r, "object"))).collect();
    assert_eq!(
        found,
        [
            ("spec.templates[0]".to_owned(), Value::Null, json!("x")),
            ("spec.templates[2]".to_owned(), json!("x"), json!("y"))
        ]
    );
}

#[test]
fn steps_of_workflows_have_the_volumes_and_scripts_that_argo_gives_them() {
    let made = requests(
        object(
            "argoproj.io/v1alpha1",
            "Workflow",
            json!({
                "hostNetwork": true, "volumes": [{"name": "host", "hostPath": {"path": "/"}}],
                "templates": [{"name": "s", "script": {"image": "alpine", "command": ["sh"], "source": "ls"},
                               "sidecars": [{"name": "side"}], "volumes": [{"name": "own", "emptyDir": {}}]}],
            }),
        ),
        None,
    );
    let pod = &made[0].request["object"]["spec"]["template"]["spec"];
    assert_eq!((&pod["hostNetwork"], &pod["containers"][0]["args"]), (&json!(true), &json!(["-c", "ls"])));
    for (path, want) in [
        ("containers[0].args[1]", "spec.templates[0].script.source"),
        ("containers[1]", "spec.templates[0].sidecars[0]"),
        ("volumes[1].hostPath.path", "spec.volumes[0].hostPath.path"),
        ("volumes[0]", "spec.templates[0].volumes[0]"),
        ("hostNetwork", "spec.hostNetwork"),
    ] {
        assert_eq!(made[0].path(&format!("spec.template.spec.{path}")), want);
    }
}

#[test]
fn disks_of_virtual_machines_may_be_files_of_the_node() {
    let volumes = json!([{"name": "root", "containerDisk": {"image": "x"}},
                         {"name": "data", "hostDisk": {"path": "/etc/kubernetes/disk.img", "type": "DiskOrCreate"}}]);
    let machine = json!({"template": {"spec": {"domain": {}, "volumes": volumes}}});
    let made = requests(object("kubevirt.io/v1", "VirtualMachine", machine), None);
    let pod = &made[0].request["object"]["spec"]["template"]["spec"];
    assert_eq!(pod["volumes"], json!([{"name": "data", "hostPath": {"path": "/etc/kubernetes"}}]));
    assert_eq!(
        made[0].path("spec.template.spec.volumes[0].hostPath.path"),
        "spec.template.spec.volumes[1].hostDisk.path"
    );
    let without = json!({"template": {"spec": {"domain": {}, "volumes": []}}});
    assert!(requests(object("kubevirt.io/v1", "VirtualMachine", without), None).is_empty());
}

#[test]
fn templates_of_workflows_take_defaults_and_patches() {
    let patch = "containers:\n- name: main\n  securityContext: {privileged: true}\n  \
                 volumeMounts: [{name: late, mountPath: /late}]\nvolumes: [{name: late, hostPath: {path: /srv}}]\n";
    let made = requests(
        object(
            "argoproj.io/v1alpha1",
            "Workflow",
            json!({
                "podSpecPatch": "{\"hostPID\": true}",
                "templateDefaults": {
                    "container": {"volumeMounts": [{"name": "host", "mountPath": "/host"}]},
                    "script": {"image": "unused"},
                    "volumes": [{"name": "host", "hostPath": {"path": "/"}}],
                },
                "templates": [
                    {"name": "work", "container": {"image": "alpine"}, "volumes": [{"name": "own", "emptyDir": {}}],
                     "podSpecPatch": patch},
                    {"name": "later", "container": {"image": "alpine"}, "podSpecPatch": "{{inputs.parameters.patch}"},
                ],
            }),
        ),
        None,
    );
    let pod = &made[0].request["object"]["spec"]["template"]["spec"];
    assert_eq!(pod["hostPID"], true);
    assert_eq!(pod["containers"].as_array().map(Vec::len), Some(1));
    assert_eq!(pod["containers"][0]["securityContext"]["privileged"], true);
    assert_eq!(pod["containers"][0]["volumeMounts"].as_array().map(Vec::len), Some(2));
    for (path, want) in [
        ("containers[0].image", "spec.templates[0].container.image"),
        ("containers[0].volumeMounts[0]", "spec.templateDefaults.container.volumeMounts[0]"),
        ("containers[0].securityContext.privileged", "spec.templates[0].podSpecPatch"),
        ("containers[0].volumeMounts[1]", "spec.templates[0].podSpecPatch"),
        ("volumes[0]", "spec.templates[0].volumes[0]"),
        ("volumes[1].hostPath.path", "spec.templateDefaults.volumes[0].hostPath.path"),
        ("volumes[2].hostPath.path", "spec.templates[0].podSpecPatch"),
        ("hostPID", "spec.podSpecPatch"),
    ] {
        assert_eq!(made[0].path(&format!("spec.template.spec.{path}")), want);
    }
    assert_eq!(made[1].path("spec.template.spec.containers[0].image"), "spec.templates[1].container.image");
    assert_eq!(
        made[1].path("spec.template.spec.containers[0].volumeMounts[0]"),
        "spec.templateDefaults.container.volumeMounts[0]"
    );
}

#[test]
fn pods_of_spark_applications_are_joined_from_their_templates_and_members() {
    let template = json!({"spec": {"containers": [{"name": "d", "volumeMounts": [{"name": "a", "mountPath": "/a"}]}],
                                   "volumes": [{"name": "a", "emptyDir": {}}]}});
    let application = json!({
        "volumes": [{"name": "host", "hostPath": {"path": "/data"}}],
        "driver": {"template": template, "volumeMounts": [{"name": "host", "mountPath": "/data"}], "serviceAccount": "spark"},
        "executor": {"instances": 3, "securityContext": {"privileged": true}},
    });
    let made = requests(object("sparkoperator.k8s.io/v1beta2", "SparkApplication", application), None);
    assert_eq!(made.len(), 2);
    let pod = &made[0].request["object"]["spec"]["template"]["spec"];
    assert_eq!(pod["serviceAccountName"], "spark");
    assert_eq!(pod["containers"][0]["volumeMounts"].as_array().map(Vec::len), Some(2));
    for (made, path, want) in [
        (&made[0], "containers[0].volumeMounts[0]", "spec.driver.template.spec.containers[0].volumeMounts[0]"),
        (&made[0], "containers[0].volumeMounts[1]", "spec.driver.volumeMounts[0]"),
        (&made[0], "volumes[1].hostPath.path", "spec.volumes[0].hostPath.path"),
        (&made[1], "volumes[0].hostPath.path", "spec.volumes[0].hostPath.path"),
        (&made[1], "containers[0].securityContext.privileged", "spec.executor.securityContext.privileged"),
    ] {
        assert_eq!(made.path(&format!("spec.template.spec.{path}")), want);
    }
}

#[test]
fn malformed_resources_have_no_pods() {
    for (version, kind, spec) in [
        ("argoproj.io/v1alpha1", "Workflow", json!({"templateDefaults": {"container": {}}, "templates": ["x", 1]})),
        ("sparkoperator.k8s.io/v1beta2", "SparkApplication", json!({"driver": "x", "executor": []})),
        ("kubeflow.org/v1", "TFJob", json!({"tfReplicaSpecs": ["x"]})),
    ] {
        assert!(requests(object(version, kind, spec), None).is_empty(), "{kind}");
    }
    let odd = json!({"driver": {"template": {"spec": {"containers": ["x"], "volumes": "y"}}, "volumeMounts": 1}});
    assert_eq!(requests(object("sparkoperator.k8s.io/v1beta2", "SparkApplication", odd), None).len(), 1);
}
