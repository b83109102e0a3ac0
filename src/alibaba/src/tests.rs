//! Operations end to end: input, ownership, conditions, answers.

mod conditions;
mod hostile;

use super::*;
use redline_core::finding::Level;
use redline_core::language::Bilingual;
use redline_core::outcome::Outcome;
use redline_core::response::Response;
use redline_core::rule::{RuleDocs, RuleMetadata, Severity};
use redline_core::settings::RuleSettings;

const MESSAGE: Bilingual = Bilingual { en: "deletes {}", zh: "删除 {}" };

const ACTIONS: &[Action] = &[
    Action::call("ess", "DeleteScalingGroup", Class::ScalingGroup, MESSAGE),
    Action::call("ecs", "DeleteInstances", Class::Instance, MESSAGE).unless_dry_run(),
    Action::call("ess", "RemoveInstances", Class::Instance, MESSAGE)
        .related(&[(Class::ScalingGroup, &["ScalingGroupId"])]),
    Action::call("cs", "ScaleClusterNodePool", Class::NodePool, MESSAGE).warns(),
    Action::event("ecs", &["release", "delete"], Class::Instance, MESSAGE),
    Action::terraform("alicloud_instance", Change::Delete, Class::Instance, MESSAGE),
    Action::terraform("alicloud_instance", Change::Update, Class::Instance, MESSAGE)
        .when(When::Changes(&["security_groups"])),
    Action::terraform("alicloud_instance", Change::Update, Class::Instance, MESSAGE)
        .when(When::Becomes("renewal_status", &["NotRenewal"])),
    Action::terraform("alicloud_disk", Change::Any, Class::Disk, MESSAGE),
    Action::terraform("alicloud_slb_listener", Change::Any, Class::LoadBalancer, MESSAGE).ids(&["load_balancer_id"]),
];

struct Rule;

impl CloudRule for Rule {
    type Settings = Own;
    const METADATA: &'static RuleMetadata = &RuleMetadata::new("rule");
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &RuleDocs {
        title: MESSAGE,
        text: "",
        text_zh: "",
        severity: Severity::High,
        settings: &[],
        context: &[],
        background_audit: false,
    };
}

#[derive(Default)]
struct Own;
impl RuleSettings for Own {
    fn keys(&self) -> &'static [&'static str] {
        &["own"]
    }
    fn set(&mut self, key: &str, _: &str) -> Option<Result<(), String>> {
        (key == "own").then_some(Ok(()))
    }
}

fn answer(request: &str, settings: &str) -> Response {
    let payload = format!(r#"{{"settings":{settings},"request":{request}}}"#);
    Rule::validate(payload.as_bytes())
}

fn verdict(request: &str, settings: &str) -> &'static str {
    let answer = answer(request, settings);
    match (answer.accepted, answer.code) {
        (true, _) if answer.warnings.is_some() => "warn",
        (true, _) if answer.audit_annotations.is_some() => "exempt",
        (true, _) => "allow",
        (false, Some(400)) => "invalid",
        (false, _) => "deny",
    }
}

