//! One act of each family in many spellings: whatever a script looks like, the act is in the list.

use redline_shell::{FileOpKind, Surroundings, run_command, run_script};

/// Commands and file changes as lines of text.
fn seen(script: &str, surroundings: &Surroundings<'_>) -> Vec<String> {
    let mut out = Vec::new();
    run_script(script, surroundings, &mut |command| note(command, &mut out));
    out
}

fn note(command: &redline_shell::SimpleCommand<'_>, out: &mut Vec<String>) {
    let place = command.namespaces();
    let mut at = String::new();
    if place.mount {
        at += "node:";
    }
    if !place.root.is_empty() {
        at += place.root;
        at += ":";
    }
    if !command.words().is_empty() {
        out.push(format!("{at}{}", command.words().display()));
    }
    for op in command.file_ops() {
        let path = redline_shell::value::display(op.path);
        let content = op.content.map(redline_shell::value::display);
        let content = content.filter(|_| op.kind == FileOpKind::Write);
        out.push(format!(
            "{at}{:?} {path}{}",
            op.kind,
            content.map(|c| format!(" = {}", c.trim_end())).unwrap_or_default()
        ));
    }
}

fn all(want: &str, scripts: &[&str]) {
    all_in(want, &Surroundings::default(), scripts);
}

fn all_in(want: &str, surroundings: &Surroundings<'_>, scripts: &[&str]) {
    let mut missed = Vec::new();
    for script in scripts {
        let found = seen(script, surroundings);
        if !found.iter().any(|line| line == want) {
            missed.push(format!("{script}\n    {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{} of {} miss `{want}`:\n{}", missed.len(), scripts.len(), missed.join("\n"));
}

fn none(unwanted: &str, scripts: &[&str]) {
    for script in scripts {
        let found = seen(script, &Surroundings::default());
        assert!(!found.iter().any(|line| line == unwanted), "{script}: {found:?}");
    }
}

const SET: &str = "sysctl -w net.ipv4.ip_forward=0";

#[test]
fn words_of_a_command() {
    all(
        SET,
        &[
            "sysctl -w net.ipv4.ip_forward=0",
            "sysctl  -w\tnet.ipv4.ip_forward=0 # off",
            "sysctl -w 'net.ipv4.ip_forward=0'",
            "sysctl -w \"net.ipv4.ip_forward=0\"",
            "sysctl -w net.ipv4.ip_forward='0'",
            "sysctl -w net.ipv4.\"ip_\"forward=0",
            "s\\ysctl -w net.ipv4.ip_forward=0",
            "sysctl -w \\\n  net.ipv4.ip_forward=0",
            "sysctl -w $'net.ipv4.ip_forward=0'",
            "sysctl -w $'net\\x2eipv4.ip_forward=0'",
            "sysctl -w $\"net.ipv4.ip_forward=0\"",
            "X=0 sysctl -w net.ipv4.ip_forward=0",
            "sysctl -w net.ipv4.ip_forward=0 2>&1",
            "sysctl -w net.ipv4.ip_forward=0 >/dev/null 2>&1 || true",
            "2>/dev/null sysctl -w net.ipv4.ip_forward=0",
            "true; sysctl -w net.ipv4.ip_forward=0",
            "true && sysctl -w net.ipv4.ip_forward=0",
            "a && b && sysctl -w net.ipv4.ip_forward=0 && c",
            "false || sysctl -w net.ipv4.ip_forward=0",
            "a || sysctl -w net.ipv4.ip_forward=0",
            "a | sysctl -w net.ipv4.ip_forward=0",
            "sysctl -w net.ipv4.ip_forward=0 | tee /tmp/log",
            "sysctl -w net.ipv4.ip_forward=0 &",
            "! sysctl -w net.ipv4.ip_forward=0",
            "time sysctl -w net.ipv4.ip_forward=0",
            "time -p sysctl -w net.ipv4.ip_forward=0",
            "{ sysctl -w net.ipv4.ip_forward=0; }",
            "(sysctl -w net.ipv4.ip_forward=0)",
            "( ( sysctl -w net.ipv4.ip_forward=0 ) )",
            "if true; then sysctl -w net.ipv4.ip_forward=0; fi",
            "if a; then b; else sysctl -w net.ipv4.ip_forward=0; fi",
            "if a; then b; elif c; then sysctl -w net.ipv4.ip_forward=0; fi",
            "if sysctl -w net.ipv4.ip_forward=0; then a; fi",
            "if a\nthen\nsysctl -w net.ipv4.ip_forward=0\nfi",
            "while a; do sysctl -w net.ipv4.ip_forward=0; done",
            "until a; do sysctl -w net.ipv4.ip_forward=0; done",
            "while true; do sysctl -w net.ipv4.ip_forward=0; sleep 60; done",
            "while :; do sysctl -w net.ipv4.ip_forward=0; break; done",
            "for i in 1 2; do sysctl -w net.ipv4.ip_forward=0; done",
            "for i in $LIST; do sysctl -w net.ipv4.ip_forward=0; done",
            "for ((i=0;i<2;i++)); do sysctl -w net.ipv4.ip_forward=0; done",
            "case $x in a) b;; *) sysctl -w net.ipv4.ip_forward=0;; esac",
            "case a in (a) sysctl -w net.ipv4.ip_forward=0;; esac",
            "case a in b|a) sysctl -w net.ipv4.ip_forward=0 ;; esac",
            "case x in a) ;; *) sysctl -w net.ipv4.ip_forward=0 ;& b) c;; esac",
            "case $x in\n a)\n  b\n  ;;\n c)\n  sysctl -w net.ipv4.ip_forward=0\nesac",
            "[ -f /x ] && sysctl -w net.ipv4.ip_forward=0",
            "[[ -f /x && $a == b ]] && sysctl -w net.ipv4.ip_forward=0",
            "[[ $a =~ ^(b|c)$ ]] && sysctl -w net.ipv4.ip_forward=0",
            "test -z \"$a\" && sysctl -w net.ipv4.ip_forward=0",
            "(( x > 1 )) && sysctl -w net.ipv4.ip_forward=0",
            "(( x = 1 << y ))\nsysctl -w net.ipv4.ip_forward=0",
            "x=$((1 << 2))\nsysctl -w net.ipv4.ip_forward=0",
            "cat 3<<EOF\nrm x\nEOF\nsysctl -w net.ipv4.ip_forward=0",
            "cat <<EOF; sysctl -w net.ipv4.ip_forward=0\ntext\nEOF",
            "cat <<-'A B'\n\ttext\n\tA B\nsysctl -w net.ipv4.ip_forward=0",
            "cat <<A <<B\na\nA\nb\nB\nsysctl -w net.ipv4.ip_forward=0",
            "echo \"$(cat <<EOF\n)\nEOF\n)\"\nsysctl -w net.ipv4.ip_forward=0",
            "echo $(case a in a) echo b;; esac)\nsysctl -w net.ipv4.ip_forward=0",
            "echo \"a $(echo \"b $(sysctl -w net.ipv4.ip_forward=0)\")\"",
            "echo `echo \\`sysctl -w net.ipv4.ip_forward=0\\``",
            "x=`sysctl -w net.ipv4.ip_forward=0`",
            "x=$(sysctl -w net.ipv4.ip_forward=0)",
            "cat <(sysctl -w net.ipv4.ip_forward=0)",
            "a > >(sysctl -w net.ipv4.ip_forward=0)",
            "set -e\nset -o pipefail\nsysctl -w net.ipv4.ip_forward=0",
            "#!/bin/sh\nset -eux\n: \"${FOO:=bar}\"\nsysctl -w net.ipv4.ip_forward=0",
            "trap 'sysctl -w net.ipv4.ip_forward=0' EXIT",
            "trap 'sysctl -w net.ipv4.ip_forward=0' TERM INT",
            "coproc sysctl -w net.ipv4.ip_forward=0",
            "if ! a; then exit 1; fi\nsysctl -w net.ipv4.ip_forward=0",
            "a || exit 1\nsysctl -w net.ipv4.ip_forward=0",
            "a || { echo no; exit 1; }\nsysctl -w net.ipv4.ip_forward=0",
            "exec 3>&1\nsysctl -w net.ipv4.ip_forward=0",
            "cd /proc && sysctl -w net.ipv4.ip_forward=0",
            "sysctl -w {net.ipv4.ip_forward=0,}",
            "select x in a b; do sysctl -w net.ipv4.ip_forward=0; done",
        ],
    );
}

#[test]
fn values() {
    all(
        SET,
        &[
            "V=0; sysctl -w net.ipv4.ip_forward=$V",
            "V=0; sysctl -w net.ipv4.ip_forward=${V}",
            "V=0; sysctl -w \"net.ipv4.ip_forward=$V\"",
            "P=net.ipv4.ip_forward; V=0; sysctl -w $P=$V",
            "A='-w net.ipv4.ip_forward=0'; sysctl $A",
            "C='sysctl -w'; $C net.ipv4.ip_forward=0",
            "C=\"sysctl -w net.ipv4.ip_forward=0\"; $C",
            "sysctl -w net.ipv4.ip_forward=${V:-0}",
            "V=; sysctl -w net.ipv4.ip_forward=${V:-0}",
            ": ${V:=0}; sysctl -w net.ipv4.ip_forward=$V",
            "V=1; sysctl -w net.ipv4.ip_forward=${V:+0}",
            "V=x0; sysctl -w net.ipv4.ip_forward=${V#x}",
            "V=0x; sysctl -w net.ipv4.ip_forward=${V%x}",
            "V=a/b/0; sysctl -w net.ipv4.ip_forward=${V##*/}",
            "V=0.b.c; sysctl -w net.ipv4.ip_forward=${V%%.*}",
            "V=1; sysctl -w net.ipv4.ip_forward=${V/1/0}",
            "V=net/ipv4/ip_forward; sysctl -w ${V//\\//.}=0",
            "V=abc0; sysctl -w net.ipv4.ip_forward=${V:3}",
            "V=abc0d; sysctl -w net.ipv4.ip_forward=${V:3:1}",
            "V=NET; sysctl -w ${V,,}.ipv4.ip_forward=0",
            "N=V; V=0; sysctl -w net.ipv4.ip_forward=${!N}",
            "V=; sysctl -w net.ipv4.ip_forward=${#V}",
            "sysctl -w net.ipv4.ip_forward=$((1-1))",
            "V=1; sysctl -w net.ipv4.ip_forward=$((V-1))",
            "V=1; sysctl -w net.ipv4.ip_forward=$(($V - 1))",
            "V=1; ((V--)); sysctl -w net.ipv4.ip_forward=$V",
            "let V=2-2; sysctl -w net.ipv4.ip_forward=$V",
            "V=net.ipv4; V+=.ip_forward; sysctl -w $V=0",
            "export V=0; sysctl -w net.ipv4.ip_forward=$V",
            "readonly V=0; sysctl -w net.ipv4.ip_forward=$V",
            "declare -r V=0; sysctl -w net.ipv4.ip_forward=$V",
            "V=$(echo 0); sysctl -w net.ipv4.ip_forward=$V",
            "V=`echo 0`; sysctl -w net.ipv4.ip_forward=$V",
            "V=$(printf 0); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(printf '%s' 0); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(printf '%d\\n' 0); sysctl -w net.ipv4.ip_forward=$V",
            "printf -v V %s 0; sysctl -w net.ipv4.ip_forward=$V",
            "sysctl -w $(printf '%s.%s.%s=%d' net ipv4 ip_forward 0)",
            "V=$(expr 1 - 1); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(cat <<< 0); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(echo a:0 | cut -d: -f2); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(echo a=0 | sed 's/a=//'); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(echo a0 | tr -d a); sysctl -w net.ipv4.ip_forward=$V",
            "P=$(echo net/ipv4/ip_forward | tr / .); sysctl -w $P=0",
            "P=$(echo NET.IPV4.IP_FORWARD | tr A-Z a-z); sysctl -w $P=0",
            "P=$(echo NET.IPV4.IP_FORWARD | tr '[:upper:]' '[:lower:]'); sysctl -w $P=0",
            "P=$(echo net/ipv4/ip_forward | sed 's#/#.#g'); sysctl -w $P=0",
            "P=$(echo x net.ipv4.ip_forward | awk '{print $2}'); sysctl -w $P=0",
            "P=$(echo x:net.ipv4.ip_forward | awk -F: '{print $2}'); sysctl -w $P=0",
            "P=$(basename /a/net.ipv4.ip_forward); sysctl -w $P=0",
            "P=$(basename /a/net.ipv4.ip_forward.conf .conf); sysctl -w $P=0",
            "V=$(seq 0 0); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(printf '1\\n0\\n' | tail -n1); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(printf '0\\n1\\n' | head -1); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(echo 0 | rev); sysctl -w net.ipv4.ip_forward=$V",
            "V=$(printf 'a\\nb=0\\n' | grep b= | cut -d= -f2); sysctl -w net.ipv4.ip_forward=$V",
            "V=0; if a; then V=1; fi; sysctl -w net.ipv4.ip_forward=$V",
            "V=1; if a; then V=0; fi; sysctl -w net.ipv4.ip_forward=$V",
            "if a; then V=1; else V=0; fi; sysctl -w net.ipv4.ip_forward=$V",
            "V=1; [ -f /x ] && V=0; sysctl -w net.ipv4.ip_forward=$V",
            "V=0; [ -f /x ] || V=1; sysctl -w net.ipv4.ip_forward=$V",
            "case $X in a) V=1;; b) V=0;; esac; sysctl -w net.ipv4.ip_forward=$V",
            "case off in on) V=1;; off) V=0;; esac; sysctl -w net.ipv4.ip_forward=$V",
            "case $X in y*) V=1;; *) V=0;; esac; sysctl -w net.ipv4.ip_forward=$V",
            "V=1; while a; do V=0; done; sysctl -w net.ipv4.ip_forward=$V",
            "for V in 0 1; do sysctl -w net.ipv4.ip_forward=$V; done",
            "for P in net.ipv4.ip_forward=0 a=b; do sysctl -w $P; done",
            "for P in net.ipv4.{ip_forward,x}; do sysctl -w $P=0; done",
            "for i in $(seq 0 3); do sysctl -w net.ipv4.ip_forward=$i; done",
            "for i in {0..3}; do sysctl -w net.ipv4.ip_forward=$i; done",
            "i=3; while [ $i -ge 0 ]; do sysctl -w net.ipv4.ip_forward=$i; i=$((i-1)); done",
            "for ((i=2; i>=0; i--)); do sysctl -w net.ipv4.ip_forward=$i; done",
            "f() { sysctl -w $1; }; f net.ipv4.ip_forward=0",
            "f() { sysctl -w \"$1=$2\"; }; f net.ipv4.ip_forward 0",
            "function f { sysctl -w \"$1=$2\"; }; f net.ipv4.ip_forward 0",
            "function f() { sysctl -w \"$@\"; }; f net.ipv4.ip_forward=0",
            "f() { local p=$1; shift; sysctl -w $p=$1; }; f net.ipv4.ip_forward 0",
            "f() { local p; p=\"$1\"; sysctl -w \"${p}=$2\"; }; f net.ipv4.ip_forward 0",
            "f() { local p=\"$1\" v=\"$2\"; sysctl -w \"${p}=${v}\"; }; f net.ipv4.ip_forward 0",
            "f() { for a in \"$@\"; do sysctl -w $a; done; }; f x=1 net.ipv4.ip_forward=0",
            "f() { for a; do sysctl -w $a; done; }; f x=1 net.ipv4.ip_forward=0",
            "f() { while [ $# -gt 0 ]; do sysctl -w $1; shift; done; }; f x=1 net.ipv4.ip_forward=0",
            "f() { g $1; }; g() { sysctl -w $1; }; f net.ipv4.ip_forward=0",
            "f() ( sysctl -w $1 ); f net.ipv4.ip_forward=0",
            "f() { echo 0; }; sysctl -w net.ipv4.ip_forward=$(f)",
            "f() { V=0; }; V=1; f; sysctl -w net.ipv4.ip_forward=$V",
            "f() { return 1; V=1; }; V=0; f; sysctl -w net.ipv4.ip_forward=$V",
            "V=0; f() { V=1; }; sysctl -w net.ipv4.ip_forward=$V",
            "V=0; (V=1); sysctl -w net.ipv4.ip_forward=$V",
            "V=0; x=$(V=1); sysctl -w net.ipv4.ip_forward=$V",
            "V=0; sh -c 'V=1'; sysctl -w net.ipv4.ip_forward=$V",
            "V=0; V=1 true; sysctl -w net.ipv4.ip_forward=$V",
            "V=0; echo 1 | read V; sysctl -w net.ipv4.ip_forward=$V",
            "f() { local V=1; }; V=0; f; sysctl -w net.ipv4.ip_forward=$V",
            "set -- net.ipv4.ip_forward 0; sysctl -w $1=$2",
            "set -- x net.ipv4.ip_forward=0; shift; sysctl -w \"$@\"",
            "set -- -w net.ipv4.ip_forward=0; sysctl \"$@\"",
            "A=(net.ipv4.ip_forward=0 b=1); for p in \"${A[@]}\"; do sysctl -w \"$p\"; done",
            "A=(-w net.ipv4.ip_forward=0); sysctl \"${A[@]}\"",
            "A=(sysctl -w net.ipv4.ip_forward=0); \"${A[@]}\"",
            "A=(); A+=(sysctl); A+=(-w net.ipv4.ip_forward=0); ${A[@]}",
            "A[0]=a; A[1]=net.ipv4.ip_forward=0; sysctl -w ${A[1]}",
            "A=(a net.ipv4.ip_forward=0); sysctl -w ${A[1]}",
            "A=(a net.ipv4.ip_forward=0); sysctl -w ${A[-1]}",
            "A=(a b net.ipv4.ip_forward=0); i=2; sysctl -w ${A[$i]}",
            "A=(x=1 net.ipv4.ip_forward=0); for ((i=0;i<${#A[@]};i++)); do sysctl -w ${A[i]}; done",
            "A=(x -w net.ipv4.ip_forward=0); sysctl \"${A[@]:1}\"",
            "declare -a A=(net.ipv4.ip_forward=0); sysctl -w ${A[0]}",
            "declare -A M; M[k]=0; sysctl -w net.ipv4.ip_forward=${M[k]}",
            "declare -A M=([net.ipv4.ip_forward]=0 [a]=1); sysctl -w net.ipv4.ip_forward=${M[net.ipv4.ip_forward]}",
            "read V <<< 0; sysctl -w net.ipv4.ip_forward=$V",
            "read -r p v <<< 'net.ipv4.ip_forward 0'; sysctl -w $p=$v",
            "IFS== read -r p v <<< net.ipv4.ip_forward=0; sysctl -w $p=$v",
            "IFS=: read -ra A <<< 'x:net.ipv4.ip_forward=0'; sysctl -w ${A[1]}",
            "while read -r k v; do sysctl -w $k=$v; done <<EOF\nnet.ipv4.ip_forward 0\nEOF",
            "while read -r k v; do sysctl -w $k=$v; done <<'EOF'\na 1\nnet.ipv4.ip_forward 0\nEOF",
            "while read -r l; do sysctl -w $l; done <<< net.ipv4.ip_forward=0",
            "echo 'net.ipv4.ip_forward 0' | while read k v; do sysctl -w $k=$v; done",
            "printf '%s\\n' a=1 net.ipv4.ip_forward=0 | while IFS= read -r l; do sysctl -w \"$l\"; done",
            "while IFS='=' read -r k v; do sysctl -w $k=$v; done < <(echo net.ipv4.ip_forward=0)",
            "cat <<EOF | while read l; do sysctl -w $l; done\nnet.ipv4.ip_forward=0\nEOF",
            "echo net.ipv4.ip_forward=0 > /tmp/l; while read l; do sysctl -w $l; done < /tmp/l",
            "mapfile -t A <<< net.ipv4.ip_forward=0; sysctl -w ${A[0]}",
            "eval sysctl -w net.ipv4.ip_forward=0",
            "eval 'sysctl -w net.ipv4.ip_forward=0'",
            "eval \"sysctl -w\" net.ipv4.ip_forward=0",
            "X='sysctl -w net.ipv4.ip_forward=0'; eval $X",
            "N=V; eval $N=0; sysctl -w net.ipv4.ip_forward=$V",
            "N=V; V=0; eval \"x=\\$$N\"; sysctl -w net.ipv4.ip_forward=$x",
            "S=$(which sysctl); $S -w net.ipv4.ip_forward=0",
            "$(command -v sysctl) -w net.ipv4.ip_forward=0",
            "`which sysctl` -w net.ipv4.ip_forward=0",
            "type -p sysctl >/dev/null && sysctl -w net.ipv4.ip_forward=0",
            "IFS=,; A=sysctl,-w,net.ipv4.ip_forward=0; $A",
            "V=$(echo 0 | xargs); sysctl -w net.ipv4.ip_forward=0",
        ],
    );
    all(
        "/sbin/sysctl -w net.ipv4.ip_forward=0",
        &["/sbin/sysctl -w net.ipv4.ip_forward=0", "S=/sbin; $S/sysctl -w net.ipv4.ip_forward=0"],
    );
    none(
        SET,
        &[
            "V=0; V=1; sysctl -w net.ipv4.ip_forward=$V",
            "V=1; x=$(V=0); sysctl -w net.ipv4.ip_forward=$V",
            "f() { sysctl -w net.ipv4.ip_forward=0; }",
            "# sysctl -w net.ipv4.ip_forward=0",
            "echo sysctl -w net.ipv4.ip_forward=0",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/x",
            "cat <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "x='sysctl -w net.ipv4.ip_forward=0'",
            "exit 0; sysctl -w net.ipv4.ip_forward=0",
            "if false; then sysctl -w net.ipv4.ip_forward=0; fi",
            "false && sysctl -w net.ipv4.ip_forward=0",
            "V=1; case $V in 0) sysctl -w net.ipv4.ip_forward=0;; esac",
            "[ 1 = 2 ] && sysctl -w net.ipv4.ip_forward=0",
            "grep 'sysctl -w net.ipv4.ip_forward=0' /x",
            "f() { return; sysctl -w net.ipv4.ip_forward=0; }; f",
            "for i in 1 2; do continue; sysctl -w net.ipv4.ip_forward=0; done",
            ": 'sysctl -w net.ipv4.ip_forward=0'",
        ],
    );
}

#[test]
fn scripts_in_scripts() {
    all(
        SET,
        &[
            "sh -c 'sysctl -w net.ipv4.ip_forward=0'",
            "bash -c \"sysctl -w net.ipv4.ip_forward=0\"",
            "/bin/bash -euxo pipefail -c 'sysctl -w net.ipv4.ip_forward=0'",
            "bash --norc --noprofile -c 'sysctl -w net.ipv4.ip_forward=0'",
            "bash -lc 'sysctl -w net.ipv4.ip_forward=0'",
            "sh -o errexit -c -- 'sysctl -w net.ipv4.ip_forward=0'",
            "sh -c 'sysctl -w \"$1=$2\"' _ net.ipv4.ip_forward 0",
            "sh -c '\"$@\"' sh sysctl -w net.ipv4.ip_forward=0",
            "sh -c 'exec \"$0\" \"$@\"' sysctl -w net.ipv4.ip_forward=0",
            "V=0 sh -c 'sysctl -w net.ipv4.ip_forward=$V'",
            "export V=0; sh -c 'sysctl -w net.ipv4.ip_forward=$V'",
            "sh -c \"sh -c 'sysctl -w net.ipv4.ip_forward=0'\"",
            "sh <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "V=0; bash <<EOF\nsysctl -w net.ipv4.ip_forward=$V\nEOF",
            "bash -s <<'EOF' -- 0\nsysctl -w net.ipv4.ip_forward=$1\nEOF",
            "sh <<< 'sysctl -w net.ipv4.ip_forward=0'",
            "echo 'sysctl -w net.ipv4.ip_forward=0' | sh",
            "echo sysctl -w net.ipv4.ip_forward=0 | bash -x",
            "printf 'sysctl -w net.ipv4.ip_forward=%s\\n' 0 | sh -s",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 -d | sh",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 --decode | bash",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 -di | bash",
            "base64 -d <<< c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | sh",
            "sh -c \"$(echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 -d)\"",
            "eval \"$(echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA==|base64 -D)\"",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | openssl base64 -d | sh",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | openssl enc -base64 -d -A | sh",
            "echo 73797363746c202d77206e65742e697076342e69705f666f72776172643d30 | xxd -r -p | sh",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== > /tmp/x; base64 -d /tmp/x | sh",
            "echo 73797363746c202d77206e65742e697076342e69705f666f72776172643d30 | xxd -ps -r | sh",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | python3 -m base64 -d | sh",
            "python3 -c \"import os,base64;os.system(base64.b64decode('c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA==').decode())\"",
            "python3 -c \"import os;os.system(bytes.fromhex('73797363746c202d77206e65742e697076342e69705f666f72776172643d30').decode())\"",
            "python3 -c \"import os,base64;c=base64.b64decode('c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA==').decode();os.system(c)\"",
            "perl -MMIME::Base64 -e 'system(decode_base64(\"c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA==\"))'",
            "echo 0=drawrof_pi.4vpi.ten w- ltcsys | rev | sh",
            "cat <<'EOF' | bash\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "source <(echo sysctl -w net.ipv4.ip_forward=0)",
            ". /dev/stdin <<< 'sysctl -w net.ipv4.ip_forward=0'",
            "bash <(echo sysctl -w net.ipv4.ip_forward=0)",
            "su - root -c 'sysctl -w net.ipv4.ip_forward=0'",
            "su -c 'sysctl -w net.ipv4.ip_forward=0'",
            "sudo su -c 'sysctl -w net.ipv4.ip_forward=0'",
            "runuser -u root -- sysctl -w net.ipv4.ip_forward=0",
            "env -S 'sysctl -w net.ipv4.ip_forward=0'",
            "flock /l -c 'sysctl -w net.ipv4.ip_forward=0'",
            "flock -x /l sysctl -w net.ipv4.ip_forward=0",
            "watch -n 5 'sysctl -w net.ipv4.ip_forward=0'",
            "script -qc 'sysctl -w net.ipv4.ip_forward=0' /dev/null",
            "ssh -p 22 -o A=b root@node sysctl -w net.ipv4.ip_forward=0",
            "ssh node 'sysctl -w net.ipv4.ip_forward=0'",
            "sshpass -p x ssh node sysctl -w net.ipv4.ip_forward=0",
            "ansible all -m shell -a 'sysctl -w net.ipv4.ip_forward=0'",
            "ansible -i h all -b -a 'sysctl -w net.ipv4.ip_forward=0'",
            "kubectl exec p -- sysctl -w net.ipv4.ip_forward=0",
            "kubectl -n x exec -it p -c c -- sh -c 'sysctl -w net.ipv4.ip_forward=0'",
            "docker run --rm --privileged --net=host alpine sysctl -w net.ipv4.ip_forward=0",
            "docker run --rm -v /:/host -e A=b alpine:3 sysctl -w net.ipv4.ip_forward=0",
            "docker exec -it c sysctl -w net.ipv4.ip_forward=0",
            "nerdctl -n k8s.io run --rm alpine sysctl -w net.ipv4.ip_forward=0",
            "podman run --entrypoint sysctl alpine -w net.ipv4.ip_forward=0",
            "capsh -- -c 'sysctl -w net.ipv4.ip_forward=0'",
            "ip netns exec n sysctl -w net.ipv4.ip_forward=0",
            "find /x -exec sysctl -w net.ipv4.ip_forward=0 \\;",
            "echo net.ipv4.ip_forward=0 | xargs sysctl -w",
            "echo net.ipv4.ip_forward=0 | xargs -n1 sysctl -w",
            "echo net.ipv4.ip_forward=0 | xargs -I{} sysctl -w {}",
            "echo net.ipv4.ip_forward | xargs -I % sysctl -w %=0",
            "echo net.ipv4.ip_forward=0 | xargs -r sh -c 'sysctl -w $0'",
            "printf 'a=1,net.ipv4.ip_forward=0' | xargs -d, -n 1 sysctl -w",
            "parallel sysctl -w ::: net.ipv4.ip_forward=0",
            "parallel -j4 sysctl -w {} ::: a=1 net.ipv4.ip_forward=0",
            "python3 -c 'import os; os.system(\"sysctl -w net.ipv4.ip_forward=0\")'",
            "python -c \"import subprocess; subprocess.run(['sysctl','-w','net.ipv4.ip_forward=0'])\"",
            "python3 -c \"import subprocess as s; s.check_call('sysctl -w net.ipv4.ip_forward=0', shell=True)\"",
            "python3 - <<EOF\nimport os\nos.popen('sysctl -w net.ipv4.ip_forward=0')\nEOF",
            "perl -e 'system(\"sysctl -w net.ipv4.ip_forward=0\")'",
            "perl -e 'system \"sysctl\", \"-w\", \"net.ipv4.ip_forward=0\"' || \
             perl -e 'exec(\"sysctl\", \"-w\", \"net.ipv4.ip_forward=0\")'",
            "perl -e '`sysctl -w net.ipv4.ip_forward=0`'",
            "awk 'BEGIN{system(\"sysctl -w net.ipv4.ip_forward=0\")}'",
            "ruby -e 'system(\"sysctl -w net.ipv4.ip_forward=0\")'",
            "node -e 'require(\"child_process\").execSync(\"sysctl -w net.ipv4.ip_forward=0\")'",
        ],
    );
}

#[test]
fn wrappers() {
    let wrappers = [
        "env A=b",
        "env -i PATH=/bin",
        "env -u X",
        "sudo",
        "sudo -u root -E",
        "sudo -n --",
        "sudo A=b",
        "doas",
        "timeout 5",
        "timeout -k 1 -s TERM 5s",
        "timeout --signal=KILL 5 --",
        "nice",
        "nice -n 10",
        "nice -10",
        "ionice -c 3",
        "ionice -c2 -n7",
        "nohup",
        "busybox",
        "exec",
        "exec -a x",
        "command",
        "command -p",
        "builtin",
        "time -p",
        "setsid -w",
        "stdbuf -oL",
        "tini --",
        "dumb-init",
        "taskset 0x1",
        "taskset -c 0,1",
        "chrt -f 10",
        "setarch x86_64",
        "setarch -R",
        "setarch i386 -R",
        "linux32",
        "prlimit --nofile=10",
        "prlimit -n10:20",
        "pkexec",
        "pkexec --user root",
        "strace -f -o /l",
        "unshare -m",
        "unshare --mount --",
        "setpriv --reuid=0",
        "systemd-run --wait",
        "systemd-run -p X=y --unit u",
        "gosu root",
        "su-exec root",
        "chpst -u root",
        "numactl -N 0",
        "cgexec -g cpu:x",
        "fakeroot",
        "unbuffer",
        "catatonit --",
        "systemd-inhibit --what=sleep",
        "A=b C=d",
        "!",
    ];
    for outer in wrappers {
        let one = format!("{outer} {SET}");
        all(SET, &[&one]);
        for inner in wrappers {
            if !["A=b C=d", "!"].contains(&inner) && !inner.starts_with("exec") && !inner.starts_with("builtin") {
                let two = format!("{outer} {inner} {SET}");
                let shell = format!("{outer} sh -ec '{inner} {SET}'");
                all(SET, &[&two, &shell]);
            }
        }
    }
    // What is not known is searched for what it may run.
    all(
        SET,
        &[
            "$PREFIX sysctl -w net.ipv4.ip_forward=0",
            "run_as_root sysctl -w net.ipv4.ip_forward=0",
            "my-wrapper --flag x sysctl -w net.ipv4.ip_forward=0",
        ],
    );
}

#[test]
fn places() {
    let node = format!("node:{SET}");
    all(
        &node,
        &[
            "nsenter -t 1 -m -u -i -n -p -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t 1 -a sysctl -w net.ipv4.ip_forward=0",
            "nsenter --target 1 --all -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter --target=1 --mount --net sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t1 -m sysctl -w net.ipv4.ip_forward=0",
            "nsenter -mt1 sysctl -w net.ipv4.ip_forward=0",
            "nsenter --mount=/proc/1/ns/mnt sysctl -w net.ipv4.ip_forward=0",
            "nsenter -m/proc/1/ns/mnt -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter --mount=/host/proc/1/ns/mnt --net=/host/proc/1/ns/net -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t 1 -m -- sh -c 'sysctl -w net.ipv4.ip_forward=0'",
            "nsenter -t 1 -m -- bash <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "nsenter -t 1 -m <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "echo sysctl -w net.ipv4.ip_forward=0 | nsenter -t 1 -a sh",
            "N='nsenter -t 1 -m --'; $N sysctl -w net.ipv4.ip_forward=0",
            "N=(nsenter -t 1 -m --); \"${N[@]}\" sysctl -w net.ipv4.ip_forward=0",
            "n() { nsenter -t 1 -m -- \"$@\"; }; n sysctl -w net.ipv4.ip_forward=0",
            "sudo nsenter -t 1 -m sysctl -w net.ipv4.ip_forward=0",
            "docker run --privileged --pid=host alpine nsenter -t 1 -m -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t $(pidof systemd) -m sysctl -w net.ipv4.ip_forward=0",
            "busybox nsenter -t 1 -m sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t 1 -m -- nice env A=b sysctl -w net.ipv4.ip_forward=0",
            "exec nsenter -t 1 -m -- sysctl -w net.ipv4.ip_forward=0",
        ],
    );
    let host = format!("/host:{SET}");
    all(
        &host,
        &[
            "chroot /host sysctl -w net.ipv4.ip_forward=0",
            "chroot /host/ sh -c 'sysctl -w net.ipv4.ip_forward=0'",
            "chroot --userspec=root /host sysctl -w net.ipv4.ip_forward=0",
            "cd /host && chroot . sysctl -w net.ipv4.ip_forward=0",
            "R=/host; chroot $R sysctl -w net.ipv4.ip_forward=0",
            "chroot /host <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "unshare -R /host sysctl -w net.ipv4.ip_forward=0",
            "sudo -R /host sysctl -w net.ipv4.ip_forward=0",
            "chroot /host /usr/bin/env sysctl -w net.ipv4.ip_forward=0",
            "f() { chroot /host $*; }; f sysctl -w net.ipv4.ip_forward=0",
            "chroot / chroot /host sysctl -w net.ipv4.ip_forward=0",
        ],
    );
    all(&format!("/proc/1/root:{SET}"), &["chroot /proc/1/root sysctl -w net.ipv4.ip_forward=0"]);
}

const GONE: &str = "Remove /etc/kubernetes";

#[test]
fn removal() {
    all(
        GONE,
        &[
            "rm -rf /etc/kubernetes",
            "rm -r -f -- /etc/kubernetes",
            "rm -rf /etc/kubernetes/",
            "rm -rf //etc/./kubernetes",
            "rm -rf /etc/x/../kubernetes",
            "rm -rf /tmp/a /etc/kubernetes /tmp/b",
            "rm -rf /etc/{kubernetes,x}",
            "D=/etc/kubernetes; rm -rf \"$D\"",
            "D=/etc; rm -rf $D/kubernetes",
            "D=/etc/kubernetes; rm -rf \"${D:?}\"",
            "rm -rf ${D:-/etc/kubernetes}",
            "D=/etc/kubernetes; if [ \"$K\" = y ]; then D=/tmp/x; fi; rm -rf \"$D\"",
            "cd /etc; rm -rf kubernetes",
            "cd /etc && rm -rf ./kubernetes",
            "cd /etc/kubernetes; rm -rf ../kubernetes",
            "cd /etc; (cd /tmp && ls); rm -rf kubernetes",
            "cd /etc; sh -c 'cd /tmp'; rm -rf kubernetes",
            "pushd /etc; rm -rf kubernetes; popd",
            "cd /etc || exit 1; rm -rf kubernetes",
            "(cd /etc; rm -rf kubernetes)",
            "env -C /etc rm -rf kubernetes",
            "find /etc/kubernetes -delete",
            "find /etc/kubernetes -exec rm -rf {} +",
            "find /etc/kubernetes | xargs rm -rf",
            "echo /etc/kubernetes | xargs rm -rf",
            "for d in /etc/kubernetes /x; do rm -rf $d; done",
            "while read -r d; do rm -rf \"$d\"; done <<< /etc/kubernetes",
            "dirs=(/etc/kubernetes /x); rm -rf \"${dirs[@]}\"",
            "f() { local dir=$1; rm -rf \"$dir\"; }; f /etc/kubernetes",
            "rsync -a --delete /tmp/empty/ /etc/kubernetes/",
            "rsync -a --delete-after /tmp/empty/ /etc/kubernetes",
            "rsync -a --remove-source-files /etc/kubernetes /srv/backup",
            "ruby -e 'require \"fileutils\"; FileUtils.rm_rf(\"/etc/kubernetes\")'",
            "python3 -c 'import shutil; shutil.rmtree(\"/etc/kubernetes\")'",
            "perl -e 'unlink(\"/etc/kubernetes\")'",
            "unlink /etc/kubernetes",
            "rm -rf $(dirname /etc/kubernetes/pki)",
            "rm -rf `echo /etc/kubernetes`",
            "busybox rm -rf /etc/kubernetes",
            "ln -s /etc /tmp/e; rm -rf /tmp/e/kubernetes",
            "mount --bind /etc /mnt; rm -rf /mnt/kubernetes",
        ],
    );
    all("Move /var/lib/docker", &["mv /var/lib/docker /data/docker", "cd /var/lib && mv docker /data/"]);
    all(
        "Link /var/lib/containerd",
        &[
            "ln -sfn /data/containerd /var/lib/containerd",
            "rm -rf /var/lib/containerd; ln -s /data/c /var/lib/containerd",
            "ln -s /data/containerd /var/lib/",
            "cd /var/lib; ln -s /data/containerd",
        ],
    );
    all(
        "Mount /var/lib/docker",
        &[
            "mount --bind /data /var/lib/docker",
            "mount -o bind /data /var/lib/docker",
            "mount /dev/vdb /var/lib/docker",
            "mount -t xfs /dev/vdb /var/lib/docker/",
            "mount -B /data /var/lib/docker",
            "mount --source /d --target /var/lib/docker",
        ],
    );
    all(
        "Unmount /var/lib/kubelet/x",
        &[
            "umount /var/lib/kubelet/x",
            "umount -lf /var/lib/kubelet/x",
            "cd /var/lib/kubelet; umount x",
            "fusermount -u /var/lib/kubelet/x",
            "umount.nfs /var/lib/kubelet/x",
            "umount -t nfs /var/lib/kubelet/x",
            "echo /var/lib/kubelet/x | xargs -n1 umount",
        ],
    );
    all("Unmount /tmp/…", &["umount \"/tmp/$X\""]);
    // With filters, what it finds lies below.
    none(
        GONE,
        &[
            "find /etc/kubernetes -name '*.bak' -delete",
            "find /etc/kubernetes -type f -mtime +7 -exec rm {} \\;",
            "cp -r /etc/kubernetes /srv/backup",
            "ls /etc/kubernetes",
        ],
    );
    all("Remove /etc/kubernetes/…*.bak", &["find /etc/kubernetes -name '*.bak' -delete"]);
}

#[test]
fn writes() {
    all(
        "Write /etc/docker/daemon.json = {}",
        &[
            "echo {} > /etc/docker/daemon.json",
            "echo '{}' >> /etc/docker/daemon.json",
            "echo {} >| /etc/docker/daemon.json",
            "echo {} 1> /etc/docker/daemon.json",
            "> /etc/docker/daemon.json echo {}",
            "printf '{}' > /etc/docker/daemon.json",
            "cat > /etc/docker/daemon.json <<EOF\n{}\nEOF",
            "cat <<'EOF' > /etc/docker/daemon.json\n{}\nEOF",
            "cat <<-EOF > /etc/docker/daemon.json\n\t{}\n\tEOF",
            "tee /etc/docker/daemon.json <<< '{}'",
            "echo {} | tee /etc/docker/daemon.json > /dev/null",
            "echo {} | sudo tee -a /etc/docker/daemon.json",
            "echo {} | dd of=/etc/docker/daemon.json",
            "(echo {}) > /etc/docker/daemon.json",
            "{ echo {}; } > /etc/docker/daemon.json",
            "if true; then echo {}; fi > /etc/docker/daemon.json",
            "D=/etc/docker; echo {} > $D/daemon.json",
            "cd /etc/docker; echo {} > daemon.json",
            "f() { echo {}; }; f > /etc/docker/daemon.json",
            "X={}; echo \"$X\" > /etc/docker/daemon.json",
            "echo e30= | base64 -d > /etc/docker/daemon.json",
            "echo {} > /tmp/d; cp /tmp/d /etc/docker/daemon.json",
            "echo {} > /tmp/daemon.json; cp /tmp/daemon.json /etc/docker/",
            "echo {} > /tmp/daemon.json; cp /tmp/daemon.json /etc/docker",
            "echo {} > /tmp/daemon.json; mv /tmp/daemon.json /etc/docker/daemon.json",
            "echo {} > /tmp/daemon.json; install -m 644 /tmp/daemon.json /etc/docker/daemon.json",
            "echo {} > /tmp/d; cat /tmp/d > /etc/docker/daemon.json",
            "sh -c 'echo {} > /etc/docker/daemon.json'",
            "python3 -c 'open(\"/etc/docker/daemon.json\",\"w\").write(\"{}\")'",
            "awk 'BEGIN{print \"{}\" > \"/etc/docker/daemon.json\"}'",
            "echo {} &> /etc/docker/daemon.json",
            "sed 's/a/{}/' <<< a > /etc/docker/daemon.json",
        ],
    );
    let into = |want: &str, scripts: &[&str]| {
        for script in scripts {
            let found = seen(script, &Surroundings::default());
            let hit = found
                .iter()
                .any(|line| line.starts_with(&format!("Write {want}")) && line[6..].split(" = ").next() == Some(want));
            assert!(hit, "{script}: {found:?}");
        }
    };
    into(
        "/usr/bin/kubelet",
        &[
            "cp kubelet /usr/bin/",
            "cp /tmp/kubelet /usr/bin",
            "cp -t /usr/bin /tmp/kubelet",
            "cp --target-directory=/usr/bin a kubelet",
            "cp a b kubelet /usr/bin",
            "cd /usr/bin && cp /tmp/kubelet .",
            "mv kubelet /usr/bin/",
            "curl -LO https://example.com/kubelet && mv kubelet /usr/bin/",
            "install -m 755 /tmp/kubelet /usr/bin",
            "install -m755 -D /tmp/kubelet /usr/bin/kubelet",
            "install -t /usr/bin kubelet",
            "cd /usr/bin && curl -LO https://dl.k8s.io/kubelet",
            "cd /usr/bin; curl -sSfLO https://dl.k8s.io/v1/kubelet?x=y",
            "curl -o /usr/bin/kubelet https://x/y",
            "curl https://x/y -L --output /usr/bin/kubelet",
            "curl --output-dir /usr/bin -O https://x/kubelet",
            "curl https://x > /usr/bin/kubelet",
            "wget -O /usr/bin/kubelet https://x",
            "wget -qO /usr/bin/kubelet https://x",
            "wget -P /usr/bin https://x/kubelet",
            "wget --directory-prefix=/usr/bin https://x/kubelet",
            "cd /usr/bin && wget https://x/kubelet",
            "wget -qO- https://x > /usr/bin/kubelet",
            "rsync -a kubelet /usr/bin/",
            "scp node:/x/kubelet /usr/bin/",
            "ln -s /opt/kubelet /tmp/k; cat x > /usr/bin/kubelet",
            "dd if=x of=/usr/bin/kubelet bs=1M",
            "tar -C /usr/bin -xzf a.tgz kubelet",
            "touch /usr/bin/kubelet",
            "truncate -s 0 /usr/bin/kubelet",
            ": > /usr/bin/kubelet",
            "> /usr/bin/kubelet",
            "cat a b > /usr/bin/kubelet",
            "zcat a.gz > /usr/bin/kubelet",
            "cp -f kubelet /usr/bin/kubelet",
            "cp --remove-destination kubelet /usr/bin/kubelet",
        ],
    );
    all(
        "Fill /usr/local",
        &[
            "tar -C /usr/local -xzf c.tgz",
            "tar xzf c.tgz -C /usr/local",
            "tar --directory=/usr/local -x -f c.tar",
            "cd /usr/local && tar xf /c.tar",
            "unzip -d /usr/local c.zip",
            "unzip -o c.zip -d /usr/local",
            "cd /usr/local; cpio -id < x",
            "curl x | tar -xz -C /usr/local",
        ],
    );
    all(
        "Write /etc/kubernetes/pki",
        &[
            "cp -r /backup/pki /etc/kubernetes/",
            "cp -a /backup/pki /etc/kubernetes",
            "rsync -a /backup/pki /etc/kubernetes/",
        ],
    );
    all("Fill /etc/kubernetes", &["cp -r /backup/. /etc/kubernetes/", "rsync -a /backup/ /etc/kubernetes"]);
    all(
        "Write /dev/vdb = …",
        &[
            "cat image > /dev/vdb",
            "zcat disk.img.gz > /dev/vdb",
            "tee /dev/vdb < x",
            "dd if=/dev/urandom of=/dev/vdb",
            "cd /dev && mkfs.ext4 vdb",
            "mkfs -t ext4 /dev/vdb",
        ],
    );
    all(
        "Edit /etc/ssh/sshd_config",
        &[
            "sed -i s/a/b/ /etc/ssh/sshd_config",
            "sed -i.bak -e s/a/b/ /etc/ssh/sshd_config",
            "sed --in-place=.x s/a/b/ /etc/ssh/sshd_config",
            "perl -pi -e 's/a/b/' /etc/ssh/sshd_config",
            "sed -ri 's/a/b/' /etc/ssh/sshd_config",
            "cd /etc/ssh; sed -i -e s/a/b/ sshd_config",
        ],
    );
    none("Write /etc/ssh/sshd_config/sshd_config", &["cp /tmp/sshd_config /etc/ssh/sshd_config"]);
    none("Write /etc/ssh/sshd_config/a", &["cp a /etc/ssh/sshd_config", "mv a /etc/ssh/sshd_config"]);
    none(
        "Write /etc/x",
        &[
            "tar -cf /tmp/a.tar /etc/x",
            "sed s/a/b/ /etc/x",
            "cat /etc/x",
            "cp /etc/x /tmp/y",
            "dd if=/etc/x of=/tmp/y",
            "head /etc/x > /dev/null",
            "curl -T /etc/x u",
            "grep x /etc/x 2>/dev/null",
        ],
    );
}

#[test]
fn files_that_run() {
    all(
        SET,
        &[
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; sh /tmp/f",
            "cat > /tmp/fix.sh <<'EOF'\n#!/bin/sh\nsysctl -w net.ipv4.ip_forward=0\nEOF\nchmod +x /tmp/fix.sh\n/tmp/fix.sh",
            "cat > /tmp/fix.sh <<'EOF'\nsysctl -w net.ipv4.ip_forward=$1\nEOF\nsh /tmp/fix.sh 0",
            "cat > /tmp/e <<'EOF'\nV=0\nEOF\n. /tmp/e\nsysctl -w net.ipv4.ip_forward=$V",
            "echo V=0 > /tmp/e; source /tmp/e; sysctl -w net.ipv4.ip_forward=$V",
            "echo 'f() { sysctl -w net.ipv4.ip_forward=$1; }' > /tmp/l.sh; . /tmp/l.sh; f 0",
            "cd /tmp; echo 'sysctl -w net.ipv4.ip_forward=0' > f; sh f",
            "cd /tmp; echo 'sysctl -w net.ipv4.ip_forward=0' > f; chmod +x f; ./f",
            "echo sysctl > /tmp/f; echo ' -w net.ipv4.ip_forward=0' > /tmp/g; $(cat /tmp/f) $(cat /tmp/g)",
            "printf 'sysctl -w ' > /tmp/f; echo net.ipv4.ip_forward=0 >> /tmp/f; sh /tmp/f",
            "T=$(mktemp); echo 'sysctl -w net.ipv4.ip_forward=0' > $T; sh $T",
            "echo 'sysctl -w net.ipv4.ip_forward=0' | tee /tmp/f; bash /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; cp /tmp/f /tmp/g; sh /tmp/g",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; mv /tmp/f /tmp/g; sh /tmp/g",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; install -m 755 /tmp/f /usr/local/bin/fixit; fixit",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; sh < /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; ln -s /tmp/f /tmp/g; sh /tmp/g",
            "mkdir /tmp/d; echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/d/f; ln -s /tmp/d /tmp/e; ln -s /tmp/e /tmp/g; sh /tmp/g/f",
            "exec 3>/tmp/f; echo 'sysctl -w net.ipv4.ip_forward=0' >&3; exec 3>&-; sh /tmp/f",
            "install -m 755 /dev/stdin /tmp/f <<'EOF'\nsysctl -w net.ipv4.ip_forward=0\nEOF\n/tmp/f",
            "cp /dev/stdin /tmp/f <<'EOF'\nsysctl -w net.ipv4.ip_forward=0\nEOF\nsh /tmp/f",
            "sed -i '$i sysctl -w net.ipv4.ip_forward=0' /etc/rc.local",
            "sed -i '/^exit 0/i sysctl -w net.ipv4.ip_forward=0' /etc/rc.local",
            "echo '* * * * * root /opt/f' > /etc/cron.d/f; echo 'sysctl -w net.ipv4.ip_forward=0' > /opt/f",
            "echo '@daily sh /opt/f' | crontab -; echo 'sysctl -w net.ipv4.ip_forward=0' > /opt/f",
            "printf '[Service]\\nExecStart=/opt/f\\n' > /etc/systemd/system/f.service; \
                echo 'sysctl -w net.ipv4.ip_forward=0' > /opt/f; systemctl start f.timer",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; cat /tmp/f | sh",
            "echo 'sysctl -w net.ipv4.ip_forward=1' > /tmp/f; sed -i s/=1/=0/ /tmp/f; sh /tmp/f",
            "if a; then echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; fi; sh /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; nohup sh /tmp/f &",
            "echo 'import os\nos.system(\"sysctl -w net.ipv4.ip_forward=0\")' > /tmp/f.py; python3 /tmp/f.py",
            "(echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f); sh /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' | at now",
            "at now + 1 minute <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/j; at -f /tmp/j now",
            "echo '* * * * * sysctl -w net.ipv4.ip_forward=0' | crontab -",
            "echo '@reboot sysctl -w net.ipv4.ip_forward=0' > /tmp/c; crontab /tmp/c",
            "systemd-run --on-boot=5 sysctl -w net.ipv4.ip_forward=0",
        ],
    );
    all(
        SET,
        &[
            "echo '* * * * * root sysctl -w net.ipv4.ip_forward=0' > /etc/cron.d/tune",
            "echo '* * * * * root sysctl -w net.ipv4.ip_forward=0' >> /etc/crontab",
            "echo '@daily root sysctl -w net.ipv4.ip_forward=0' >> /etc/crontab",
            "echo '0 * * * * sysctl -w net.ipv4.ip_forward=0' > /var/spool/cron/root",
            "echo 'sysctl -w net.ipv4.ip_forward=0' >> /etc/rc.local",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /etc/profile.d/x.sh",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /etc/cron.daily/x",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/x; cp /tmp/x /etc/init.d/x",
            "cat > /etc/systemd/system/x.service <<EOF\n[Service]\nExecStart=sysctl -w net.ipv4.ip_forward=0\nEOF",
            "cat <<EOF | tee /etc/systemd/system/x.service\n[Service]\nExecStartPre=-sysctl -w net.ipv4.ip_forward=0\nEOF",
        ],
    );
    all(
        &format!("/host:{SET}"),
        &[
            "cat > /host/tmp/t.sh <<'EOF'\nsysctl -w net.ipv4.ip_forward=0\nEOF\nchmod +x /host/tmp/t.sh\nchroot /host /tmp/t.sh",
            "echo 'sysctl -w net.ipv4.ip_forward=0' >> /host/etc/rc.local",
        ],
    );
    let mounts = Surroundings { mounts: &[("/host", "/")], ..Surroundings::default() };
    all_in(
        &format!("node:{SET}"),
        &mounts,
        &[
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /host/tmp/x; nsenter -t 1 -m sh /tmp/x",
            "cp x /host/opt/; echo 'sysctl -w net.ipv4.ip_forward=0' > /host/opt/f; nsenter -t 1 -m -- bash -c /opt/f",
        ],
    );
    none(
        SET,
        &[
            "ln -s /tmp/g /tmp/f; ln -s /tmp/f /tmp/g; echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/h; sh /tmp/g",
            "echo 'sysctl -w net.ipv4.ip_forward=0' 2> /tmp/f >&2; sh /tmp/f",
            "echo '* * * * * root /opt/g' > /etc/cron.d/f; echo 'sysctl -w net.ipv4.ip_forward=0' > /opt/f",
            "sed -i 's/a/sysctl -w net.ipv4.ip_forward=0/' /etc/rc.local",
        ],
    );
    none(
        SET,
        &[
            "cat > /tmp/fix.sh <<'EOF'\nsysctl -w net.ipv4.ip_forward=0\nEOF\ncat /tmp/fix.sh",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; echo true > /tmp/f; sh /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; rm /tmp/f; sh /tmp/f",
        ],
    );
}

#[test]
fn surroundings() {
    let with = |environment| Surroundings { environment, ..Surroundings::default() };
    let script = [("S", Some(SET)), ("V", Some("0")), ("U", None)];
    all_in(
        SET,
        &with(&script),
        &[
            "eval \"$S\"",
            "$S",
            "bash -c \"$S\"",
            "bash <<< \"$S\"",
            "echo \"$S\" | sh",
            "sysctl -w net.ipv4.ip_forward=$V",
            "sh -c 'sysctl -w net.ipv4.ip_forward=$V'",
            "printenv x; echo \"$S\" > /tmp/x; sh /tmp/x",
            "nsenter -t 1 -n -- bash -c \"${S}\"",
            "sysctl -w net.ipv4.ip_forward=${V:-1}",
        ],
    );
    all_in("rm -rf …", &with(&script), &["rm -rf $U", "rm -rf \"$U\"", "rm -rf ${NOT_SET}"]);
    let files = [("/scripts/run.sh", SET)];
    let held = Surroundings { files: &files, directory: "/scripts", ..Surroundings::default() };
    all_in(
        SET,
        &held,
        &[
            "bash /scripts/run.sh",
            "sh run.sh",
            "./run.sh",
            ". ./run.sh",
            "/scripts/run.sh",
            "cat run.sh | sh",
            "cp /scripts/run.sh /tmp/r; sh /tmp/r",
            "exec /scripts/run.sh",
            "for f in /scripts/run.sh; do sh $f; done",
        ],
    );
    let arguments = Surroundings { arguments: &["net.ipv4.ip_forward", "0"], ..Surroundings::default() };
    all_in(SET, &arguments, &["sysctl -w $1=$2", "p=$1; shift; sysctl -w $p=$1"]);
    let mut found = Vec::new();
    run_command(&["-c", SET], &Surroundings::default(), &mut |command| note(command, &mut found));
    run_command(&["sh", "-c", "cd /etc; rm -rf x"], &Surroundings::default(), &mut |command| {
        found.push(format!("{:?}", command.source()));
        note(command, &mut found);
    });
    assert_eq!(found, [SET, "Source { word: 2, from: 9, to: 17 }", "rm -rf x", "Remove /etc/x"]);
}

#[test]
fn verbs_behind_options() {
    let verb = |script: &str| {
        let mut out = String::new();
        run_script(script, &Surroundings::default(), &mut |command| out = command.operands().display());
        out
    };
    for (script, want) in [
        ("apt-get -o Dpkg::Options::=--force-confold install -y kubelet", "install kubelet"),
        ("apt-get -t stable install -y ufw", "install ufw"),
        ("apt -y install --no-install-recommends kubelet=1", "install kubelet=1"),
        ("yum -c /etc/yum.alt.conf update", "update"),
        ("yum -y --enablerepo=x install kubelet", "install kubelet"),
        ("dnf --setopt a=b remove kubelet", "remove kubelet"),
        ("kubeadm -v 5 certs renew all", "certs renew all"),
        ("kubeadm --v 5 upgrade apply v1.31.0", "upgrade apply v1.31.0"),
        ("kubeadm --kubeconfig /x upgrade node", "upgrade node"),
        ("systemctl --now disable kubelet", "disable kubelet"),
        ("systemctl -H x stop kubelet", "stop kubelet"),
        ("systemctl --no-pager -q stop kubelet", "stop kubelet"),
        ("rpm --root /x -e kubelet", "kubelet"),
        ("pkill -9 kubelet", "kubelet"),
        ("pkill --signal KILL -f kubelet", "kubelet"),
        ("iptables -t nat -F", ""),
    ] {
        assert_eq!(verb(script), want, "{script}");
    }
}

#[test]
fn shells_for_somebody() {
    let interactive = |script: &str| {
        let mut any = false;
        run_script(script, &Surroundings::default(), &mut |command| any |= command.is_interactive());
        any
    };
    for script in [
        "sh",
        "bash -l",
        "bash -i",
        "chroot /host",
        "nsenter -t 1 -a",
        "sudo -i",
        "sudo su -",
        "exec /bin/bash",
        "env A=b ash",
        "nsenter -t 1 -m -- bash -l",
        "unshare -m",
        "su - root",
    ] {
        assert!(interactive(script), "{script}");
    }
    for script in ["sh -c ls", "sh /x.sh", "echo ls | sh", "sh </dev/null", "ls", "sudo ls", "chroot /host ls"] {
        assert!(!interactive(script), "{script}");
    }
}
