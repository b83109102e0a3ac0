//! A generator of random numbers that gives the same ones on every machine, and JSON that is changed at random.

use serde_json::{Map, Value, json};

/// How many rounds each property is tried: `REDLINE_ROUNDS`, else a few that take seconds.
pub(crate) fn rounds() -> u64 {
    number("REDLINE_ROUNDS", 2000)
}

/// Where the random numbers begin: `REDLINE_SEED`.
pub(crate) fn seed() -> u64 {
    number("REDLINE_SEED", 1)
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// SplitMix64.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of one round.
    pub(crate) fn new(round: u64) -> Random {
        Random(seed().wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ round.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`, or 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// True once in so many times.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Any small value.
    pub(crate) fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 7 } else { 10 }) {
            0 => Value::Null,
            1 => self.one_in(2).into(),
            2 => json!(*self.pick(&[0_i64, -1, 1, 65536, i64::MAX, i64::MIN])),
            3 => json!(*self.pick(&[0.5, -1e300, 1e-9])),
            4..=6 => self.text().into(),
            7 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => (0..self.below(4)).map(|_| (self.text(), self.value(depth - 1))).collect::<Map<_, _>>().into(),
        }
    }

    fn text(&mut self) -> String {
        let texts = [
            "",
            "*",
            "a",
            "kube-system",
            "deny",
            "-1h",
            "24h",
            "\u{0}",
            "\u{4e2d}\u{1f600}",
            "/../..",
            "x*y",
            "$(A)",
            "0x7f",
        ];
        (*self.pick(&texts)).repeat(if self.one_in(20) { 300 } else { 1 })
    }

    /// Changes something inside of a value: another value, a key more or less, an item twice.
    pub(crate) fn change(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) if !members.is_empty() && !self.one_in(6) => {
                let keys: Vec<String> = members.keys().cloned().collect();
                let key = self.pick(&keys).clone();
                match self.below(8) {
                    0 => drop(members.remove(&key)),
                    1 => drop(members.insert(self.text(), self.value(2))),
                    2 => {
                        let held = members.remove(&key).unwrap_or_default();
                        members.insert(format!("{key}s"), held);
                    }
                    _ => members.get_mut(&key).into_iter().for_each(|held| self.change(held)),
                }
            }
            Value::Array(items) if !items.is_empty() && !self.one_in(6) => {
                let at = self.below(items.len());
                match self.below(6) {
                    0 => drop(items.remove(at)),
                    1 => items.push(items[at].clone()),
                    2 => items.push(self.value(2)),
                    _ => self.change(&mut items[at]),
                }
            }
            _ => *value = self.value(2),
        }
    }
}
