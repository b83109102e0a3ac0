//! The commands that a container runs, found by interpreting its scripts where they run.
//!
//! A script is interpreted, and its commands are checked, in memory that is reused (see [`scratch`]): only findings leave it.
//! So a check is a function that takes a command and emits findings.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use redline_core::finding::Finding;
use redline_core::scratch;
use redline_json::Str;
use redline_kubernetes::workload::Container;
use redline_shell::{SimpleCommand, Surroundings, run_command, run_script};
use redline_text::{concat, contains_any, find, peek, slice, slice_from};

use crate::reach::Reach;

/// A check of one command. The first argument is the path of the field that holds the command, such as
/// `livenessProbe.exec.command`; the last takes the findings.
pub type Check<'c> = dyn Fn(&str, &SimpleCommand<'_>, &mut dyn FnMut(&Finding)) + Sync + 'c;

/// What is interpreted.
pub(crate) enum CommandText<'i> {
    /// Name and arguments of a command.
    Words(&'i [&'i str]),
    /// A script.
    Script(&'i str),
}

impl CommandText<'_> {
    /// Calls `each` with the commands in order.
    pub(crate) fn run(&self, surroundings: &Surroundings<'_>, each: &mut dyn FnMut(&SimpleCommand<'_>)) {
        match self {
            CommandText::Words(words) => run_command(words, surroundings, each),
            CommandText::Script(script) => run_script(script, surroundings, each),
        }
    }
}

/// Interprets a text, checks its commands in order, and calls `found` with each finding.
#[inline(never)]
fn interpret(
    field: &str,
    input: &CommandText<'_>,
    surroundings: &Surroundings<'_>,
    check: &Check<'_>,
    found: &mut dyn FnMut(&Finding),
) {
    let produce = |emit: &mut dyn FnMut(&Finding)| {
        let mut each = |command: &SimpleCommand<'_>| {
            // What one check allocates is free again for the next.
            scratch::stream(|emit| check(field, command, emit), &mut |finding: &Finding| emit(finding));
        };
        input.run(surroundings, &mut each);
    };
    scratch::stream(produce, found);
}

