//! What we read and write ourselves, held against the types of others: Kubewarden's SDK reads every answer of every
//! module, and the views of rules see in an object what `k8s-openapi` wrote into it.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetSpec};
use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, JobSpec, JobTemplateSpec};
use k8s_openapi::api::core::v1::{
    Capabilities, Container, ExecAction, HostPathVolumeSource, Lifecycle, LifecycleHandler, Pod, PodSecurityContext,
    PodSpec, PodTemplateSpec, Probe, SecurityContext, Sysctl, Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kubewarden_policy_sdk::metadata::ProtocolVersion;
use kubewarden_policy_sdk::response::ValidationResponse;
use kubewarden_policy_sdk::settings::SettingsValidationResponse;
use proptest::prelude::*;
use redline_dev::RULES;
use redline_e2e::{cases, host, module};
use redline_engine::json::read;
use redline_engine::kubernetes::workload::{self, Workload};
use serde_json::Value;

/// Reads an answer with a type of the SDK and writes it again. What is not in the answer comes back as null.
fn through<T: serde::de::DeserializeOwned + serde::Serialize>(answer: &[u8]) -> (Value, Value) {
    let read: T = serde_json::from_slice(answer).unwrap_or_else(|e| panic!("{}: {e}", String::from_utf8_lossy(answer)));
    let mut again = serde_json::to_value(read).unwrap();
    if let Some(members) = again.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    (serde_json::from_slice(answer).unwrap(), again)
}

#[test]
fn the_sdk_reads_every_answer_and_loses_nothing() {
    let host = host();
    for rule in RULES {
        let module = module(&host, rule.id());
        let version: ProtocolVersion =
            serde_json::from_slice(&module.call("protocol_version", b"", None).unwrap()).unwrap();
        assert_eq!(version, ProtocolVersion::V1, "{}", rule.id());
        for case in cases(rule) {
            let Ok(payload) = case.payload() else { continue };
            let (ours, theirs) = through::<ValidationResponse>(&module.call("validate", &payload, None).unwrap());
            assert_eq!(ours, theirs, "{} {}", rule.id(), case.name());
        }
        for settings in [&b"{}"[..], b"{\"enforcment\":\"deny\"}", b"{\"exempt\":{\"users\":\"x\"}}", b"[", b"\xff"] {
            let answer = module.call("validate_settings", settings, None).unwrap();
            let (ours, theirs) = through::<SettingsValidationResponse>(&answer);
            assert_eq!(ours, theirs, "{}", rule.id());
            assert_eq!(ours["valid"], settings == b"{}", "{}: {ours}", rule.id());
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z/.]{1,8}", Just("\u{4e2d}\"\\\n\u{1f600}".to_owned())]
}

fn texts() -> impl Strategy<Value = Option<Vec<String>>> {
    prop::option::of(prop::collection::vec(text(), 0..3))
}

fn map() -> impl Strategy<Value = Option<BTreeMap<String, String>>> {
    prop::option::of(prop::collection::btree_map(text(), text(), 0..3))
}

fn flag() -> impl Strategy<Value = Option<bool>> {
    prop::option::of(any::<bool>())
}

fn exec(command: Option<Vec<String>>) -> Option<ExecAction> {
    Some(ExecAction { command })
}

prop_compose! {
    fn container()(
        name in text(), image in prop::option::of(text()), command in texts(), args in texts(), probe in texts(),
        hook in texts(), privileged in flag(), add in texts(),
        mounts in prop::collection::vec((text(), text(), flag(), prop::option::of(text())), 0..3),
    ) -> Container {
        Container {
            name, image, command, args,
            liveness_probe: Some(Probe { exec: exec(probe), ..Probe::default() }),
            lifecycle: Some(Lifecycle {
                pre_stop: Some(LifecycleHandler { exec: exec(hook), ..LifecycleHandler::default() }),
                ..Lifecycle::default()
            }),
            security_context: Some(SecurityContext {
                privileged,
                capabilities: Some(Capabilities { add, drop: None }),
                ..SecurityContext::default()
            }),
            volume_mounts: Some(mounts.into_iter().map(|(name, mount_path, read_only, sub_path)| VolumeMount {
                name, mount_path, read_only, sub_path, ..VolumeMount::default()
            }).collect()),
            ..Container::default()
        }
    }
}

prop_compose! {
    fn specification()(
        containers in prop::collection::vec(container(), 1..3),
        init_containers in prop::option::of(prop::collection::vec(container(), 0..2)),
        host_network in flag(), host_pid in flag(), host_ipc in flag(),
        service_account_name in prop::option::of(text()), node_name in prop::option::of(text()), node_selector in map(),
        sysctls in prop::collection::vec((text(), text()), 0..3),
        volumes in prop::collection::vec((text(), prop::option::of(text())), 0..3),
    ) -> PodSpec {
        PodSpec {
            containers, init_containers, host_network, host_pid, host_ipc, service_account_name, node_name, node_selector,
            security_context: Some(PodSecurityContext {
                sysctls: Some(sysctls.into_iter().map(|(name, value)| Sysctl { name, value }).collect()),
                ..PodSecurityContext::default()
            }),
            volumes: Some(volumes.into_iter().map(|(name, path)| Volume {
                name,
                host_path: path.map(|path| HostPathVolumeSource { path, type_: None }),
                ..Volume::default()
            }).collect()),
            ..PodSpec::default()
        }
    }
}

prop_compose! {
    fn metadata()(
        name in prop::option::of(text()), namespace in prop::option::of(text()), labels in map(), annotations in map(),
        finalizers in texts(),
    ) -> ObjectMeta {
        ObjectMeta { name, namespace, labels, annotations, finalizers, ..ObjectMeta::default() }
    }
}

