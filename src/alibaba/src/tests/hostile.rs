//! Hostile input: anything gets an answer, and nothing a panic.

use proptest::prelude::{Just, Strategy, prop, prop_oneof, proptest};

use super::{CloudRule, Rule, answer};

/// Values that resemble parts of the three shapes.
fn value() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let word = prop::sample::select(vec![
        "product",
        "action",
        "parameters",
        "resource",
        "tags",
        "id",
        "identity",
        "type",
        "name",
        "eventName",
        "serviceName",
        "referencedResources",
        "userIdentity",
        "change",
        "actions",
        "before",
        "after",
        "after_unknown",
        "address",
        "data",
        "event",
        "ess",
        "DeleteScalingGroup",
        "alicloud_instance",
        "delete",
        "update",
        "InstanceId.1",
        "ScalingGroupId",
        "[\"a\"]",
        "{\"a\":1}",
        "{",
        "",
        "i-1",
        "集群",
        "ack.aliyun.com",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        proptest::arbitrary::any::<bool>().prop_map(Value::from),
        proptest::arbitrary::any::<i64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..10)
                .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(proptest::arbitrary::any::<u8>(), 0..200), text in ".*") {
        Rule::evaluate(&bytes, None);
        Rule::evaluate(text.as_bytes(), None);
        Rule::validate_settings(&bytes);
    }

    #[test]
    fn any_value_gets_an_answer(request in value(), settings in value()) {
        answer(&request.to_string(), "{}");
        answer(&request.to_string(), &settings.to_string());
    }

    #[test]
    fn any_members_get_an_answer(a in value(), b in value(), c in value(), d in value()) {
        answer(&format!(
            r#"{{"product":"ess","action":"RemoveInstances","parameters":{a},"resource":{b},
               "identity":{c}}}"#), "{}");
        answer(&format!(
            r#"{{"eventName":"DeleteInstances","serviceName":"Ecs","requestParameters":{a},"referencedResources":{b},
               "userIdentity":{c},"event":{d}}}"#), "{}");
        answer(&format!(
            r#"{{"type":"alicloud_instance","address":"a","change":
               {{"actions":["update","delete"],"before":{a},"after":{b},"after_unknown":{c}}}}}"#), "{}");
        answer(&format!(r#"{{"event":{a},"__time__":{b}}}"#), "{}");
    }
}
