//! Times in test cases.
//!
//! A module gets the real time through WASI: neither the parameters of waPC nor the provider let a host set it. So a
//! case writes its times relative to the present: `${now}`, `${now+30m}` and `${now-2h}` stand for RFC 3339 times in
//! UTC, counted from the moment at which the case is loaded.

use jiff::{SignedDuration, Timestamp};

/// Replaces every placeholder in a text. `now` is in seconds since 1970.
///
/// # Errors
/// The line of an invalid placeholder, from 1, and a message.
pub(crate) fn expand(text: &str, now: i64) -> Result<String, (usize, String)> {
    const OPEN: &str = "${now";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let offset = from.split_once('}').map(|(inside, _)| &inside[OPEN.len()..]);
        let time = offset.and_then(|offset| time(offset, now)).ok_or_else(|| {
            let line = out.matches('\n').count() + 1;
            let seen: String = from.chars().take(20).take_while(|c| *c != '\n').collect();
            (
                line,
                format!(
                    "invalid time `{seen}`; expected `${{now}}`, `${{now+30m}}` or `${{now-2h}}`, with s, m, h or d"
                ),
            )
        })?;
        out.push_str(&time);
        rest = from.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    Ok(out)
}

fn time(offset: &str, now: i64) -> Option<String> {
    let seconds = match offset.split_at_checked(1) {
        None => 0,
        Some((sign, amount)) => {
            let unit = amount.chars().last()?;
            let scale = match unit {
                's' => 1,
                'm' => 60,
                'h' => 3600,
                'd' => 86400,
                _ => return None,
            };
            let digits = amount.strip_suffix(unit)?;
            if !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let amount = digits.parse::<i64>().ok()?.checked_mul(scale)?;
            match sign {
                "+" => amount,
                "-" => -amount,
                _ => return None,
            }
        }
    };
    let time = Timestamp::from_second(now).ok()?.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    Some(time.to_string())
}

/// The present time in seconds since 1970.
pub(crate) fn now() -> i64 {
    Timestamp::now().as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-01T00:00:00Z
    const NOW: i64 = 1_767_225_600;

    #[test]
    fn placeholders_become_times() {
        let text = "a: ${now}\nb: ${now+30m}, ${now-2h}\nc: ${now+1d} ${now-5s} ${other}";
        let want = "a: 2026-01-01T00:00:00Z\nb: 2026-01-01T00:30:00Z, 2025-12-31T22:00:00Z\n\
                    c: 2026-01-02T00:00:00Z 2025-12-31T23:59:55Z ${other}";
        assert_eq!(expand(text, NOW).unwrap(), want);
    }

    #[test]
    fn other_offsets_are_refused_with_their_line() {
        for bad in ["${now+30}", "${now30m}", "${now+m}", "${now+1w}", "${now+99999999999999d}", "${now", "${now++1m}"]
        {
            let (line, message) = expand(&format!("x\ny: {bad}"), NOW).unwrap_err();
            assert_eq!(line, 2, "{bad}");
            assert!(message.starts_with("invalid time `"), "{message}");
        }
    }
}
