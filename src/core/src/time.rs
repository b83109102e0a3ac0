//! Points in time and durations, as approvals and settings write them.
//!
//! Two small parsers instead of a date library, which every module would contain: chrono and humantime took a tenth of a
//! module. The tests compare the results with both.

/// Parses an RFC 3339 time such as `2026-01-31T20:00:00+08:00` into seconds since the Unix epoch, without fractions. `None`
/// for any other text.
pub fn rfc3339(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let at = |i: usize| text.as_bytes().get(i).copied();
    let separators = at(4)? == b'-' && at(7)? == b'-' && matches!(at(10)?, b'T' | b't' | b' ');
    if !separators || at(13)? != b':' || at(16)? != b':' {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=days).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut rest = text.get(19..)?;
    if let Some(fraction) = rest.strip_prefix('.') {
        let end = fraction.bytes().position(|b| !b.is_ascii_digit())?;
        rest = fraction.get(end..).filter(|_| end > 0)?;
    }
    let offset = match rest.as_bytes() {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), a, b, b':', c, d] if [a, b, c, d].iter().all(|x| x.is_ascii_digit()) => {
            let two = |x: &u8, y: &u8| i64::from(x - b'0') * 10 + i64::from(y - b'0');
            let (hours, minutes) = (two(a, b), two(c, d));
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 3600 + minutes * 60) * if *sign == b'+' { 1 } else { -1 }
        }
        _ => return None,
    };
    // Days since the epoch. Years begin in March here, so that the leap day is the last day of a year.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days =
        365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second.min(59) - offset)
}

/// Parses a duration such as `90s`, `30m`, `1h30m` or `7d` into seconds. `None` for any other text.
pub fn seconds(text: &str) -> Option<i64> {
    let (mut total, mut number) = (0i64, None::<i64>);
    for c in text.bytes() {
        let unit = match c {
            b'0'..=b'9' => {
                number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(i64::from(c - b'0'))?);
                continue;
            }
            b's' => 1,
            b'm' => 60,
            b'h' => 3600,
            b'd' => 86_400,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    (number.is_none() && !text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_chrono(seconds in -62_000_000_000i64..250_000_000_000, offset in -86_000i32..86_000) {
            let zone = chrono::FixedOffset::east_opt(offset / 60 * 60).unwrap();
            let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&zone);
            let text = time.to_rfc3339();
            prop_assume!(text.len() == 25);
            prop_assert_eq!(rfc3339(&text), Some(seconds));
        }

        #[test]
        fn takes_nothing_that_chrono_refuses(text in "[0-9TtZz:. +-]{0,30}") {
            if rfc3339(&text).is_some() {
                prop_assert!(chrono::DateTime::parse_from_rfc3339(&text).is_ok(), "{}", text);
            }
        }

        #[test]
        fn never_panics(text in ".*") {
            let _ = (rfc3339(&text), seconds(&text));
        }

        #[test]
        fn agrees_with_humantime(h in 0u64..1000, m in 0u64..1000, s in 0u64..1000) {
            let text = format!("{h}h{m}m{s}s");
            prop_assert_eq!(seconds(&text), humantime::parse_duration(&text).ok().map(|d| d.as_secs() as i64));
        }
    }

    #[test]
    fn what_is_not_a_time() {
        for text in [
            "",
            "2026-01-01",
            "2026-01-01T00:00:00",
            "tomorrow",
            // Separators.
            "2026/01-01T00:00:00Z",
            "2026-01/01T00:00:00Z",
            "2026-01-01_00:00:00Z",
            "2026-01-01T00-00:00Z",
            "2026-01-01T00:00-00Z",
            // Days that there are not.
            "2026-00-01T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-32T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2024-02-30T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-06-31T00:00:00Z",
            "2026-09-31T00:00:00Z",
            "2026-11-31T00:00:00Z",
            // Times of day that there are not.
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:61Z",
            // Numbers.
            "+026-01-01T00:00:00Z",
            "2026-+1-01T00:00:00Z",
            "2026-01-01T00:00:+0Z",
            // What follows the seconds.
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.5",
            "2026-01-01T00:00:00Zx",
            "2026-01-01T00:00:00+0800",
            "2026-01-01T00:00:00+0x:00",
            "2026-01-01T00:00:00+0/:00",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+00:60",
        ] {
            assert_eq!(rfc3339(text), None, "{text}");
        }
        for text in ["", "1", "h", "1w", "1h 30m", "-1h", "9223372036854775808s", "106751991167301d"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn times_in_every_form() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-01-01T12:00:00Z", 1_767_268_800),
            ("2026-01-01t12:00:00z", 1_767_268_800),
            ("2026-01-01 12:00:00Z", 1_767_268_800),
            ("2026-01-01T12:00:00.25Z", 1_767_268_800),
            ("2026-01-01T20:30:00+08:30", 1_767_268_800),
            ("2026-01-01T00:15:00-11:45", 1_767_268_800),
            ("2026-01-02T11:59:00+23:59", 1_767_268_800),
            ("2026-01-01T23:59:59Z", 1_767_311_999),
            // A leap second counts as the second before it.
            ("2026-01-01T23:59:60Z", 1_767_311_999),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2024-02-29T00:00:00Z", 1_709_164_800),
            ("2024-12-31T00:00:00Z", 1_735_603_200),
        ] {
            assert_eq!(rfc3339(text), Some(expected), "{text}");
        }
        for (text, expected) in [("90s", 90), ("30m", 1800), ("1h30m", 5400), ("7d", 604_800), ("0s", 0)] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }
}
