//! Labels that protect an object from deletion.

use redline_engine::json::Raw;
use redline_engine::prelude::*;

use crate::settings::Settings;

redline_engine::view! {
    /// What the rule reads of an object of any kind.
    pub struct Labelled<'a> {
        /// Its metadata.
        pub metadata: ObjectMeta<'a>,
        /// `spec`, as it is written.
        pub spec: Option<Raw<'a>>,
    }
}
redline_engine::objects!(Labelled);

/// The label that protects an object, if one does.
pub(crate) fn protection<'r>(object: &'r Labelled<'_>, own: &Settings) -> Option<&'r str> {
    let protects = |key: &str, value: &str| {
        let known = LABELS.iter().any(|(label, wanted)| {
            key == *label && if wanted.is_empty() { !is_off(value) } else { value.eq_ignore_ascii_case(wanted) }
        });
        known || own.labels.iter().any(|label| key == *label && !is_off(value))
    };
    object.metadata.labels.iter().find(|(key, value)| protects(key, value)).map(|(key, _)| key)
}

/// The label of OpenKruise.
pub(crate) const KRUISE: &str = "policy.kruise.io/delete-protection";

/// Labels that protect an object, and the value that they need; empty for any value but `false`.
const LABELS: &[(&str, &str)] = &[
    ("policy.alibabacloud.com/delete-protection", "true"),
    ("policy.alibabacloud.com/node-delete-protection", "true"),
    (KRUISE, ""),
];

fn is_off(value: &str) -> bool {
    value.eq_ignore_ascii_case("false")
}
