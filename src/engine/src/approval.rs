//! Two-step confirmation: annotations on the object let a finding through for a limited time.

use crate::Text;
use crate::json::Map;
use crate::settings::Approval;
use crate::time;
use alloc::borrow::ToOwned;
use alloc::string::String;

pub(crate) const PREFIX: &str = "redline.dev/";
const APPROVE: &str = "redline.dev/approve";
const REASON: &str = "redline.dev/reason";
const UNTIL: &str = "redline.dev/approved-until";

/// What the annotations say to one rule.
pub(crate) enum Verdict {
    /// Nobody approved this rule on this object.
    Absent,
    /// An approval that does not count, and why.
    Invalid(Text),
    /// An approval in force.
    Valid {
        /// Why it was given; may be empty where no reason is required.
        reason: String,
        /// Until when, as written.
        until: String,
    },
}

/// Reads the approval that `annotations` hold for `rule`. `now` is in seconds since the Unix epoch.
pub(crate) fn judge(rule: &str, annotations: &Map<'_>, settings: &Approval, now: Option<i64>) -> Verdict {
    let get = |key| annotations.get(key).map_or("", |v| v.trim_ascii());
    if !get(APPROVE).split(',').any(|id| id.trim_ascii() == rule) {
        return Verdict::Absent;
    }
    let (until, reason) = (get(UNTIL), get(REASON));
    // What is wrong with it, in three parts that are joined.
    let (en, zh) = match (now, time::rfc3339(until)) {
        (None, _) => (["the host has no clock", "", ""], ["宿主没有时钟", "", ""]),
        (_, None) => (
            ["`", UNTIL, "` is not a time such as `2026-01-31T20:00:00Z`"],
            ["`", UNTIL, "` 不是形如 `2026-01-31T20:00:00Z` 的时间"],
        ),
        (Some(now), Some(end)) if end <= now => (["it expired at ", until, ""], ["已于 ", until, " 过期"]),
        (Some(now), Some(end)) if end - now > settings.max_seconds => {
            (["it runs longer than `maxDuration` allows", "", ""], ["超过了 `maxDuration` 允许的时长", "", ""])
        }
        _ if settings.require_reason && reason.is_empty() => (["`", REASON, "` is missing"], ["缺少 `", REASON, "`"]),
        _ => return Verdict::Valid { reason: reason.to_owned(), until: until.to_owned() },
    };
    Verdict::Invalid(Text {
        en: ["its approval does not count: ", en[0], en[1], en[2]].concat(),
        zh: ["批准无效：", zh[0], zh[1], zh[2]].concat(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(json: &str, now: i64) -> Verdict {
        let settings = Approval { enabled: true, ..Approval::default() };
        judge("node-deletion", &crate::json::read(json).unwrap(), &settings, Some(now))
    }

    const NOON: i64 = 1_767_268_800; // 2026-01-01T12:00:00Z

    #[test]
    fn a_valid_approval_names_reason_and_end() {
        let json = r#"{"redline.dev/approve":"x, node-deletion","redline.dev/reason":"broken",
                       "redline.dev/approved-until":"2026-01-01T21:00:00+08:00"}"#;
        assert!(matches!(judged(json, NOON), Verdict::Valid { reason, .. } if reason == "broken"));
        assert!(matches!(judged(json, NOON + 3600), Verdict::Invalid(t) if t.en.contains("expired")));
        assert!(matches!(judged(json, NOON - 48 * 3600), Verdict::Invalid(t) if t.en.contains("maxDuration")));
    }

    #[test]
    fn what_does_not_count() {
        assert!(matches!(judged("{}", NOON), Verdict::Absent));
        assert!(matches!(judged(r#"{"redline.dev/approve":"node-deletion-x"}"#, NOON), Verdict::Absent));
        let no_end = r#"{"redline.dev/approve":"node-deletion","redline.dev/reason":"x"}"#;
        assert!(matches!(judged(no_end, NOON), Verdict::Invalid(t) if t.en.contains("approved-until")));
        let no_reason =
            r#"{"redline.dev/approve":"node-deletion","redline.dev/approved-until":"2026-01-01T13:00:00Z"}"#;
        assert!(matches!(judged(no_reason, NOON), Verdict::Invalid(t) if t.en.contains("reason")));
    }
}
