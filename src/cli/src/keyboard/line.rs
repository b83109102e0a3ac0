//! The commands in a line of shell. This is the only file that knows the interpreter of shell scripts.

/// A command that a line runs.
#[derive(Debug, PartialEq)]
pub(super) struct LineCommand {
    /// Its words. What cannot be known is a mark in them; see [`is_known`].
    pub words: Vec<String>,
    /// What it reads on standard input, where the line tells.
    pub input: Option<String>,
}

/// What stands for `ssh` while a line is interpreted: the interpreter passes over commands on other machines.
const SSH: &str = "redline-ssh";

/// The commands of a line in the order in which they run, without what only wraps them (`sudo`, `sh -c`, `xargs`).
pub(super) fn commands(line: &str) -> Vec<LineCommand> {
    let mut found: Vec<LineCommand> = Vec::new();
    redline_shell::run_script(&with_ssh(line), &redline_shell::Surroundings::default(), &mut |command| {
        if !command.words().is_empty() {
            // A `?` that stands for no file stays what it is, as in the path of a call.
            let literal = |word: &str| match line.contains('[') {
                true => word.to_owned(),
                false => word.replace(redline_shell::value::CHARACTER, "?"),
            };
            let mut words: Vec<String> = command.words().iter().map(literal).collect();
            if words[0] == SSH {
                words[0] = "ssh".to_owned();
            }
            let command = LineCommand { words, input: command.input().map(str::to_owned) };
            if !found.contains(&command) {
                found.push(command);
            }
        }
    });
    found
}

/// The line with another name for `ssh`, where it stands as a word of its own.
fn with_ssh(line: &str) -> String {
    let pieces: Vec<&str> = line.split("ssh").collect();
    let mut out = String::with_capacity(line.len());
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            let before = out.chars().last().is_none_or(|c| c.is_whitespace() || ";|&({'\"".contains(c));
            let after = piece.chars().next().is_some_and(char::is_whitespace);
            out.push_str(if before && after { SSH } else { "ssh" });
        }
        out.push_str(piece);
    }
    out
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
    fn commands_on_other_machines_are_handed_out_whole() {
        let words = ["ssh", "root@n", "umount", "/x"].map(str::to_owned).to_vec();
        for line in
            ["ssh root@n umount /x", "sudo ssh root@n 'umount' /x", "for h in n; do ssh root@$h umount /x; done"]
        {
            assert!(commands(line).iter().any(|command| command.words == words), "{line}: {:?}", commands(line));
        }
        assert_eq!(with_ssh("ls ~/.ssh /etc/ssh -l; openssh x"), "ls ~/.ssh /etc/ssh -l; openssh x");
    }

    #[test]
    fn a_document_in_the_line_is_the_input() {
        let found = commands("kubectl apply -f - <<EOF\nkind: Pod\nEOF\n");
        assert_eq!(found.last().and_then(|command| command.input.as_deref()), Some("kind: Pod\n"));
        assert!(!is_known(&commands("kubectl get pod $name")[0].words[3]) && is_known("name"));
        assert_eq!(commands("aliyun cs DELETE /clusters/c1?force=true")[0].words[3], "/clusters/c1?force=true");
    }
}
