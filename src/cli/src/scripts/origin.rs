//! The lines of user data from which the lines of its script come.

/// Longer user data is not searched. cloud-init takes 16 kB, Alibaba Cloud 32 kB.
const LONGEST: usize = 1 << 18;

/// What the conversion of cloud-config puts around the texts of the file.
const ADDED: [&str; 7] = ["cat", ">", ">>", "<<END-OF-USER-DATA", "yum", "install", "-y"];

/// User data and the script that it was converted to.
pub(super) struct Origin<'t> {
    text: &'t str,
    script: &'t str,
}

impl<'t> Origin<'t> {
    /// Finds the parts of `script` in the user data `text`.
    pub(super) fn new(text: &'t str, script: &'t str) -> Self {
        Origin { text, script }
    }

    /// Where in the user data a part of the script stands, as a range of bytes; `None` where that cannot be told.
    pub(super) fn of(&self, from: usize) -> Option<std::ops::Range<usize>> {
        let before = self.script.get(..from)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.script.get(start..)?.lines().next()?.trim();
        if line.is_empty() || self.text.len() > LONGEST {
            return None;
        }
        // Of equal lines, the first of the script is the first of the file, and so on.
        let earlier = before[..start].lines().filter(|other| other.trim() == line).count();
        let words = shlex::split(line).unwrap_or_default();
        let own: Vec<&str> = words.iter().map(String::as_str).filter(|word| !ADDED.contains(word)).collect();
        let whole: Vec<usize> = self.places(&[line]);
        let places = if whole.is_empty() { self.places(&own) } else { whole };
        // The words of a command may stand on lines of their own.
        let places = if places.is_empty() { self.places(own.get(..1)?) } else { places };
        let at = *places.get(earlier).or(places.last())?;
        let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length);
        let trimmed = self.text[at..end].trim_end();
        let start = at + trimmed.len() - trimmed.trim_start_matches(['-', ' ', '\t']).len();
        Some(start..at + trimmed.len())
    }

    /// The lines that hold all of some texts, by their offsets. Comments are none.
    fn places(&self, texts: &[&str]) -> Vec<usize> {
        if texts.is_empty() {
            return Vec::new();
        }
        let (mut at, mut found) = (0, Vec::new());
        for line in self.text.split_inclusive('\n') {
            if !line.trim_start().starts_with('#') && texts.iter().all(|text| line.contains(text)) {
                found.push(at);
            }
            at += line.len();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use redline_guards::user_data;
    use redline_input::lines::Lines;

    use super::*;

    #[test]
    fn lines_lead_back_to_the_file() {
        let text = "#cloud-config\n# swapon /swap\nhostname: lvm2\npackages:\n  - curl\n  - lvm2\nbootcmd:\n  - sysctl -p\n\
                    write_files:\n  - path: /etc/a b\n    content: |\n      x=1\nruncmd:\n  - [swapon, /swap]\n  - sysctl -p\n  \
                    - - systemctl\n    - stop\n    - kubelet\n";
        let script = user_data::script(text);
        let origin = Origin::new(text, &script);
        let line = |part: &str, nth: usize| {
            let (at, _) = script.match_indices(part).nth(nth).unwrap();
            origin.of(at).map(|range| (Lines::new(text).position(range.start).0, &text[range]))
        };
        assert_eq!(line("sysctl -p", 0), Some((8, "sysctl -p")));
        assert_eq!(line("sysctl -p", 1), Some((15, "sysctl -p")));
        assert_eq!(line("cat >", 0), Some((10, "path: /etc/a b")));
        assert_eq!(line("'curl'", 0), Some((5, "curl")));
        assert_eq!(line("'swapon'", 0), Some((14, "[swapon, /swap]")));
        assert_eq!(line("'systemctl'", 0), Some((16, "systemctl")));
    }

    #[test]
    fn what_is_not_there_has_no_line() {
        let script = "reboot\n";
        assert_eq!(Origin::new("#cloud-config\nruncmd: []\n", script).of(0), None);
    }
}