fn or_empty(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("")
}

fn as_list(texts: &Option<Vec<String>>) -> Vec<&str> {
    texts.iter().flatten().map(String::as_str).collect()
}

fn same_metadata(seen: &redline_engine::kubernetes::object_meta::ObjectMeta<'_>, typed: &ObjectMeta) {
    assert_eq!(seen.name, or_empty(&typed.name));
    assert_eq!(seen.namespace, or_empty(&typed.namespace));
    for (seen, typed) in [(&seen.labels, &typed.labels), (&seen.annotations, &typed.annotations)] {
        let seen: Vec<_> = seen.iter().map(|(key, value)| (key, &**value)).collect();
        let typed: Vec<_> = typed.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(seen, typed);
    }
    assert_eq!(seen.finalizers.iter().map(|f| &**f).collect::<Vec<_>>(), as_list(&typed.finalizers));
}

fn same_container(seen: &workload::Container<'_>, typed: &Container) {
    let list = |list: &redline_engine::json::List<redline_engine::json::Str<'_>>| {
        list.iter().map(|text| text.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(seen.name, *typed.name);
    assert_eq!(seen.image, or_empty(&typed.image));
    assert_eq!(list(&seen.command), as_list(&typed.command));
    assert_eq!(list(&seen.args), as_list(&typed.args));
    let probe = typed.liveness_probe.as_ref().and_then(|probe| probe.exec.as_ref());
    assert_eq!(list(&seen.liveness_probe.exec.command), as_list(&probe.unwrap().command));
    let hook = typed.lifecycle.as_ref().and_then(|lifecycle| lifecycle.pre_stop.as_ref()?.exec.as_ref());
    assert_eq!(list(&seen.lifecycle.pre_stop.exec.command), as_list(&hook.unwrap().command));
    let security = typed.security_context.as_ref().unwrap();
    assert_eq!(seen.security_context.privileged, security.privileged);
    assert_eq!(list(&seen.security_context.capabilities.add), as_list(&security.capabilities.as_ref().unwrap().add));
    let mounts = typed.volume_mounts.as_ref().unwrap();
    assert_eq!(seen.volume_mounts.len(), mounts.len());
    for (seen, typed) in seen.volume_mounts.iter().zip(mounts) {
        assert_eq!((&*seen.name, &*seen.mount_path), (&*typed.name, &*typed.mount_path));
        assert_eq!((seen.read_only, &*seen.sub_path), (typed.read_only, or_empty(&typed.sub_path)));
    }
}

fn same_pod(object: &impl serde::Serialize, path: &str, metadata: &ObjectMeta, typed: &PodSpec) {
    let json = serde_json::to_string(object).unwrap();
    let view: Workload<'_> = read(&json).unwrap();
    let pods = view.pods();
    assert_eq!(pods.iter().map(|pod| pod.path).collect::<Vec<_>>(), [path]);
    same_metadata(pods[0].metadata, metadata);
    let seen = pods[0].spec;
    assert_eq!((seen.host_network, seen.host_pid, seen.host_ipc), (typed.host_network, typed.host_pid, typed.host_ipc));
    assert_eq!(seen.service_account_name, or_empty(&typed.service_account_name));
    assert_eq!(seen.node_name, or_empty(&typed.node_name));
    let selector: Vec<_> = seen.node_selector.iter().map(|(key, value)| (key, &**value)).collect();
    let wanted: Vec<_> = typed.node_selector.iter().flatten().map(|(key, value)| (&**key, &**value)).collect();
    assert_eq!(selector, wanted);
    let containers = typed.containers.iter().chain(typed.init_containers.iter().flatten());
    let found: Vec<_> = seen.all_containers().map(|(_, _, container)| container).collect();
    assert_eq!(found.len(), containers.clone().count());
    for (seen, typed) in found.into_iter().zip(containers) {
        same_container(seen, typed);
    }
    let sysctls = typed.security_context.as_ref().and_then(|context| context.sysctls.as_ref()).unwrap();
    let found: Vec<_> = seen.security_context.sysctls.iter().map(|s| (&*s.name, &*s.value)).collect();
    assert_eq!(found, sysctls.iter().map(|s| (&*s.name, &*s.value)).collect::<Vec<_>>());
    let volumes = typed.volumes.as_ref().unwrap();
    let found: Vec<_> = seen.volumes.iter().map(|v| (&*v.name, v.host_path.as_ref().map(|h| &*h.path))).collect();
    let wanted: Vec<_> = volumes.iter().map(|v| (&*v.name, v.host_path.as_ref().map(|h| &*h.path))).collect();
    assert_eq!(found, wanted);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn views_read_what_typed_objects_hold(metadata in metadata(), spec in specification()) {
        let pod = Pod { metadata: metadata.clone(), spec: Some(spec.clone()), status: None };
        same_pod(&pod, "spec", &metadata, &spec);
        let template = PodTemplateSpec { metadata: Some(metadata.clone()), spec: Some(spec.clone()) };
        let daemon_set = DaemonSet {
            spec: DaemonSetSpec { template: template.clone(), ..DaemonSetSpec::default() },
            ..DaemonSet::default()
        };
        same_pod(&daemon_set, "spec.template.spec", &metadata, &spec);
        let job = JobTemplateSpec { spec: Some(JobSpec { template, ..JobSpec::default() }), metadata: None };
        let cron_job =
            CronJob { spec: CronJobSpec { job_template: job, ..CronJobSpec::default() }, ..CronJob::default() };
        same_pod(&cron_job, "spec.jobTemplate.spec.template.spec", &metadata, &spec);
    }
}
