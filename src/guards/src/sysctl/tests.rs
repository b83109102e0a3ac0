use redline_core::finding::{Finding, Level};
use redline_core::language::Text;
use redline_kubernetes::workload::Workload;
use redline_shell::{SimpleCommand, Surroundings};

use super::assignment::assignments;
use super::parameter::normalise;
use super::*;
use crate::commands::of_container;
use crate::reach::Reach;
use crate::step::Step;

const FORWARD: Parameter = Parameter {
    names: &["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding"],
    bad: |value| number(value) == Some(0),
    pod: Level::Deny,
};

const FILTER: Parameter = Parameter {
    names: &["net.ipv4.conf.all.rp_filter", "net.ipv4.conf.eth*.rp_filter"],
    bad: |value| matches!(number(value), Some(1 | 2)),
    pod: Level::Deny,
};

fn found(parameter: &Parameter, script: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    redline_shell::run_script(script, &Surroundings::default(), &mut |command| {
        assignments(&Step::anywhere(command), None, parameter, &mut |name, value, _| {
            out.push((name.to_owned(), value.trim().to_owned()))
        });
    });
    out
}

#[test]
fn names_are_normalised_as_the_kubelet_does() {
    for (name, want) in [
        ("net/ipv4/ip_forward", "net.ipv4.ip_forward"),
        ("net.ipv4.ip_forward", "net.ipv4.ip_forward"),
        ("net/ipv4/conf/eth0.100/rp_filter", "net.ipv4.conf.eth0/100.rp_filter"),
        ("net.ipv4.conf.eth0/100.rp_filter", "net.ipv4.conf.eth0/100.rp_filter"),
    ] {
        assert_eq!(normalise(name), want);
        assert_eq!(normalise(&normalise(name)), want);
    }
}

#[test]
fn only_files_of_the_kernel_and_of_its_configuration_set_parameters() {
    for file in ["/proc/sys/net/ipv4/ip_forward", "/host/proc/sys/net/ipv4/ip_forward"] {
        assert_eq!(found(&FORWARD, &format!("echo 0 > {file}")).len(), 1, "{file}");
    }
    for file in
        ["/sys/net/ipv4/ip_forward", "/proc/net/ipv4/ip_forward", "/proc/x/sys/net/ipv4/ip_forward", "/proc/sys"]
    {
        assert!(found(&FORWARD, &format!("echo 0 > {file}")).is_empty(), "{file}");
    }
    for (file, expected) in [
        ("/etc/sysctl.conf", 1),
        ("/etc/sysctl.d/90-x.conf", 1),
        ("/host/usr/lib/sysctl.d/x.conf", 1),
        ("/tmp/x.conf", 0),
        ("/etc/sysctl.conf.bak", 0),
    ] {
        assert_eq!(found(&FORWARD, &format!("echo net.ipv4.ip_forward=0 > {file}")).len(), expected, "{file}");
    }
}

#[test]
fn numbers_are_read_as_the_kernel_does() {
    for (text, want) in [
        ("0", Some(0)),
        (" 00\n", Some(0)),
        ("0x0", Some(0)),
        ("-0", Some(0)),
        ("010", Some(8)),
        ("0x1F", Some(31)),
        ("0 1", Some(0)),
        ("08", None),
        ("+0", None),
        ("off", None),
        ("9223372036854775807", Some(i64::MAX)),
        ("0x7fffffffffffffff", Some(i64::MAX)),
        ("9223372036854775808", None),
        ("99999999999999999999", None),
        ("", None),
    ] {
        assert_eq!(number(text), want, "{text:?}");
    }
}

