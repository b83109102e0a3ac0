//! What can be wrong with a text: a message and a position. Messages are lower case and have no final stop.

/// Text is not what its format asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{position}: {message}")]
pub struct SyntaxError {
    /// Where in which file, as far as it is known.
    pub position: Position,
    /// What is wrong there.
    pub message: String,
}

impl SyntaxError {
    /// An error about a whole file.
    pub fn in_file(file: &str, message: impl Into<String>) -> Self {
        SyntaxError { position: Position { file: file.to_owned(), ..Position::default() }, message: message.into() }
    }
}

/// A position in a file. Lines and columns count from 1; 0 means unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    /// The file as the user named it; empty when the text does not come from a file.
    pub file: String,
    /// Line in the file.
    pub line: usize,
    /// Column in characters.
    pub column: usize,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let file = if self.file.is_empty() { "input" } else { &self.file };
        match (self.line, self.column) {
            (0, _) => f.write_str(file),
            (line, 0) => write!(f, "{file}:{line}"),
            (line, column) => write!(f, "{file}:{line}:{column}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_parts_of_a_position_are_left_out() {
        let mut position = Position { file: "a.yaml".to_owned(), line: 3, column: 7 };
        assert_eq!(position.to_string(), "a.yaml:3:7");
        position.column = 0;
        assert_eq!(position.to_string(), "a.yaml:3");
        position.line = 0;
        assert_eq!(position.to_string(), "a.yaml");
        assert_eq!(Position::default().to_string(), "input");
    }
}
