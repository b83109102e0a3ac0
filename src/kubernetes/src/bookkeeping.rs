//! Updates that change nothing but approval annotations and bookkeeping.

use alloc::format;
use alloc::vec::Vec;

use redline_core::annotations;
use redline_json::{Fields, Raw, Str};

redline_json::view! {
    /// The two objects of a request, as text. Only a request with findings is read in this way.
    struct RawObjects<'a> {
        object: Option<Raw<'a>>,
        old_object = "oldObject": Option<Raw<'a>>,
    }
    struct RawPayload<'a> {
        request: RawObjects<'a>,
    }
    struct RawObject<'a> {
        metadata: Fields<'a>,
    }
}

/// Whether an update changes nothing but annotations under `redline.dev/`, beside `managedFields`, `resourceVersion`,
/// `generation` and kubectl's copy of the object. `payload` is the JSON of a `validate` call.
///
/// Compares the text of the members. The API server writes both objects with the same encoder. If some other writer does
/// not, the result is false, and the rule's findings count.
pub(crate) fn changes_only_approval(payload: &str) -> bool {
    fn without_bookkeeping<'a>(object: Raw<'a>) -> Option<(Vec<(Str<'a>, &'a str)>, usize)> {
        let members: Fields<'a> = redline_json::read(object.get()).ok()?;
        let view: RawObject<'a> = redline_json::read(object.get()).ok()?;
        let mut rest: Vec<(Str<'a>, &'a str)> = Vec::new();
        rest.extend(members.0.into_iter().filter(|(k, _)| k != "metadata").map(|(k, v)| (k, v.get())));
        let mut approvals = 0;
        for (key, value) in view.metadata.0 {
            match &*key {
                "managedFields" | "resourceVersion" | "generation" => {}
                "annotations" => {
                    let annotations: Fields<'a> = redline_json::read(value.get()).ok()?;
                    for (key, value) in annotations.0 {
                        if key.starts_with(annotations::PREFIX) {
                            approvals += 1;
                        } else if key != annotations::LAST_APPLIED {
                            rest.push((Str(format!("annotations/{key}").into()), value.get()));
                        }
                    }
                }
                _ => rest.push((Str(format!("metadata/{key}").into()), value.get())),
            }
        }
        Some((rest, approvals))
    }
    let Ok(payload) = redline_json::read::<RawPayload>(payload) else { return false };
    let (Some(new), Some(old)) = (payload.request.object, payload.request.old_object) else { return false };
    match (without_bookkeeping(new), without_bookkeeping(old)) {
        (Some((new, a)), Some((old, b))) => a + b > 0 && new.len() == old.len() && new.iter().all(|m| old.contains(m)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::changes_only_approval;

    #[test]
    fn approvals_and_bookkeeping_are_no_change() {
        let update = |new: &str, old: &str| {
            changes_only_approval(&format!(r#"{{"request":{{"object":{new},"oldObject":{old}}}}}"#))
        };
        let plain = r#"{"metadata":{"name":"a","resourceVersion":"1"},"spec":{}}"#;
        let approved = r#"{"metadata":{"name":"a","resourceVersion":"2","generation":2,"managedFields":[],
            "annotations":{"redline.dev/approved-until":"2026-01-31T20:00:00Z"}},"spec":{}}"#;
        assert!(update(approved, plain) && update(plain, approved));
        assert!(!update(plain, plain));
        assert!(!update(&approved.replace(r#""name":"a""#, r#""name":"a","labels":{}"#), plain));
        assert!(!update(&approved.replace(r#""spec":{}"#, r#""spec":{"replicas":0}"#), plain));
    }
}