#[test]
fn bad_assignments_are_found() {
    for script in [
        "sysctl -w net.ipv4.ip_forward=0",
        "sysctl net.ipv4.ip_forward=0",
        "/sbin/sysctl -q -e -w net/ipv4/ip_forward='0'",
        "sysctl -w 'net.ipv4.ip_forward = 0'",
        "sysctl -w net.ipv4.ip_forward = 0",
        "sysctl --write net.ipv4.conf.all.forwarding=0x0",
        "sysctl -w net.ipv4.ip_forward=$VALUE",
        "V=0; sysctl -w net.ipv4.ip_forward=$V",
        "K=net.ipv4.ip_forward; sysctl -w ${K}=0",
        "for k in a net.ipv4.ip_forward; do sysctl -w $k=0; done",
        "echo 0 > /proc/sys/net/ipv4/ip_forward",
        "echo 0 >/host/proc/sys/net/ipv4/ip_forward",
        "echo 0 > //proc/./sys/net/ipv4/conf/all/forwarding",
        "cd /proc/sys/net/ipv4 && echo 0 > ip_forward",
        "echo 0 | tee /proc/sys/net/ipv4/ip_forward",
        "printf '%d\\n' 0 | sudo tee -a /proc/sys/net/ipv4/ip_forward >/dev/null",
        "cat file > /proc/sys/net/ipv4/ip_forward",
        "dd if=/dev/zero of=/proc/sys/net/ipv4/ip_forward",
        "echo net.ipv4.ip_forward=0 >> /etc/sysctl.conf",
        "cat > /host/etc/sysctl.d/99.conf <<EOF\n# x\nnet.ipv4.ip_forward = 0\nEOF\n",
        "(echo a=1; echo net.ipv4.ip_forward=0) > /etc/sysctl.d/9.conf",
        "printf 'net.ipv4.ip_forward=0\\n' > /tmp/x && cp /tmp/x /etc/sysctl.d/",
        "echo net.ipv4.ip_forward=0 > /tmp/x; sysctl -p /tmp/x",
        "echo net.ipv4.ip_forward=0 > /tmp/x; sysctl --load=/tmp/x",
        "echo net.ipv4.ip_forward=0 | sysctl -p -",
        "sysctl -p <(echo net.ipv4.ip_forward=0)",
        "echo net.ipv4.ip_forward=0 | xargs sysctl -w",
        "sed -i 's/net.ipv4.ip_forward=1/net.ipv4.ip_forward=0/' /etc/sysctl.conf",
        "sed -i -e 's/^#\\?net\\.ipv4\\.ip_forward.*/net.ipv4.ip_forward = 0/' /etc/sysctl.conf",
        "sed -i '/ip_forward/s/1/0/' /etc/sysctl.d/10.conf",
        "sed -i 's/\\(ip_forward *= *\\)1/\\10/' /etc/sysctl.conf",
        "sed -i '$a net.ipv4.ip_forward=0' /etc/sysctl.conf",
        "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 -d | sh",
    ] {
        assert!(!found(&FORWARD, script).is_empty(), "{script}");
    }
}

#[test]
fn everything_else_is_not() {
    for script in [
        "sysctl -w net.ipv4.ip_forward=1",
        "sysctl net.ipv4.ip_forward",
        "sysctl -a | grep net.ipv4.ip_forward=0",
        "echo sysctl -w net.ipv4.ip_forward=0",
        "# sysctl -w net.ipv4.ip_forward=0",
        "echo 'run: sysctl -w net.ipv4.ip_forward=0' > /tmp/help",
        "sysctl -w net.ipv6.conf.all.forwarding=0",
        "sysctl -w net.ipv4.ip_forward_use_pmtu=0",
        "echo 1 > /proc/sys/net/ipv4/ip_forward",
        "cat /proc/sys/net/ipv4/ip_forward",
        "[ $(cat /proc/sys/net/ipv4/ip_forward) = 0 ] && exit 1",
        "sed -i 's/net.ipv4.ip_forward=0/net.ipv4.ip_forward=1/' /etc/sysctl.conf",
        "sed -i '/ip_forward/d' /etc/sysctl.conf",
        "sed -n 's/ip_forward=1/ip_forward=0/p' /etc/sysctl.conf",
        "echo '#net.ipv4.ip_forward=0' > /etc/sysctl.d/x.conf",
        "command -v sysctl net.ipv4.ip_forward=0",
        "sysctl -p /etc/sysctl.d/99.conf",
    ] {
        assert_eq!(found(&FORWARD, script), [], "{script}");
    }
}

#[test]
fn interfaces() {
    for script in [
        "for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 2 > $f; done",
        "sysctl -w net.ipv4.conf.eth0.rp_filter=1",
        "sysctl -w net.ipv4.conf.$IF.rp_filter=1",
        "sysctl -w net/ipv4/conf/eth0.100/rp_filter=1",
        "echo 1 | tee /proc/sys/net/ipv4/conf/{all,default}/rp_filter",
    ] {
        assert!(!found(&FILTER, script).is_empty(), "{script}");
    }
    assert_eq!(found(&FILTER, "sysctl -w net.ipv4.conf.lo.rp_filter=1; sysctl -w net.ipv4.conf.all.rp_filter=0"), []);
}

