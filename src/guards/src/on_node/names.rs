//! Sets of command names that are quick to ask.
//!
//! A script may have thousands of commands, and each of twenty rules looks for some dozen names. Going through lists of words
//! for every command would cost more than interpreting the script.

use crate::step::name_hash;

/// A set of names, as bits at their hashes. What follows a dot does not count: `mkfs` stands for `mkfs.ext4` as well.
#[derive(Debug, Clone, Copy)]
pub struct Names([u32; WORDS]);

const WORDS: usize = 32;

impl Names {
    /// Every name.
    pub const ALL: Names = Names([u32::MAX; WORDS]);

    /// The names in some lists, in which blanks separate them.
    pub const fn of(lists: &[&str]) -> Names {
        let mut bits = [0; WORDS];
        let mut list = 0;
        while list < lists.len() {
            let text = lists[list].as_bytes();
            let mut from = 0;
            while from < text.len() {
                let mut to = from;
                while to < text.len() && text[to] != b' ' {
                    to += 1;
                }
                let hash = name_hash(text, from, to) % (WORDS * 32);
                bits[hash / 32] |= 1 << (hash % 32);
                from = to + 1;
            }
            list += 1;
        }
        Names(bits)
    }

    /// Whether the set may hold a name with this hash. False only if it does not.
    pub(super) fn may_hold(&self, hash: usize) -> bool {
        let hash = hash % (WORDS * 32);
        self.0.get(hash / 32).is_some_and(|bits| bits >> (hash % 32) & 1 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        let holds = |set: Names, name: &str| set.may_hold(name_hash(name.as_bytes(), 0, name.len()));
        const SET: Names = Names::of(&["date hwclock", "mkfs umount"]);
        for name in ["date", "hwclock", "mkfs", "mkfs.ext4", "umount.nfs"] {
            assert!(holds(SET, name), "{name}");
        }
        let others = ["echo", "cat", "sysctl", "true", "rm", "sleep", "dates", ""];
        assert!(others.iter().any(|name| !holds(SET, name)));
        assert!(holds(Names::ALL, "echo"));
    }
}
