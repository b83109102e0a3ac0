//! Durations as arguments.

use jiff::SignedDuration;

/// A duration such as 30m, 24h or 1h30m.
pub(crate) fn duration(text: &str) -> Result<SignedDuration, String> {
    let (mut total, mut digits, mut any) = (0i64, String::new(), false);
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let seconds = match c {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => 0,
        };
        let number: i64 = digits.parse().unwrap_or(0);
        if seconds == 0 || number == 0 {
            return Err("expected a duration such as 30m, 24h or 7d".to_owned());
        }
        total = total.saturating_add(number.saturating_mul(seconds));
        (digits, any) = (String::new(), true);
    }
    if !any || !digits.is_empty() {
        return Err("expected a duration such as 30m, 24h or 7d".to_owned());
    }
    Ok(SignedDuration::from_secs(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("90s"), Ok(SignedDuration::from_secs(90)));
        assert_eq!(duration("1d2h"), Ok(SignedDuration::from_secs(93_600)));
        for wrong in ["", "30", "h", "0m", "5w", "m5"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
