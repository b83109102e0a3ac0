use proptest::prelude::*;

use super::*;

fn commands(script: &str) -> Vec<SimpleCommand> {
    let mut out = Vec::new();
    of_script(script, &mut |command| out.push(command.clone()));
    out
}

/// The words of every command, joined.
fn words(script: &str) -> Vec<String> {
    commands(script).iter().filter(|c| !c.words.is_empty()).map(|c| c.words.join(" ")).collect()
}

/// The files changed, with what is written.
fn changed(script: &str) -> Vec<(String, FileOp, Option<String>)> {
    commands(script).into_iter().flat_map(|c| c.changes).map(|c| (c.path, c.act, c.content)).collect()
}

#[test]
fn operators_separate() {
    let want = ["a 1", "b 2", "c", "d", "e", "f", "g h"];
    assert_eq!(words("a 1; b 2 && c || d | e & f\n g  h # i; j"), want);
    assert_eq!(words("(a; b) && { c; }; if d; then e; else f; fi"), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(words("while a; do b; done; ! c; time d"), ["a", "b", "c", "d"]);
    assert_eq!(words("case $x in a|b) c;; *) d;; esac; e"), ["c", "d", "e"]);
    assert_eq!(words("f() { a; }; function g { b; }; f"), ["f", "a", "b", "f"]);
    assert_eq!(words("a 2>&1 >/dev/null <&- | b"), ["a", "b"]);
}

#[test]
fn quoting() {
    assert_eq!(words(r#"'a b' "c;d" e\ f 's'"y"s \# x#y"#), ["a b c;d e f sys # x#y"]);
    assert_eq!(words("a \\\n b"), ["a b"]);
    assert_eq!(words(r"$'\x61\n'"), ["a\n"]);
    assert_eq!(words("'unclosed"), ["unclosed"]);
    assert_eq!(words("\"a $(b \"c d\") e\""), ["b c d", "a $() e"]);
}

#[test]
fn expansion() {
    assert_eq!(words("A=rm; B='-r f'; $A $B"), ["rm -r f"]);
    assert_eq!(words("A='x y'; c \"$A\""), ["c x y"]);
    assert_eq!(words("c ${A:-/var} ${A} $A ${A%x}"), ["c /var $A $A $()"]);
    assert_eq!(words("c $(echo 0) `echo 1` $((1-1))"), ["echo 0", "echo 1", "c 0 1 $()"]);
    assert_eq!(words("for x in a b; do c /$x; done"), ["c /a /b"]);
    assert_eq!(words("rm /var/{a,b/{c,d}}"), ["rm /var/a /var/b/c /var/b/d"]);
    assert_eq!(words("set -- a b; c $2 \"$@\""), ["c b a b"]);
    assert_eq!(words("printf 'a\\nb\\n' | while read -r k; do c $k; done"), ["printf a\\nb\\n", "c a b"]);
}

#[test]
fn scripts_within_scripts() {
    for script in [
        "sh -c 'rm x'",
        "bash -ec 'rm x'",
        "sh -o errexit -c -- 'rm x'",
        "bash --norc -euxo pipefail -c 'rm x'",
        "busybox sh -c 'rm x'",
        "sh -c 'rm \"$1\"' _ x",
        "eval rm x",
        "eval 'rm' \"x\"",
        "sh <<EOF\nrm x\nEOF",
        "sh <<< 'rm x'",
        "sh -s < <(echo rm x)",
        "trap 'rm x' EXIT",
        "su - root -c 'rm x'",
        "env -S 'rm x'",
        "flock /l -c 'rm x'",
        "ssh -p 22 root@node rm x",
        "capsh -- -c 'rm x'",
        "ip netns exec n rm x",
        "a() { rm x; }",
        "find x -delete -o -exec rm {} +",
        "find x -type f | xargs -n 1 rm",
        "echo x | xargs -I{} rm {}",
    ] {
        let found = words(script);
        assert!(found.iter().any(|w| w == "rm x" || w == "rm -r x"), "{script}: {found:?}");
    }
    assert!(words("echo 'rm x' > /tmp/f; sh /tmp/f").contains(&"rm x".to_owned()));
    assert!(words("cat <<'EOF' | bash\nrm x\nEOF\n").contains(&"rm x".to_owned()));
    assert_eq!(words("echo rm x; : 'rm x'; cat <<EOF\nrm x\nEOF\ny"), ["echo rm x", ": rm x", "cat", "y"]);
}

#[test]
fn changes_are_seen() {
    let write = |path: &str, content: &str| vec![(path.to_owned(), FileOp::Write, Some(content.to_owned()))];
    assert_eq!(changed("echo 0 > /a"), write("/a", "0\n"));
    assert_eq!(changed("echo -n 0 1>>/a 2>/dev/null"), write("/a", "0"));
    assert_eq!(changed("cat <<EOF > f\n$X y\nEOF"), write("/f", "$X y\n"));
    assert_eq!(changed("echo 0 | tee /a"), write("/a", "0\n"));
    assert_eq!(changed("{ echo a; echo b; } > /a"), write("/a", "a\nb\n"));
    assert_eq!(changed("(echo a; echo b) | cat > /a"), write("/a", "a\nb\n"));
    assert_eq!(changed("curl x | dd of=/a"), write("/a", "$()\n"));
    let paths = |script: &str| changed(script).into_iter().map(|(p, act, _)| (p, act)).collect::<Vec<_>>();
    let is = |path: &str, act| (path.to_owned(), act);
    assert_eq!(paths("cd /a; rm -rf b ../c"), [is("/a/b", FileOp::Remove), is("/c", FileOp::Remove)]);
    assert_eq!(paths("mv /a /b"), [is("/a", FileOp::Remove), is("/b", FileOp::Write)]);
    assert_eq!(paths("cp -t /d a b"), [is("/d", FileOp::Write)]);
    assert_eq!(paths("chmod -R 700 /a"), [is("/a", FileOp::Remove)]);
    assert_eq!(paths("chown root:root /a"), [is("/a", FileOp::Write)]);
    assert_eq!(paths("tar xzf x.tgz -C /d"), [is("/d", FileOp::Write)]);
    assert_eq!(paths("tar -cf /x /d; ls /a; cat /b; sed s/a/b/ /c; find /d"), []);
    assert_eq!(paths("mount --bind /a /b; umount /c"), [is("/b", FileOp::Remove), is("/c", FileOp::Remove)]);
    assert_eq!(paths("ln -sf /a /b"), [is("/b", FileOp::Write)]);
    assert_eq!(paths("sed -i.bak -e s/a/b/ /c"), [is("/c", FileOp::Edit)]);
}

#[test]
fn places() {
    let place = |script: &str| commands(script).pop().unwrap().place;
    assert_eq!(place("chroot /host rm x").chroot, "/host");
    assert_eq!(place("chroot /a chroot b rm x").chroot, "/a/b");
    assert!(place("nsenter -t 1 -m -u -i -n -p -- rm x").mount);
    assert!(place("nsenter -t1 -mn rm x").net);
    assert!(place("nsenter --target 1 --all rm x").net);
    let by_file = place("nsenter -n/host/proc/1/ns/net rm x");
    assert!(by_file.net && by_file.by_file && !by_file.mount);
    assert_eq!(place("nsenter --net=/var/run/netns/x rm x"), Namespaces::default());
    assert_eq!(place("nsenter -t 1 -m a; b"), Namespaces::default());
    let redirected = commands("chroot /host echo 0 > /a");
    assert_eq!(redirected.last().unwrap().place, Namespaces::default());
    assert!(commands("nsenter -t 1 -a <<EOF\nrm x\nEOF").iter().any(|c| c.name() == "rm" && c.place.net));
}

#[test]
fn shells_that_wait_for_somebody() {
    for script in ["sh", "bash -l", "chroot /host", "nsenter -t 1 -a", "sudo -i", "exec /bin/bash", "env A=b ash"] {
        assert!(commands(script).iter().any(SimpleCommand::interactive), "{script}");
    }
    for script in ["sh -c ls", "sh /x.sh", "echo ls | sh", "sh </dev/null", "ls"] {
        assert!(!commands(script).iter().any(SimpleCommand::interactive), "{script}");
    }
}

#[test]
fn doubling_variables_stay_harmless() {
    let mut script = "A=aaaaaaaaaaaaaaaa\n".to_owned();
    (0..200).for_each(|_| script.push_str("A=$A$A$A; echo $A > /f; cat /f /f > /g\n"));
    of_script(&script, &mut |_| {});
    let deep = "$(".repeat(5000) + "rm x";
    assert!(words(&deep).contains(&"rm x".to_owned()));
    assert!(words(&("\"$(".repeat(5000) + "rm x")).contains(&"rm x".to_owned()));
    let deep = (0..100).fold("rm x\n".to_owned(), |inner, i| format!("sh <<E{i}\n{inner}E{i}\n"));
    assert!(words(&deep).contains(&"rm x".to_owned()));
    assert!(words(&format!("sh -c {}", quote(&deep))).contains(&"rm x".to_owned()));
    assert!(words(&("find x -exec ".repeat(100) + "rm x")).contains(&"rm x".to_owned()));
    assert_eq!(words(&("sudo ".repeat(20_000) + "rm x")), ["rm x"]);
    for c in ["\"", "`", "((", "{", "{a,", "\\", "<<E\n", "${", "$((", "|", "sh -c '", "case x in ", ")", "a=$"] {
        of_script(&c.repeat(20_000), &mut |_| {});
    }
}

#[test]
fn arguments_alone_may_be_a_shell_script() {
    let mut found = Vec::new();
    of_words(&["-ec", "rm x"], &mut |command| found.push(command.words.join(" ")));
    assert_eq!(found, ["rm x"]);
}

const WRAPPERS: &[&str] = &[
    "nsenter -t 1 -m -u -i -n --",
    "nsenter --target 1 --all",
    "chroot /host",
    "env A=b",
    "env -i PATH=/bin",
    "sudo -u root -E",
    "sudo",
    "timeout 5",
    "timeout -k 1 -s TERM 5s",
    "nice -n 10",
    "nice",
    "ionice -c 3",
    "nohup",
    "busybox",
    "exec",
    "time -p",
    "setsid -w",
    "stdbuf -oL",
    "xargs -r",
    "tini --",
    "taskset 0x1",
    "A=b",
    "!",
    "command",
    "unshare -m",
];

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

proptest! {
    #[test]
    fn arbitrary_text_is_harmless(text in ".{0,200}") {
        commands(&text);
    }

    #[test]
    fn arbitrary_shell_is_harmless(parts in prop::collection::vec(prop::sample::select(vec![
        "a", " ", "\n", ";", "|", "&", "(", ")", "{", "}", "<", ">", "<<", "EOF", "'", "\"", "`", "$", "$(", "${", "x=",
        "\\", "sh -c ", "eval ", "for i in ", "do ", "done", "case ", "esac", "#", "*", "é", ",", "find ", "nsenter -t 1 ",
        "-", "--", "=", "sed -i ", "cp ", "printf %s ", "read x", "0", "1>", "&>", "<<<", "<(", "xargs -I{} ", "base64 -d",
    ]), 0..40)) {
        commands(&parts.concat());
    }

    /// A command behind any stack of wrappers is found as the bare command is.
    #[test]
    fn wrappers_hide_nothing(
        wrappers in prop::collection::vec((prop::sample::select(WRAPPERS), prop::bool::ANY), 0..8),
        separator in prop::sample::select(vec!["; ", " && ", " | ", "\n", " & "]),
    ) {
        let mut script = "sysctl -w 'a b'=\"0\"".to_owned();
        for (wrapper, shell) in wrappers {
            // Keywords and assignments are the shell's, so a shell must read what begins with them.
            let inner = if shell || script.starts_with(['!', 'A']) { format!("sh -ec {}", quote(&script)) } else { script };
            script = format!("{wrapper} {inner}");
        }
        let bare = words("sysctl -w 'a b'=\"0\"");
        prop_assert_eq!(&words(&script), &bare);
        let among_others = format!("true{separator}{script}{separator}true");
        prop_assert!(words(&among_others).contains(&bare[0]));
    }
}
