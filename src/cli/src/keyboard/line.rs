//! The commands in a line of shell. This is the only file that knows the interpreter of shell scripts.

/// A command that a line runs.
#[derive(Debug, PartialEq)]
pub(super) struct Command {
    /// Its words. What cannot be known is a mark in them; see [`is_known`].
    pub words: Vec<String>,
    /// What it reads on standard input, where the line tells.
    pub input: Option<String>,
}

/// The commands of a line in the order in which they run, without what only wraps them (`sudo`, `sh -c`, `xargs`).
pub(super) fn commands(line: &str) -> Vec<Command> {
    let mut found: Vec<Command> = Vec::new();
    redline_shell::run_script(line, &redline_shell::Surroundings::default(), &mut |command| {
        if !command.words().is_empty() {
            let words = command.words().iter().map(str::to_owned).collect();
            let command = Command { words, input: command.input().map(str::to_owned) };
            if !found.contains(&command) {
                found.push(command);
            }
        }
    });
    found
}

/// The name of a program without its folder.
pub(super) fn program(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

/// Whether a word is known whole.
pub(super) fn is_known(word: &str) -> bool {
    !redline_shell::value::is_unknown(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_behind_variables_loops_and_wrappers() {
        for line in [
            "kubectl delete node a",
            "K=kubectl; $K delete node a",
            "for n in a; do kubectl delete node $n; done",
            "sudo -u ops bash -c 'kubectl delete node a'",
            "echo a | xargs kubectl delete node",
            "true && (kubectl delete node a)",
        ] {
            let words = ["kubectl", "delete", "node", "a"].map(str::to_owned).to_vec();
            assert!(commands(line).iter().any(|command| command.words == words), "{line}: {:?}", commands(line));
        }
    }

    #[test]
    fn a_document_in_the_line_is_the_input() {
        let found = commands("kubectl apply -f - <<EOF\nkind: Pod\nEOF\n");
        assert_eq!(found.last().and_then(|command| command.input.as_deref()), Some("kind: Pod\n"));
        assert!(!is_known(&commands("kubectl get pod $name")[0].words[3]) && is_known("name"));
    }
}