/// Whether a container's command takes effect on the node; `None` when it is no match at all.
fn on_node(spec: &str, script: &str) -> Option<bool> {
    let script = serde_json::to_string(script).unwrap();
    let json = format!(r#"{{"spec":{}}}"#, spec.replace("COMMAND", &format!(r#""command":["sh","-c",{script}]"#)));
    let pod: Workload = redline_json::read(&json).unwrap();
    let mut out = None;
    for (_, _, container) in pod.spec.all_containers() {
        let reach = Reach::new(&pod.spec, container);
        let check = |_: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
            assignments(&Step::in_container(command, &reach), Some(&reach), &FORWARD, &mut |_, _, node| {
                let level = if node { Level::Deny } else { Level::Warn };
                emit(&Finding::deny("", Text { en: String::new(), zh: String::new() }).at(level));
            });
        };
        of_container(&reach, &[], &check, &mut |finding| {
            out = Some(out == Some(true) || finding.level == Level::Deny);
        });
    }
    out
}

#[test]
fn reach() {
    const SET: &str = "sysctl -w net.ipv4.ip_forward=0";
    const PRIVILEGED: &str = r#""securityContext":{"privileged":true}"#;
    let spec = |pod: &str, container: &str| format!(r#"{{{pod}"containers":[{{"name":"c",COMMAND,{container}}}]}}"#);
    let host = |path: &str, at: &str| {
        (
            format!(r#""volumes":[{{"name":"v","hostPath":{{"path":"{path}"}}}}],"#),
            format!(r#""volumeMounts":[{{"name":"v","mountPath":"{at}"}}]"#),
        )
    };
    let network = r#""hostNetwork":true,"#;
    let pid = r#""hostPID":true,"#;
    assert_eq!(on_node(&spec("", PRIVILEGED), SET), Some(false));
    assert_eq!(on_node(&spec(network, PRIVILEGED), SET), Some(true));
    assert_eq!(on_node(&spec(network, r#""image":"x""#), SET), Some(false));
    let admin = r#""securityContext":{"capabilities":{"add":["SYS_ADMIN"]}}"#;
    assert_eq!(on_node(&spec(network, admin), SET), Some(true));
    assert_eq!(on_node(&spec(pid, PRIVILEGED), SET), Some(false));
    for enter in ["nsenter -t 1 -n", "nsenter -a -t1 --", "nsenter --target=1 --net --mount sudo"] {
        assert_eq!(on_node(&spec(pid, PRIVILEGED), &format!("{enter} {SET}")), Some(true), "{enter}");
        assert_eq!(on_node(&spec("", PRIVILEGED), &format!("{enter} {SET}")), Some(false), "{enter}");
    }
    assert_eq!(on_node(&spec(pid, PRIVILEGED), &format!("nsenter -t 1 -m {SET}")), Some(false));
    let (volume, mount) = host("/proc", "/host/proc");
    let write = "echo 0 > /host/proc/sys/net/ipv4/ip_forward";
    assert_eq!(on_node(&spec(&format!("{volume}{network}"), &mount), write), Some(true));
    assert_eq!(on_node(&spec(&volume, &mount), write), Some(false));
    let (volume, mount) = host("/proc/sys/net", "/n");
    assert_eq!(on_node(&spec(&format!("{volume}{network}"), &mount), "echo 0 > /n/ipv4/ip_forward"), Some(true));
    let (volume, mount) = host("/", "/host");
    for write in [
        "echo net.ipv4.ip_forward=0 > /host/etc/sysctl.d/99.conf",
        "chroot /host sh -c 'echo net.ipv4.ip_forward=0 >> /etc/sysctl.conf'",
    ] {
        assert_eq!(on_node(&spec(&volume, &mount), write), Some(true), "{write}");
        assert_eq!(on_node(&spec("", r#""image":"x""#), write), Some(false), "{write}");
    }
    let (volume, mount) = host("/etc/sysctl.d", "/x");
    assert_eq!(on_node(&spec(&volume, &mount), "echo net.ipv4.ip_forward=0 > /x/9.conf"), Some(true));
}