/// Checks the commands of an argument vector of which nothing else is known.
pub fn of_words(words: &[Str<'_>], check: &Check<'_>, found: &mut dyn FnMut(&Finding)) {
    let words: Vec<&str> = words.iter().map(|word| &**word).collect();
    interpret("command", &CommandText::Words(&words), &Surroundings::default(), check, found);
}

/// Checks the commands of a script of which nothing else is known.
pub(crate) fn of_script(script: &str, check: &Check<'_>, found: &mut dyn FnMut(&Finding)) {
    interpret("", &CommandText::Script(script), &Surroundings::default(), check, found);
}

/// Checks everything that a container runs: entry point, hooks and probes, in the environment and directory that the
/// container gives them. `files` are files that the container finds, with their content.
#[inline(never)]
pub fn of_container(
    reach: &Reach<'_>,
    files: &[(String, Cow<'_, str>)],
    check: &Check<'_>,
    found: &mut dyn FnMut(&Finding),
) {
    inputs(reach, files, &mut |field, input, surroundings| interpret(field, input, surroundings, check, found));
}

/// Calls `visit` with everything that a container runs: the path of its field, the text, and what is known of its place.
pub(crate) fn inputs(
    reach: &Reach<'_>,
    files: &[(String, Cow<'_, str>)],
    visit: &mut dyn FnMut(&str, &CommandText<'_>, &Surroundings<'_>),
) {
    let container = reach.container;
    let mut room = ROOM;
    let environment = environment(container, &mut room);
    let environment: Vec<(&str, Option<&str>)> =
        environment.iter().map(|(name, value)| (*name, value.as_deref())).collect();
    let mounts: Vec<(&str, &str)> = reach.host_mounts().collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let surroundings = Surroundings {
        environment: &environment,
        directory: &container.working_dir,
        files: &files,
        mounts: &mounts,
        ..Surroundings::default()
    };
    let mut run = |field: &str, first: &[Str<'_>], second: &[Str<'_>]| {
        let expanded: Vec<Cow<'_, str>> =
            first.iter().chain(second).map(|word| expand(word, &|name| value(&environment, name), &mut room)).collect();
        let words: Vec<&str> = expanded.iter().map(|word| &**word).collect();
        match words.as_slice() {
            [] => {}
            // The entry point of the image is then a shell, and this its script.
            [script] if first.is_empty() && contains_any(script, " \n;") => {
                visit(field, &CommandText::Script(script), &surroundings);
            }
            words => visit(field, &CommandText::Words(words), &surroundings),
        }
    };
    // The runtime joins the two. Without a command, the entry point of the image gets the arguments.
    let field = if container.command.is_empty() { "args" } else { "command" };
    run(field, &container.command, &container.args);
    let handlers = [
        &container.lifecycle.post_start,
        &container.lifecycle.pre_stop,
        &container.liveness_probe,
        &container.readiness_probe,
        &container.startup_probe,
    ];
    for (field, handler) in HOOKS.iter().zip(handlers) {
        run(field, &handler.exec.command, &[]);
    }
    let startup = container.env.iter().position(|variable| variable.name == STARTUP_SCRIPT);
    if let Some(at) = startup.filter(|_| container.command.is_empty() && container.args.is_empty()) {
        let known = find(&container.image, "startup-script").is_some();
        let script = slice_from(STARTUP, if known { PERHAPS } else { 0 });
        let field = concat(&["env[", &at_text(at), "].value"]);
        visit(&field, &CommandText::Script(script), &surroundings);
    }
}

/// The variable that the startup-script images (Kubernetes, Cilium) run as a script in the namespaces of the node.
const STARTUP_SCRIPT: &str = "STARTUP_SCRIPT";

/// What those images do, behind [`PERHAPS`]: other images may do something else with the variable.
const STARTUP: &str = "entrypoint && entrypoint nsenter -t 1 -m -u -i -n -p -- bash -c \"$STARTUP_SCRIPT\"";
const PERHAPS: usize = "entrypoint && entrypoint ".len();

/// Paths of hooks and probes in a container.
const HOOKS: [&str; 5] = [
    "lifecycle.postStart.exec.command",
    "lifecycle.preStop.exec.command",
    "livenessProbe.exec.command",
    "readinessProbe.exec.command",
    "startupProbe.exec.command",
];

fn at_text(at: usize) -> String {
    let mut out = String::new();
    let digit = |n: usize| char::from(b'0' + (n % 10) as u8);
    if at >= 10 {
        out.push_str(&at_text(at / 10));
    }
    out.push(digit(at));
    out
}

/// The environment of a container: each name with its value, or `None` where the value comes from elsewhere. A value may
/// refer to earlier variables.
fn environment<'c>(container: &'c Container<'_>, room: &mut usize) -> Vec<(&'c str, Option<Cow<'c, str>>)> {
    let mut out: Vec<(&str, Option<Cow<'_, str>>)> = Vec::with_capacity(container.env.len());
    for variable in &container.env {
        let value = match (&variable.value, &variable.value_from) {
            (_, Some(_)) => None,
            (Some(value), None) if contains_any(value, "$") => {
                let known = |name: &str| {
                    let found = out.iter().rev().find(|(known, _)| *known == name);
                    found.map(|(_, value)| value.as_deref())
                };
                Some(Cow::Owned(expand(value, &known, room).into_owned()))
            }
            (Some(value), None) => Some(Cow::Borrowed(&**value)),
            (None, None) => Some(Cow::Borrowed("")),
        };
        out.push((&variable.name, value));
    }
    out
}

/// How many bytes all references of a container may come to. Values that refer to each other can double with each.
const ROOM: usize = 256 * 1024;

/// The value of a variable: `None` if there is no such variable, `Some(None)` if its value comes from elsewhere.
type VariableLookup<'k> = &'k dyn Fn(&str) -> Option<Option<&'k str>>;

/// The value of a variable in a list, of which the last of a name counts.
fn value<'k>(environment: &[(&str, Option<&'k str>)], name: &str) -> Option<Option<&'k str>> {
    environment.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// Replaces `$(NAME)` by the value of the variable, as Kubernetes does before it starts a container. A name that is not set
/// stays as it is, and `$$` stands for one `$`. A value that is not known, or for which there is no `room` left, becomes an
/// unknown part.
#[inline(never)]
fn expand<'t>(text: &'t str, known: VariableLookup<'_>, room: &mut usize) -> Cow<'t, str> {
    let mut out = String::new();
    let (mut rest, mut changed) = (text, false);
    loop {
        let plain = rest.bytes().position(|b| b == b'$').unwrap_or(rest.len());
        out.push_str(slice(rest, 0, plain));
        rest = slice_from(rest, plain);
        if rest.is_empty() {
            return if changed { Cow::Owned(out) } else { Cow::Borrowed(text) };
        }
        let next = peek(slice_from(rest, 1));
        if next == b'$' {
            changed = true;
            out.push('$');
            rest = slice_from(rest, 2);
            continue;
        }
        let name = slice_from(rest, 2);
        // No name is longer, and a text may have many of these signs.
        let end = name.bytes().take(LONGEST).position(|b| next != b'(' || b == b')');
        if let Some(end) = end.filter(|_| next == b'(')
            && let Some(value) = known(slice(name, 0, end))
        {
            changed = true;
            let value = value.filter(|value| value.len() < *room).unwrap_or("\x01");
            *room = room.saturating_sub(value.len());
            out.push_str(value);
            rest = slice_from(name, end + 1);
        } else {
            out.push('$');
            rest = slice_from(rest, 1);
        }
    }
}

/// The longest name of a variable that is looked up.
const LONGEST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use redline_kubernetes::workload::Workload;

    #[test]
    fn variables_are_replaced_as_kubernetes_does() {
        let known = [("A", Some("x")), ("B", None), ("A", Some("y"))];
        for (text, want) in [
            ("plain", "plain"),
            ("$(A) $(C) $A", "y $(C) $A"),
            ("$$(A) $(A", "$(A) $(A"),
            ("rm $(B)/z", "rm \x01/z"),
            ("$", "$"),
            ("()$(A)", "()y"),
        ] {
            assert_eq!(expand(text, &|name| value(&known, name), &mut 100), want, "{text}");
        }
    }

    #[test]
    fn variables_that_double_end_in_the_unknown() {
        let double = |room: &mut usize| expand("$(A)$(A)", &|_| Some(Some("12345678")), room).into_owned();
        let mut room = 20;
        assert_eq!(double(&mut room), "1234567812345678");
        assert_eq!(double(&mut room), "\x01\x01");
    }

    /// The commands of a container in a pod that shares everything with the node.
    fn commands(container: &str) -> Vec<String> {
        let json = format!(r#"{{"spec":{{"hostPID":true,"containers":[{{"name":"c",{container}}}]}}}}"#);
        let pod: Workload = redline_json::read(&json).unwrap();
        let reach = Reach::new(&pod.spec, &pod.spec.containers[0]);
        let mut out = Vec::new();
        let check = |field: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
            let text = redline_core::text!("", "");
            emit(&Finding::warn(concat(&[field, ": ", &command.words().display()]), text));
        };
        of_container(&reach, &[], &check, &mut |finding| out.push(finding.path.clone()));
        out
    }

    #[test]
    fn scripts_run_in_their_surroundings() {
        for (container, want) in [
            (r#""command":["rm","$(D)"],"env":[{"name":"D","value":"/a"}]"#, "command: rm /a"),
            (r#""command":["sh","-c","rm $D"],"env":[{"name":"D","value":"/a"}]"#, "command: rm /a"),
            (r#""args":["rm /a; x"]"#, "args: rm /a"),
            (r#""args":["-c","rm /a"]"#, "args: rm /a"),
            // One word is no script, and neither is the only word of a command.
            (r#""args":["reboot"]"#, "args: reboot"),
            (r#""command":["/a b; rm /a"]"#, "command: /a b; rm /a"),
            (
                r#""lifecycle":{"postStart":{"exec":{"command":["rm","/a"]}}}"#,
                "lifecycle.postStart.exec.command: rm /a",
            ),
            (r#""lifecycle":{"preStop":{"exec":{"command":["rm","/a"]}}}"#, "lifecycle.preStop.exec.command: rm /a"),
            (r#""livenessProbe":{"exec":{"command":["rm","/a"]}}"#, "livenessProbe.exec.command: rm /a"),
            (r#""readinessProbe":{"exec":{"command":["rm","/a"]}}"#, "readinessProbe.exec.command: rm /a"),
            (r#""startupProbe":{"exec":{"command":["rm","/a"]}}"#, "startupProbe.exec.command: rm /a"),
            // The last of a name counts, also for a variable that refers to it.
            (
                r#""command":["rm","$(E)"],"env":[{"name":"D","value":"/x"},{"name":"D","value":"/a"},{"name":"E","value":"$(D)"}]"#,
                "command: rm /a",
            ),
            (r#""command":["rm","$(D)"],"env":[{"name":"D","value":"$$x"}]"#, "command: rm $x"),
            (r#""command":["rm","$(D)/"],"env":[{"name":"D"}]"#, "command: rm /"),
            (
                r#""command":["rm","$(E)"],"env":[{"name":"D","value":"/a"},{"name":"E","value":"$(D)/b"}]"#,
                "command: rm /a/b",
            ),
            (r#""command":["rm","$(E)"],"env":[{"name":"E","valueFrom":{"fieldRef":{}}}]"#, "command: rm …"),
        ] {
            assert!(commands(container).iter().any(|line| line == want), "{container}: {:?}", commands(container));
        }
        let startup = r#""image":"gcr.io/google-containers/startup-script:v2","env":[{"name":"STARTUP_SCRIPT","value":"reboot"}]"#;
        assert_eq!(commands(startup), ["env[0].value: reboot"]);
        let commanded = format!(r#"{startup},"command":["true"]"#);
        assert!(!commands(&commanded).iter().any(|line| line.contains("reboot")));
        let with_args = format!(r#"{startup},"args":["true"]"#);
        assert!(!commands(&with_args).iter().any(|line| line.contains("reboot")));
        // The number of the variable is written in full.
        for at in [9, 10, 57, 123] {
            let before: String = (0..at).map(|i| format!(r#"{{"name":"V{i}"}},"#)).collect();
            let container = startup.replace(r#""env":["#, &format!(r#""env":[{before}"#));
            assert_eq!(commands(&container), [format!("env[{at}].value: reboot")]);
        }
    }
}
