//! Commands that run on a node: there by `ssh`, or here if this machine is one.

use redline_input::{AdmissionRequest, Operation, RequestSpec, Requester, Subject};
use serde_json::json;

use super::plan::Plan;

/// Options of ssh that take a value in the next word.
const VALUED: &str = "bcDEeFIiJLlmOopQRSWw";

/// Folders that are there on a node of a cluster and nowhere else.
const SIGNS: &[&str] = &["/var/lib/kubelet/pki", "/etc/kubernetes/manifests", "/etc/kubernetes/kubelet.conf"];

/// Whether this machine is a node.
pub(super) fn is_here() -> bool {
    SIGNS.iter().any(|path| std::path::Path::new(path).exists())
}

/// The machine and the script of an ssh command; nothing where it opens a shell.
pub(super) fn remote(words: &[String]) -> Option<(String, String)> {
    let mut rest = words.iter().skip(1);
    let host = loop {
        let word = rest.next()?;
        match word.strip_prefix('-') {
            Some(option) => {
                let valued = option.chars().next().is_some_and(|letter| VALUED.contains(letter)) && option.len() == 1;
                // `-vp 22` ends in an option with a value, too.
                let last = option.chars().last().is_some_and(|letter| VALUED.contains(letter));
                if valued || last && option.chars().all(char::is_alphabetic) {
                    rest.next();
                }
            }
            None => break word,
        }
    };
    let script = rest.cloned().collect::<Vec<_>>().join(" ");
    let host = host.rsplit('@').next().unwrap_or(host).trim_start_matches("ssh://");
    (!script.trim().is_empty()).then(|| (host.to_owned(), script))
}

/// What a script does to a node. The rules know such commands in pods, so it is checked as the script of a pod with the
/// namespaces of the node.
pub(super) fn plan(host: &str, script: &str, requester: Requester) -> Plan {
    let mut plan = Plan::default();
    let enter = ["nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--", "sh", "-c", script];
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": host, "namespace": "default"},
        "spec": {
            "hostPID": true, "hostNetwork": true, "hostIPC": true,
            "containers": [{"name": "shell", "image": "shell", "command": enter, "securityContext": {"privileged": true}}],
        },
    });
    let spec = RequestSpec { operation: Operation::Create, requester, old: None, dry_run: false };
    if let Ok(request) = AdmissionRequest::for_object(pod, &spec) {
        plan.add_as(Subject::Request(request.into_json()), format!("node/{host}"), "RUN");
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssh_has_a_machine_and_a_script() {
        let told = |line: &str| remote(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let want = |host: &str, script: &str| Some((host.to_owned(), script.to_owned()));
        assert_eq!(told("ssh root@10.0.0.1 sysctl -w a=0"), want("10.0.0.1", "sysctl -w a=0"));
        assert_eq!(told("ssh -p 22 -o A=b -tt node-1 -- umount /x").map(|(host, _)| host), Some("node-1".to_owned()));
        assert_eq!(told("ssh -vp 22 n id"), want("n", "id"));
        assert_eq!(told("ssh node-1"), None, "a shell to type in");
    }
}
