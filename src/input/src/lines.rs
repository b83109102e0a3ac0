//! Turns offsets in a text into lines and columns.

/// Turns offsets in a text into lines and columns.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    /// Offsets at which lines start.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a whole text.
    pub fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    /// Line, and column in characters, of an offset. Both count from 1.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        (line, self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1))
    }

    /// The text of a line, without its end; empty where there is no such line.
    pub fn line(&self, line: usize) -> &'t str {
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index));
        start.and_then(|start| self.text.get(*start..)?.lines().next()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_have_lines_and_columns() {
        let lines = Lines::new("é1\nab\n");
        assert_eq!((lines.position(0), lines.position(2), lines.position(5)), ((1, 1), (1, 2), (2, 2)));
        assert_eq!((lines.line(2), lines.line(9)), ("ab", ""));
    }
}
