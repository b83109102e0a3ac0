//! User input in messages.

use alloc::string::String;

/// The maximum length of user input in a message, in characters.
const LONGEST: usize = 80;

/// User input in the form for a message: cut off after 80 characters, with blanks in place of control characters.
#[inline(never)]
pub fn truncate_for_display(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == LONGEST {
            out.push('…');
            break;
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_input_is_cut() {
        assert_eq!(truncate_for_display("a\nb"), "a b");
        assert_eq!(truncate_for_display(&"界".repeat(200)).chars().count(), 81);
    }
}
