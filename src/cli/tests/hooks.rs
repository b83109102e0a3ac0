//! The hooks of shells and of coding agents, in real shells.

#![cfg(unix)]

mod tools;

use std::process::Command;

use serde_json::{Value, json};
use tools::{Bench, told};

fn has(shell: &str) -> bool {
    Command::new(shell).args(["-c", "true"]).status().is_ok_and(|status| status.success())
}

/// Runs a script in bash with the hook.
fn bash(bench: &Bench, script: &str) -> (i32, String, String) {
    let script = format!("eval \"$(redline hook bash)\"\n{script}\n");
    told(bench.program("bash").args(["-c", &script]).output().unwrap())
}

#[test]
fn bash_judges_before_it_runs() {
    let bench = Bench::new(false);
    let (code, out, err) = bash(&bench, "echo before; kubectl delete node worker-1; echo after");
    assert_eq!((code, out.as_str()), (1, "before\n"), "{err}");
    assert!(err.contains("DENY  Node/worker-1 (DELETE)"), "{err}");
    assert!(bench.asked().is_empty(), "{:?}", bench.asked());
    let (code, out, err) = bash(&bench, "kubectl label node worker-1 a=b; echo $?");
    assert_eq!((code, out.as_str()), (0, "ran: kubectl label node worker-1 a=b\n7\n"), "{err}");
}

#[test]
fn bash_knows_its_variables_and_aliases() {
    let bench = Bench::new(false);
    let (code, _, err) = bash(&bench, "n='worker 9'; for t in node; do kubectl delete $t \"$n\"; done");
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("DENY  Node/worker 9 (DELETE)"), "{err}");
    let (code, _, err) = bash(&bench, "shopt -s expand_aliases\nalias k=kubectl\nk delete node worker-1");
    assert_eq!((code, err.contains("DENY  Node/worker-1")), (1, true), "{err}");
    let (code, out, err) = bash(&bench, "f() { kubectl delete node worker-1; }\nf\necho after");
    assert_eq!((code, out.as_str(), err.contains("DENY")), (1, "", true), "{err}");
}

#[test]
fn lines_without_a_guarded_command_cost_nothing() {
    let bench = Bench::new(false);
    std::fs::remove_dir_all(bench.path("m")).unwrap();
    let (code, out, err) = bash(&bench, "for i in 1 2 3; do echo $i; done | tail -1");
    assert_eq!((code, out.as_str(), err.as_str()), (0, "3\n", ""), "no module is looked for");
}

