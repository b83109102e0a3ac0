//! Two-step confirmation: annotations on an object permit an operation on it for a limited time.

use alloc::borrow::ToOwned;
use alloc::string::String;
use redline_core::annotations::{APPROVE, APPROVE_REASON, APPROVED_UNTIL};
use redline_core::language::Text;
use redline_core::request_match::Operation;
use redline_core::settings::Approval;
use redline_core::time;
use redline_json::Map;
use redline_text::{concat, split};

use crate::object_meta::ObjectMeta;
use crate::request::RequestParts;

/// The approval of one rule on one object.
pub(crate) enum ApprovalState {
    /// There is none.
    Absent,
    /// There is one that does not count; with the reason.
    Invalid(Text),
    /// There is one that is in force.
    Valid {
        /// The reason that it gives; may be empty if none is required.
        reason: String,
        /// When it expires, as its annotation writes it.
        until: String,
    },
}

/// How to approve a request that a rule denies, as the command of `redline approve`; where approvals are off and the object
/// carries one, that it does not count. `None` where nothing can be approved: an object that does not exist yet, a connection,
/// a sub-resource with metadata of its own. `carrier` is the metadata that an approval would stand in.
pub(crate) fn how_to_approve(
    rule: &str,
    settings: &Approval,
    parts: RequestParts<'_, '_>,
    carrier: Option<&ObjectMeta<'_>>,
) -> Option<Text> {
    if !settings.enabled {
        let approves = carrier?.annotations.get(APPROVE).is_some_and(|ids| names(ids, rule));
        return approves.then(|| Text {
            en: "the approval on the object does not count, because the setting `approval.enabled` is off".to_owned(),
            zh: "对象上的审批注解无效：未启用 `approval.enabled`".to_owned(),
        });
    }
    let header = parts.header;
    let exists = matches!(header.operation, Operation::Update | Operation::Delete) && header.sub_resource != "scale";
    let (name, namespace) = (parts.object_name(), parts.object_namespace());
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':');
    if !exists || carrier.is_none() || name.is_empty() || !name.bytes().all(plain) {
        return None;
    }
    let resource = &header.resource;
    let (plural, group) = match &*resource.resource {
        "" => (header.kind.kind.to_ascii_lowercase(), &*header.kind.group),
        plural => (plural.to_ascii_lowercase(), &*resource.group),
    };
    let dot = if group.is_empty() { "" } else { "." };
    let is_namespaced = parts.object_id().len() > name.len();
    let namespace = if is_namespaced { concat(&[" --namespace ", namespace]) } else { String::new() };
    let object = concat(&[&plural, dot, group, "/", name, &namespace]);
    let command = concat(&["`redline approve ", &object, " --rule ", rule, " --reason \"...\"`"]);
    Some(Text { en: concat(&["to approve: ", &command]), zh: concat(&["如确需执行，请先审批：", &command]) })
}

/// Whether an approval names a rule.
fn names(approved: &str, rule: &str) -> bool {
    split(approved, ",").any(|id| id.trim_ascii() == rule)
}

/// Reads the approval of `rule` from the annotations of an object. `now` is in seconds since the Unix epoch; without it no
/// approval counts.
pub(crate) fn evaluate(rule: &str, annotations: &Map<'_>, settings: &Approval, now: Option<i64>) -> ApprovalState {
    let get = |key| annotations.get(key).map_or("", |v| v.trim_ascii());
    if !names(get(APPROVE), rule) {
        return ApprovalState::Absent;
    }
    let (until, reason) = (get(APPROVED_UNTIL), get(APPROVE_REASON));
    // The reason why the approval does not count, in three parts that are joined.
    let (en, zh) = match (now, time::rfc3339(until)) {
        (None, _) => (["the host has no clock", "", ""], ["宿主没有时钟", "", ""]),
        (_, None) => (
            ["`", APPROVED_UNTIL, "` is not a time such as `2026-01-31T20:00:00Z`"],
            ["`", APPROVED_UNTIL, "` 不是形如 `2026-01-31T20:00:00Z` 的时间"],
        ),
        (Some(now), Some(end)) if end <= now => (["it expired at ", until, ""], ["已于 ", until, " 过期"]),
        (Some(now), Some(end)) if end.saturating_sub(now) > settings.max_seconds => {
            (["it runs longer than `maxDuration` allows", "", ""], ["超过了 `maxDuration` 允许的时长", "", ""])
        }
        _ if settings.require_reason && reason.is_empty() => {
            (["`", APPROVE_REASON, "` is missing"], ["缺少 `", APPROVE_REASON, "`"])
        }
        _ => return ApprovalState::Valid { reason: reason.to_owned(), until: until.to_owned() },
    };
    ApprovalState::Invalid(Text {
        en: concat(&["its approval does not count: ", en[0], en[1], en[2]]),
        zh: concat(&["审批无效：", zh[0], zh[1], zh[2]]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(json: &str, now: i64) -> ApprovalState {
        let settings = Approval { enabled: true, ..Approval::default() };
        evaluate("node-deletion", &redline_json::read(json).unwrap(), &settings, Some(now))
    }

    const NOON: i64 = 1_767_268_800; // 2026-01-01T12:00:00Z

    #[test]
    fn a_valid_approval_names_reason_and_end() {
        let json = r#"{"redline.dev/approve":"x, node-deletion","redline.dev/reason":"broken",
                       "redline.dev/approved-until":"2026-01-01T21:00:00+08:00"}"#;
        assert!(matches!(state(json, NOON), ApprovalState::Valid { reason, .. } if reason == "broken"));
        assert!(matches!(state(json, NOON + 3600), ApprovalState::Invalid(t) if t.en.contains("expired")));
        assert!(matches!(state(json, NOON + 3599), ApprovalState::Valid { .. }));
        // The end may be a day away, to the second.
        assert!(matches!(state(json, NOON + 3600 - 86_400), ApprovalState::Valid { .. }));
        assert!(matches!(state(json, NOON + 3599 - 86_400), ApprovalState::Invalid(t) if t.en.contains("maxDuration")));
        assert!(matches!(state(json, NOON - 48 * 3600), ApprovalState::Invalid(t) if t.en.contains("maxDuration")));
    }

    #[test]
    fn what_does_not_count() {
        assert!(matches!(state("{}", NOON), ApprovalState::Absent));
        assert!(matches!(state(r#"{"redline.dev/approve":"node-deletion-x"}"#, NOON), ApprovalState::Absent));
        let no_end = r#"{"redline.dev/approve":"node-deletion","redline.dev/reason":"x"}"#;
        assert!(matches!(state(no_end, NOON), ApprovalState::Invalid(t) if t.en.contains("approved-until")));
        let no_reason =
            r#"{"redline.dev/approve":"node-deletion","redline.dev/approved-until":"2026-01-01T13:00:00Z"}"#;
        assert!(matches!(state(no_reason, NOON), ApprovalState::Invalid(t) if t.en.contains("reason")));
    }
}
