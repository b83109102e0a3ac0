//! What a script finds where it runs, verbs behind options, and shells that people are given.

use redline_shell::{Surroundings, run_command, run_script};

use super::{SET, all_in, note};

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
    for words in [&["sh", "-c", "cd /etc; rm -rf x"][..], &["watch", "u; rm -rf y"], &["sh", "-c", "x=u; eval \"$x\""]]
    {
        run_command(words, &Surroundings::default(), &mut |command| {
            found.push(format!("{:?}", command.source()));
            note(command, &mut found);
        });
    }
    let first = [SET, "Source { word: 2, from: 9, to: 17 }", "rm -rf x", "Remove /etc/x"];
    let third = ["Source { word: 2, from: 5, to: 14 }", "u"];
    let second =
        ["Source { word: 1, from: 0, to: 1 }", "u", "Source { word: 1, from: 3, to: 11 }", "rm -rf y", "Remove /y"];
    assert_eq!(found, [&first[..], &second, &third].concat());
}

#[test]
fn arguments_of_an_image() {
    let first = |words: &[&str], environment| {
        let mut found = Vec::new();
        let surroundings = Surroundings { environment, ..Surroundings::default() };
        run_command(words, &surroundings, &mut |command| note(command, &mut found));
        found.join("; ")
    };
    assert_eq!(first(&["-xc", "p a"], &[]), "p a");
    assert_eq!(first(&["p", "$X"], &[("X", Some("a longer text"))]), "p $X");
    for own in ["--exec", "-conf", "rc"] {
        assert_eq!(first(&[own, "p a"], &[]), format!("{own} p a"));
    }
    assert_eq!(first(&[""], &[]), "");
    assert_eq!(first(&["p", "a\u{2}b\u{8}c\u{e}d\u{10}\u{1}"], &[]), "p a…b…c…d\u{10}…");
}

#[test]
fn mounts_of_the_machine() {
    let socket = "/run/docker.sock";
    let both = [("/host/run", "/run/containerd"), (socket, socket)];
    let nested = "docker run -v /:/h a chroot /h docker run -v /:/h b chroot /h p";
    for (mounts, script, want) in [
        (&both[..0], "docker run a p", ""),
        (&[("/run/log", "/run/log")], "docker run a p", ""),
        (&both[1..], "docker run a p", "daemon "),
        (&both, "docker run a p", "daemon "),
        (&both, "docker run a docker run b p", "daemon "),
        (&both, "docker run -v /:/h a chroot /h p", "daemon mount "),
        (&both[..0], "docker run -v /:/h a chroot /h p", ""),
        (&both, nested, "daemon mount "),
        (&both, "echo p > /host/run/etc/rc.local", "daemon mount net pid "),
        (&both, "echo p > /host/etc/rc.local", ""),
        (&both, "nsenter -t 1 -m sh -c 'echo p > /etc/rc.local'", "daemon mount net pid "),
        (&both, "nsenter -t 1 -m chroot /r sh -c 'echo p > /etc/rc.local'", "mount "),
    ] {
        let mut found = String::new();
        let surroundings = Surroundings { mounts, ..Surroundings::default() };
        run_script(script, &surroundings, &mut |command| {
            let at = command.namespaces();
            let names = [("daemon ", at.by_daemon), ("mount ", at.mount), ("net ", at.net), ("pid ", at.pid)];
            found = names.iter().map(|(name, is)| if *is { *name } else { "" }).collect();
        });
        assert_eq!(found, want, "{script}");
    }
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
fn options_and_operands() {
    let parts = |script: &str| {
        let mut out = String::new();
        run_script(script, &Surroundings::default(), &mut |command| {
            out = command.options().map(|(name, value)| format!("{name}={value} ")).collect();
            out += &command.operands().display();
        });
        out
    };
    for (script, want) in [
        ("pkill -HUP kubelet", "HUP= kubelet"),
        ("pkill -IO -f kubelet", "IO= f= kubelet"),
        ("pkill -P 1 -UROOT -Uroot x", "P=1 UROOT= U=root x"),
        ("killall -s TERM -q kubelet", "s=TERM q= kubelet"),
        ("curl -sIL -o x https://a", "s= I= L= o=x https://a"),
        ("curl -HA:b -d@x https://a", "H=A:b d=@x https://a"),
        ("date -Iseconds -s 0", "I=seconds s=0 "),
        ("iptables -x=1 -L/a -v", "x=1 L=/a v= "),
        ("powershell.exe -ExecutionPolicy Bypass", ""),
        ("sysctl -w -- -a b", "w= -a b"),
        ("apt-get -- install", "install"),
        ("controller a -v b c", "a b c"),
    ] {
        assert_eq!(parts(script), want, "{script}");
    }
}

#[test]
fn input_of_commands() {
    let input = |script: &str| {
        let files = [("/a.conf", "a=1")];
        let mut out = None;
        run_script(script, &Surroundings { files: &files, ..Surroundings::default() }, &mut |command| {
            out = command.input().map(str::to_owned);
        });
        out
    };
    assert_eq!(input("sysctl -p /a.conf").as_deref(), Some("a=1"));
    assert_eq!(input("echo b | sysctl --load /a.conf").as_deref(), Some("a=1"));
    assert_eq!(input("echo b | p /a.conf").as_deref(), Some("b\n"));
    assert_eq!(input("echo b | stat /a.conf").as_deref(), Some("b\n"));
    assert_eq!(input("p /a.conf"), None);
}

#[test]
fn engines_of_the_machine() {
    let seen = |mount: &str, script: &str| {
        let mounts = [("/var/run/a", mount)];
        let mut out = Vec::new();
        run_script(script, &Surroundings { mounts: &mounts, ..Surroundings::default() }, &mut |command| {
            let at = command.namespaces();
            out.push(format!("{} {} {} {}", command.name(), at.by_daemon, at.container, at.mount));
        });
        out
    };
    let script = "docker run -v /:/m a sh -c 'p; touch /m/b /m/c; docker run b q'";
    let engine = [
        "docker false false false",
        "p true true false",
        "touch true false true",
        "docker true true false",
        "q true true false",
    ];
    for mount in ["/run/docker.sock", "/var/run/docker.sock", "/run", "/", "/run/containerd/containerd.sock"] {
        assert_eq!(seen(mount, script), engine, "{mount}");
    }
    let other = [
        "docker false false false",
        "p false true false",
        "touch false false false",
        "docker false true false",
        "q false true false",
    ];
    for mount in ["/etc", "/run/docker.sock2", "/var/log"] {
        assert_eq!(seen(mount, script), other, "{mount}");
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