#[test]
fn an_interactive_bash_goes_back_to_its_prompt() {
    let bench = Bench::new(false);
    let input = "eval \"$(redline hook bash)\"\nkubectl delete node worker-1; echo reached\necho still-here\nexit\n";
    let mut command = bench.program("bash");
    command.args(["--norc", "-i"]).stdin(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    let (_, out, err) = told(child.wait_with_output().unwrap());
    assert!(err.contains("DENY  Node/worker-1"), "{err}");
    assert!(out.lines().any(|line| line == "still-here") && !out.lines().any(|line| line == "reached"), "{out}{err}");
    assert!(bench.asked().is_empty());
}

/// What an interactive zsh on a terminal of its own prints for typed lines; each waits until its text has appeared.
fn typed_in_zsh(bench: &Bench, lines: &[(&str, &str)]) -> String {
    let script = "import os,pty,select,sys,time\n\
        pid,fd=pty.fork()\n\
        if pid==0: os.execvpe('zsh',['zsh','-f','-i'],{**os.environ,'TERM':'dumb','PS1':'ready> '})\n\
        out=b''\n\
        def wait(text):\n\
        \x20 global out\n\
        \x20 end=time.monotonic()+120\n\
        \x20 while text.encode() not in out and select.select([fd],[],[],max(0,end-time.monotonic()))[0]:\n\
        \x20   out+=os.read(fd,4096)\n\
        wait('ready> ')\n\
        for line,text in zip(sys.argv[1::2],sys.argv[2::2]):\n\
        \x20 os.write(fd,(line+'\\n').encode())\n\
        \x20 wait(text)\n\
        print(out.decode())\n\
        os.close(fd)\n";
    let typed = lines.iter().flat_map(|(line, text)| [*line, *text]);
    told(bench.program("python3").args(["-c", script]).args(typed).output().unwrap()).1
}

#[test]
fn zsh_judges_the_typed_line() {
    if !has("zsh") {
        // CI installs it; a machine without zsh has no user of this hook.
        return;
    }
    let bench = Bench::new(false);
    let lines = [
        (r#"eval "$(redline hook zsh)"; echo hook-$((1+1))"#, "hook-2"),
        ("kubectl label node a b=c", "ran: kubectl label node a b=c"),
        ("n=worker-1; alias k=kubectl; echo set-$((1+1))", "set-2"),
        ("k delete node $n", "type the object's name"),
        ("no", "nothing was run"),
    ];
    let out = typed_in_zsh(&bench, &lines);
    for (line, text) in lines {
        assert!(out.contains(text), "{line}: {out}");
    }
    assert!(out.contains("DENY") && out.contains("Node/worker-1 (DELETE)"), "{out}");
    assert_eq!(bench.asked(), ["kubectl label node a b=c"], "{out}");
}

#[test]
fn agents_are_answered_in_their_own_form() {
    let bench = Bench::new(false);
    let ask = |question: Value| {
        let (code, out, err) = bench.feed(&["hook", "agent"], &question.to_string());
        assert_eq!((code, err.as_str()), (0, ""), "{question}");
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let line = "cd /srv && kubectl delete node worker-1";
    let answer =
        ask(json!({"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": line}, "cwd": "/"}));
    assert_eq!(answer["hookSpecificOutput"]["permissionDecision"], "deny");
    let reason = answer["hookSpecificOutput"]["permissionDecisionReason"].as_str().unwrap();
    assert!(reason.starts_with("stop: it goes; impact: ") && reason.contains("instead: "), "{reason}");
    assert_eq!(ask(json!({"hook_event_name": "beforeShellExecution", "command": line}))["permission"], "deny");
    assert_eq!(
        ask(json!({"toolName": "bash", "toolArgs": json!({"command": line}).to_string()}))["permissionDecision"],
        "deny"
    );
    let gemini =
        json!({"hook_event_name": "BeforeTool", "tool_name": "run_shell_command", "tool_input": {"command": line}});
    assert_eq!(ask(gemini)["decision"], "deny");
    let harmless = json!({"tool_name": "Bash", "tool_input": {"command": "kubectl get pods"}});
    assert_eq!(ask(harmless), json!({}), "no objection is no permission");
    let open = json!({"tool_name": "Bash", "tool_input": {"command": "helm uninstall web"}});
    assert_eq!(ask(open)["hookSpecificOutput"]["permissionDecision"], "ask");
    assert_eq!(ask(json!({"tool_name": "Read", "tool_input": {"file_path": "x"}})), json!({}));
    let (code, _, err) = bench.feed(&["hook", "agent"], "x");
    assert_eq!(code, 2);
    assert!(err.starts_with("error: standard input: expected the JSON of a hook"), "{err}");
}

#[test]
fn a_terminal_is_asked_for_the_name() {
    let bench = Bench::new(false).file("get.json", tools::NODE);
    let answer = |typed: &str| {
        let script = "import os,pty,sys\n\
            pid,fd=pty.fork()\n\
            if pid==0: os.execvp('redline',['redline','kubectl','delete','node','worker-1'])\n\
            out=b''\n\
            while b'type the object' not in out: out+=os.read(fd,4096)\n\
            os.write(fd,(sys.argv[1]+'\\n').encode())\n\
            try:\n\
            \x20 while True:\n\
            \x20   more=os.read(fd,4096)\n\
            \x20   if not more: break\n\
            \x20   out+=more\n\
            except OSError: pass\n\
            print(out.decode()); sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid,0)[1]))";
        told(bench.program("python3").args(["-c", script, typed]).output().unwrap())
    };
    let (code, out, err) = answer("worker-1");
    assert_eq!((code, out.contains("ran: kubectl delete node worker-1")), (7, true), "{out}{err}");
    let (code, out, err) = answer("y");
    assert_eq!((code, out.contains("redline: nothing was run")), (1, true), "{out}{err}");
}