/// Reads an operation and looks at it.
fn with<T>(json: &str, look: impl Fn(&CloudOperation<'_>) -> T) -> T {
    let payload = format!(r#"{{"request":{json}}}"#);
    let mut found = None;
    input::read(payload.as_bytes(), &mut |operation, _| {
        found = Some(look(operation));
        Outcome::Allow
    })
    .unwrap();
    found.unwrap()
}

#[test]
fn an_openapi_call_is_read() {
    let json = r#"{"product":"Ess","action":"deleteScalingGroup","region":"cn-x","parameters":{"ForceDelete":true},
        "resource":{"id":"asg-1","tags":{"ack.aliyun.com":"c1"}},"identity":{"type":"ram-user","name":"bob"}}"#;
    with(json, |op| {
        let call = op.call().unwrap();
        assert!(call.is_action("ess", "DeleteScalingGroup") && !call.is_action("ecs", "DeleteScalingGroup"));
        assert_eq!((call.origin, &*call.region, &*call.resource_id), (Origin::Call, "cn-x", "asg-1"));
        assert_eq!(call.parameters.text("force_delete").as_deref(), Some("true"));
        assert_eq!((&*op.identity.kind, &*op.identity.name, op.product()), ("ram-user", "bob", "Ess"));
        assert_eq!(op.tags().unwrap().len(), 1);
    });
    assert_eq!(verdict(json, "{}"), "deny");
    assert_eq!(verdict(json, r#"{"exempt":{"users":["bob"]}}"#), "exempt");
    assert_eq!(verdict(json, r#"{"exempt":{"objects":["asg-1"]}}"#), "exempt");
}

#[test]
fn the_product_of_an_event_stands_in_one_of_two_members() {
    for source in [
        r#""serviceName":"Ess""#,
        r#""eventSource":"ess.aliyuncs.com""#,
        r#""eventSource":"ess.cn-hangzhou.aliyuncs.com""#,
        r#""serviceName":"","eventSource":"ess-cn-hangzhou-share.aliyuncs.com","eventVersion":1"#,
    ] {
        let event = format!(
            r#"{{"eventName":"DeleteScalingGroup","eventRW":"Write","errorCode":"",{source},
               "referencedResources":{{"ACS::ESS::ScalingGroup":["asg-1"],"Instance":["i-1"]}}}}"#
        );
        assert_eq!(verdict(&event, r#"{"scalingGroups":["asg-1"]}"#), "deny", "{event}");
        assert_eq!(verdict(&event, r#"{"scalingGroups":["i-1"],"complete":true}"#), "allow", "{event}");
        let failed = event.replace(r#""errorCode":"""#, r#""errorCode":"Forbidden""#);
        assert_eq!(verdict(&failed, r#"{"scalingGroups":["asg-1"]}"#), "allow");
        let read = event.replace("Write", "read");
        assert_eq!(verdict(&read, r#"{"scalingGroups":["asg-1"]}"#), "allow");
        for envelope in [format!(r#"{{"specversion":"1.0","data":{event}}}"#), {
            format!(r#"{{"__time__":1,"event":{}}}"#, serde_json::to_string(&event).unwrap())
        }] {
            assert_eq!(verdict(&envelope, r#"{"scalingGroups":["asg-1"]}"#), "deny", "{envelope}");
        }
    }
    assert_eq!(verdict(r#"{"eventName":"DeleteScalingGroup"}"#, "{}"), "invalid");
}

#[test]
fn an_event_refers_to_resources_in_several_spellings() {
    let event = |rest: &str| format!(r#"{{"eventName":"DeleteInstances","serviceName":"Ecs",{rest}}}"#);
    let ids = |rest: &str| with(&event(rest), |op| op.call().unwrap().referenced(&["ecs"], "Instance"));
    assert_eq!(ids(r#""referencedResources":{"Instance":["i-1","i-2"]}"#), ["i-1", "i-2"]);
    assert_eq!(ids(r#""referencedResources":{"ACS::ECS::Instance":"i-1"}"#), ["i-1"]);
    assert_eq!(ids(r#""referencedResources":{"ACS::RDS::Instance":["rm-1"]}"#), [""; 0]);
    assert_eq!(ids(r#""resourceType":"ACS::ECS::Instance","resourceName":"i-1"}"#.trim_end_matches('}')), ["i-1"]);
    let several = r#""resourceType":"ACS::ECS::Disk;ACS::ECS::Instance","resourceName":"d-1,d-2;i-1,i-2""#;
    assert_eq!(ids(several), ["i-1", "i-2"]);
    assert_eq!(ids(r#""resourceType":"ACS::ECS::Disk;ACS::ECS::Instance","resourceName":"d-1""#), [""; 0]);
}

#[test]
fn service_events_count_by_words_in_their_names() {
    let event = |kind: &str| {
        format!(
            r#"{{"eventName":"ReleaseExpiredInstance","eventType":"{kind}","serviceName":"Ecs",
               "referencedResources":{{"ACS::ECS::Instance":["i-1"]}},"userIdentity":{{"type":"system"}}}}"#
        )
    };
    assert_eq!(verdict(&event("AliyunServiceEvent"), r#"{"instances":["i-1"]}"#), "deny");
    assert_eq!(verdict(&event("ApiCall"), r#"{"instances":["i-1"]}"#), "allow");
    // An event about something else is not about a node; one that names nothing may be.
    let about = |named: &str| event("AliyunServiceEvent").replace(r#""ACS::ECS::Instance":["i-1"]"#, named);
    assert_eq!(verdict(&about(r#""ACS::ECS::Disk":["d-1"]"#), "{}"), "allow");
    assert_eq!(verdict(&about(""), "{}"), "warn");
    let disk = r#""resourceType":"ACS::ECS::Disk","resourceName":"d-1","userIdentity""#;
    assert_eq!(verdict(&about("").replace(r#""userIdentity""#, disk), "{}"), "allow");
}

#[test]
fn each_resource_of_the_cluster_is_a_finding() {
    let call =
        r#"{"product":"ecs","action":"DeleteInstances","parameters":{"InstanceId.1":"i-1","InstanceId.2":"i-2"}}"#;
    let answer = answer(call, r#"{"instances":["i-2"],"complete":true}"#);
    assert_eq!(answer.message.as_deref(), Some("rule: deletes `i-2`"));
    let warned = super::tests::answer(call, "{}").warnings.unwrap();
    assert_eq!(warned[0], "rule: deletes `i-1` (may belong to the cluster, setting `instances` decides)");
    // A related resource that the same call names may tell whose it is.
    let remove = r#"{"product":"ess","action":"RemoveInstances",
        "parameters":{"ScalingGroupId":"asg-1","InstanceId":["i-1"]}}"#;
    assert_eq!(verdict(remove, r#"{"scalingGroups":["asg-1"]}"#), "deny");
    assert_eq!(verdict(remove, r#"{"scalingGroups":["asg-2"]}"#), "warn");
    assert_eq!(verdict(remove, r#"{"scalingGroups":["asg-2"],"complete":["scalingGroups"]}"#), "allow");
    assert_eq!(verdict(remove, r#"{"scalingGroups":["asg-2"],"complete":true,"instances":["i-1"]}"#), "deny");
}

#[test]
fn calls_of_acks_own_api_belong_to_the_cluster() {
    let call = r#"{"product":"CS","action":"ScaleClusterNodePool","parameters":{"ClusterId":"c1","NodepoolId":"np1"}}"#;
    assert_eq!(verdict(call, "{}"), "warn");
    assert_eq!(verdict(call, r#"{"enforcement":"strict"}"#), "deny");
    assert_eq!(verdict(call, r#"{"clusterId":"c2"}"#), "allow");
    assert_eq!(verdict(call, r#"{"nodePools":["np2"],"complete":true}"#), "allow");
    // An event may name the cluster among its resources only.
    let event = r#"{"eventName":"ScaleClusterNodePool","serviceName":"Ack",
        "referencedResources":{"ACS::ACK::Cluster":["c1"]}}"#;
    assert_eq!(verdict(event, r#"{"clusterId":"c1"}"#), "warn");
    assert_eq!(verdict(event, r#"{"clusterId":"c2"}"#), "allow");
}

fn plan(actions: &str, before: &str, after: &str, unknown: &str) -> String {
    format!(
        r#"{{"address":"alicloud_instance.a","mode":"managed","type":"alicloud_instance","change":
           {{"actions":{actions},"before":{before},"after":{after},"after_unknown":{unknown}}}}}"#
    )
}

#[test]
fn planned_changes_count_by_their_actions() {
    assert_eq!(with(&plan(r#"["create"]"#, "null", "{}", "{}"), |op| op.product().to_owned()), "instance");
    let tagged = r#"{"id":"i-1","tags":{"ack.aliyun.com":"c1"}}"#;
    for (actions, expected) in [
        (r#"["delete"]"#, "deny"),
        (r#"["delete","create"]"#, "deny"),
        (r#"["create","delete"]"#, "deny"),
        (r#"["create"]"#, "allow"),
        (r#"["update"]"#, "allow"),
        (r#"["no-op"]"#, "allow"),
        (r#"["read"]"#, "allow"),
        (r#"["forget"]"#, "allow"),
        (r#"["destroy"]"#, "invalid"),
        ("[]", "invalid"),
        ("null", "invalid"),
        (r#""delete""#, "invalid"),
    ] {
        assert_eq!(verdict(&plan(actions, tagged, tagged, "{}"), "{}"), expected, "{actions}");
    }
    let delete = |before| plan(r#"["delete"]"#, before, "null", "{}");
    assert_eq!(verdict(&delete(tagged).replace("managed", "data"), "{}"), "allow");
    assert_eq!(verdict(&delete(tagged), r#"{"exempt":{"objects":["alicloud_instance.a"]}}"#), "exempt");
    assert_eq!(verdict(&delete(r#"{"id":"i-1","tags":null}"#), "{}"), "allow");
    assert_eq!(verdict(&delete(r#"{"id":"i-1"}"#), "{}"), "warn");
    assert_eq!(verdict(&delete(r#"{"id":"i-1"}"#), r#"{"instances":["i-1"]}"#), "deny");
    assert_eq!(verdict(&delete("[]"), "{}"), "invalid");
}

#[test]
fn attributes_meet_conditions_before_and_after() {
    let ours = r#"{"instances":["i-1"]}"#;
    let update = |before: &str, after: &str, unknown: &str| {
        let side = |more: &str| format!(r#"{{"id":"i-1",{more}}}"#);
        verdict(&plan(r#"["update"]"#, &side(before), &side(after), unknown), ours)
    };
    let groups = |list: &str| format!(r#""security_groups":{list}"#);
    assert_eq!(update(&groups(r#"["a","b"]"#), &groups(r#"["b","a"]"#), "{}"), "allow");
    assert_eq!(update(&groups(r#"["a"]"#), &groups(r#"["b"]"#), "{}"), "deny");
    assert_eq!(update(&groups(r#"["a"]"#), r#""x":1"#, r#"{"security_groups":true}"#), "warn");
    assert_eq!(update(&groups("null"), &groups("[]"), "{}"), "allow");
    let renewal = |value: &str| format!(r#""renewal_status":{value}"#);
    assert_eq!(update(&renewal(r#""AutoRenewal""#), &renewal(r#""NotRenewal""#), "{}"), "deny");
    assert_eq!(update(&renewal("null"), &renewal(r#""NotRenewal""#), "{}"), "deny");
    assert_eq!(update(&renewal(r#""NotRenewal""#), &renewal(r#""AutoRenewal""#), "{}"), "allow");
    assert_eq!(update(&renewal(r#""NotRenewal""#), r#""x":1"#, r#"{"renewal_status":true}"#), "allow");
}

#[test]
fn a_part_belongs_to_the_owner_of_its_parent() {
    let listener = r#"{"address":"l","type":"alicloud_slb_listener","change":{"actions":["create"],
        "after":{"load_balancer_id":"lb-1","tags":null},"after_unknown":{"id":true}}}"#;
    assert_eq!(verdict(listener, "{}"), "warn");
    assert_eq!(verdict(listener, r#"{"loadBalancers":["lb-1"]}"#), "deny");
    assert_eq!(verdict(listener, r#"{"loadBalancers":["lb-2"]}"#), "warn");
    assert_eq!(verdict(listener, r#"{"loadBalancers":["lb-2"],"complete":true}"#), "allow");
    let unknown = listener.replace(r#""load_balancer_id":"lb-1","#, "");
    assert_eq!(verdict(&unknown, r#"{"loadBalancers":["lb-2"]}"#), "warn");
}

#[test]
fn the_rest_of_a_plan_tells_whose_a_parent_is() {
    let listener = |context: &str| {
        format!(
            r#"{{"address":"l","type":"alicloud_slb_listener","context":{context},"change":{{"actions":["create"],
               "after":{{"load_balancer_id":"lb-1"}},"after_unknown":{{"id":true}}}}}}"#
        )
    };
    assert_eq!(verdict(&listener("{}"), "{}"), "warn");
    assert_eq!(verdict(&listener(r#"{"known":{"lb-1":{"name":"web","tags":{"a":"b"}}}}"#), "{}"), "allow");
    assert_eq!(verdict(&listener(r#"{"known":{"lb-1":{"name":"k8s/80/x","tags":{}}}}"#), "{}"), "deny");
    assert_eq!(verdict(&listener(r#"{"inventory":{"c1":{"loadBalancers":["lb-1"]}}}"#), "{}"), "deny");
    assert_eq!(
        verdict(&listener(r#"{"inventory":{"c1":{"loadBalancers":["lb-1"]}}}"#), r#"{"clusterId":"c2"}"#),
        "warn"
    );
    let new = listener(r#"{"new":["load_balancer_id"]}"#).replace(r#""load_balancer_id":"lb-1""#, "");
    assert_eq!(verdict(&new, "{}"), "allow");
    let deletion = |context: &str| {
        plan(r#"["delete"]"#, r#"{"id":"i-1"}"#, "null", "{}")
            .replace(r#""mode""#, &format!(r#""context":{context},"mode""#))
    };
    assert_eq!(verdict(&deletion(r#"{"goesWith":"alicloud_cs_managed_kubernetes.a"}"#), "{}"), "allow");
    assert_eq!(verdict(&deletion("7"), "{}"), "invalid");
}

#[test]
fn a_complete_list_decides_unless_the_resource_may_be_newer() {
    let call = r#"{"product":"ecs","action":"DeleteInstances","parameters":{"InstanceId.1":"i-9"}}"#;
    let group = r#"{"product":"ess","action":"DeleteScalingGroup","parameters":{"ScalingGroupId":"asg-9"}}"#;
    let settings = |more: &str| format!(r#"{{"instances":["i-1"],"scalingGroups":["asg-1"]{more}}}"#);
    for (more, instance, scaling_group) in [
        ("", "warn", "warn"),
        (r#","complete":true"#, "allow", "allow"),
        (r#","complete":["instances"]"#, "allow", "warn"),
        (r#","complete":true,"asOf":"2026-11-28T12:00:00Z""#, "warn", "allow"),
    ] {
        assert_eq!(verdict(call, &settings(more)), instance, "{more}");
        assert_eq!(verdict(group, &settings(more)), scaling_group, "{more}");
    }
    let planned =
        |created: &str| plan(r#"["delete"]"#, &format!(r#"{{"id":"i-9","create_time":"{created}"}}"#), "null", "{}");
    let settings = settings(r#","complete":true,"asOf":"2026-11-28T12:00:00Z""#);
    assert_eq!(verdict(&planned("2026-11-28T11:00Z"), &settings), "allow");
    assert_eq!(verdict(&planned("2026-11-28T12:30Z"), &settings), "warn");
    let message = |json: &str| Rule::validate_settings(json.as_bytes()).message.unwrap_or_default();
    assert!(message(r#"{"asOf":"yesterday"}"#).contains("`asOf`: expected a time"));
    assert!(message(r#"{"complete":["instance"]}"#).contains("`complete[0]`: there is no list `instance`"));
    assert!(message(r#"{"complete":7}"#).contains("expected `true` or a list"));
}

#[test]
fn dry_runs_and_calls_of_the_platform_are_silent() {
    let call = r#"{"product":"ecs","action":"delete-instances","parameters":{"InstanceId":"i-1","DryRun":"true"}}"#;
    let ours = r#"{"scalingGroups":["asg-1"],"instances":["i-1"]}"#;
    assert_eq!(verdict(call, ours), "allow");
    assert_eq!(verdict(&call.replace("true", "false"), ours), "deny");
    // Calls that do not know the parameter ignore it.
    let ignores =
        r#"{"product":"ess","action":"DeleteScalingGroup","parameters":{"ScalingGroupId":"asg-1","DryRun":"true"}}"#;
    assert_eq!(verdict(ignores, ours), "deny");
    let event = |role: &str| {
        format!(
            r#"{{"eventName":"DeleteScalingGroup","serviceName":"Ess","requestParameters":{{"ScalingGroupId":"asg-1"}},
               "userIdentity":{{"type":"assumed-role","userName":"{role}:s"}}}}"#
        )
    };
    assert_eq!(verdict(&event("aliyunserviceroleforautoscaling"), ours), "exempt");
    assert_eq!(verdict(&event("kubernetesworkerrole-8a1b"), ours), "warn");
    assert_eq!(verdict(&event("ops"), ours), "deny");
}

#[test]
fn tags_change_key_by_key() {
    let json = plan(
        r#"["update"]"#,
        r#"{"tags":{"a":"1","b":"1","k.8/s":"1"}}"#,
        r#"{"tags":{"a":"2","c":"1","k.8/s":"1"}}"#,
        r#"{"tags":{"k.8/s":true}}"#,
    );
    let to = |a: &[&str], b: &[&str]| {
        AttributeChange::To(a.iter().map(|s| s.to_string()).collect(), b.iter().map(|s| s.to_string()).collect())
    };
    let expected = [
        ("a".to_owned(), to(&["1"], &["2"])),
        ("b".to_owned(), to(&["1"], &[])),
        ("k.8/s".to_owned(), AttributeChange::Unknown),
        ("c".to_owned(), to(&[], &["1"])),
    ];
    assert_eq!(with(&json, |op| op.plan().unwrap().tag_changes()), expected);
}

#[test]
fn inputs_of_no_shape_are_invalid() {
    for request in [
        "null",
        "[]",
        "7",
        "{}",
        r#"{"product":"ess"}"#,
        r#"{"product":"","action":""}"#,
        r#"{"product":7,"action":"x"}"#,
        r#"{"eventName":null}"#,
        r#"{"product":"ess","action":"DeleteScalingGroup","eventName":"x"}"#,
        r#"{"product":"ess","action":"DeleteScalingGroup","parameters":[]}"#,
        r#"{"product":"ess","action":"DeleteScalingGroup","resource":{"tags":{"a":{}}}}"#,
        r#"{"data":{"data":{"eventName":"x"}}}"#,
        r#"{"data":{"product":"ess","action":"DeleteScalingGroup"}}"#,
        r#"{"event":"not json"}"#,
        r#"{"type":"alicloud_instance","change":{}}"#,
        r#"{"change":{"actions":["delete"]}}"#,
    ] {
        assert_eq!(verdict(request, "{}"), "invalid", "{request}");
    }
    for payload in [&b"\xff"[..], b"{"] {
        assert!(matches!(Rule::evaluate(payload, None), Outcome::Invalid(_)));
    }
}

#[test]
fn settings_are_shared_by_all_cloud_rules() {
    let message = |json: &str| Rule::validate_settings(json.as_bytes()).message.unwrap_or_default();
    assert_eq!(message(r#"{"clusterId":"c1","scalingGroups":["asg-1"],"own":1,"instances":null}"#), "");
    assert_eq!(
        message(r#"{"scalingGroup":["asg-1"]}"#),
        "rule: unknown setting `scalingGroup`, did you mean `scalingGroups`?"
    );
    assert!(message(r#"{"scalingGroups":"asg-1"}"#).starts_with("rule: `scalingGroups`: expected a list"));
    assert!(message(r#"{"approval":{"enabled":true}}"#).contains("do not apply to cloud rules"));
    assert_eq!(message(r#"{"approval":{"enabled":false}}"#), "");
}

#[test]
fn a_call_is_a_permission_of_ram() {
    let table: Vec<_> = ACTIONS.iter().flat_map(Action::permissions).collect();
    assert_eq!(table[0], "ess:DeleteScalingGroup");
    assert_eq!(ACTIONS[3].level, Level::Warn);
    assert_eq!(quoted(&"`".repeat(100)), format!("`{}...`", "'".repeat(80)));
}
