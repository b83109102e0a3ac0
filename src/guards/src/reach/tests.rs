//! What a container needs to affect the node, and where its paths lead.

use super::Access::{Certain, None as Not, Possible};
use super::*;

/// Looks at the reach of the only container of a pod, given the members of its specification and of the container.
fn with<T>(spec: &str, container: &str, look: impl Fn(&Reach<'_>) -> T) -> T {
    let json = format!(r#"{{"kind":"Pod","spec":{{{spec}"containers":[{{"name":"c"{container}}}]}}}}"#);
    let object: Workload<'_> = redline_json::read(&json).unwrap_or_else(|e| panic!("{json}: {e}"));
    look(&Reach::new(&object.spec, &object.spec.containers[0]))
}

const PRIVILEGED: &str = r#","securityContext":{"privileged":true}"#;

fn add(capability: &str) -> String {
    format!(r#","securityContext":{{"capabilities":{{"add":["{capability}"]}}}}"#)
}

/// Host paths by where the container has them, with further members of the mount.
fn mounts(paths: &[(&str, &str, &str)]) -> (String, String) {
    let join = |parts: Vec<String>| parts.join(",");
    let volumes = paths.iter().enumerate();
    let volumes = volumes.map(|(i, (_, host, _))| format!(r#"{{"name":"v{i}","hostPath":{{"path":"{host}"}}}}"#));
    let points = paths.iter().enumerate();
    let points = points.map(|(i, (at, _, more))| format!(r#"{{"name":"v{i}","mountPath":"{at}"{more}}}"#));
    (format!(r#""volumes":[{}],"#, join(volumes.collect())), format!(r#","volumeMounts":[{}]"#, join(points.collect())))
}

fn entered() -> Namespaces<'static> {
    Namespaces { mount: true, net: true, pid: true, ..Namespaces::default() }
}

#[test]
fn namespaces_of_the_node_are_entered_with_its_processes_and_a_capability() {
    let inside = |spec: &str, container: &str, namespaces: Namespaces<'_>| {
        with(spec, container, |reach| (reach.in_host_mounts(&namespaces), reach.in_host_network(&namespaces)))
    };
    let (processes, network) = (r#""hostPID":true,"#, r#""hostNetwork":true,"#);
    let admin = add("SYS_ADMIN");
    assert_eq!(inside(processes, &admin, entered()), (true, true));
    assert_eq!(inside(processes, "", entered()), (false, false));
    assert_eq!(inside("", &admin, entered()), (false, false));
    assert_eq!(inside("", &admin, Namespaces { by_file: true, ..entered() }), (true, true));
    assert_eq!(inside("", "", Namespaces { by_file: true, ..entered() }), (false, false));
    assert_eq!(inside("", "", Namespaces { by_daemon: true, ..entered() }), (true, true));
    // Only what was entered.
    assert_eq!(inside(processes, &admin, Namespaces { net: false, ..entered() }), (true, false));
    assert_eq!(inside(processes, &admin, Namespaces { mount: false, ..entered() }), (false, true));
    assert_eq!(inside(network, "", Namespaces::default()), (false, true));
    assert_eq!(inside(network, "", Namespaces { own_net: true, ..Namespaces::default() }), (false, false));
    assert_eq!(inside(processes, &admin, Namespaces { own_net: true, ..entered() }), (true, false));
}

#[test]
fn each_need_has_its_own_way_to_the_node() {
    let (ipc, processes, network) = (r#""hostIPC":true,"#, r#""hostPID":true,"#, r#""hostNetwork":true,"#);
    let plain = Namespaces::default();
    for (need, spec, container, namespaces, expected) in [
        // A container without any access to the node affects nothing there.
        (Need::Services, "", "", plain, Not),
        (Need::Capability("SYS_TIME"), "", "", plain, Not),
        (Need::Services, ipc, "", plain, Possible),
        (Need::System, ipc, PRIVILEGED, plain, Not),
        (Need::System, processes, PRIVILEGED, entered(), Certain),
        (Need::Entry, processes, PRIVILEGED, entered(), Certain),
        (Need::System, processes, PRIVILEGED, Namespaces { container: true, ..entered() }, Not),
        (Need::Services, processes, PRIVILEGED, entered(), Certain),
        (Need::Services, processes, PRIVILEGED, plain, Possible),
        (Need::Processes, processes, "", plain, Certain),
        (Need::Processes, ipc, PRIVILEGED, plain, Possible),
        (Need::Processes, ipc, PRIVILEGED, Namespaces { by_file: true, ..entered() }, Certain),
        (Need::Processes, ipc, PRIVILEGED, Namespaces { by_file: true, pid: false, ..entered() }, Possible),
        (Need::Network, network, &add("NET_ADMIN"), plain, Certain),
        (Need::Network, network, "", plain, Possible),
        (Need::Network, ipc, &add("NET_ADMIN"), plain, Not),
        (Need::Network, ipc, &add("NET_ADMIN"), Namespaces { net: true, ..plain }, Possible),
        (Need::Network, ipc, "", Namespaces { by_daemon: true, ..entered() }, Certain),
        (Need::Capability("SYS_TIME"), ipc, &add("CAP_SYS_TIME"), plain, Certain),
        (Need::Capability("SYS_TIME"), ipc, &add("NET_ADMIN"), plain, Possible),
        (Need::Capability("SYS_TIME"), processes, &add("SYS_ADMIN"), entered(), Certain),
        (Need::Devices, ipc, PRIVILEGED, plain, Certain),
        (Need::Devices, ipc, "", plain, Possible),
        (Need::Devices, processes, &add("SYS_ADMIN"), entered(), Certain),
        (Need::Mounts, processes, PRIVILEGED, entered(), Certain),
        (Need::Mounts, processes, PRIVILEGED, Namespaces { own_mount: true, ..entered() }, Not),
        (Need::Mounts, processes, PRIVILEGED, plain, Possible),
        (Need::Volumes, processes, PRIVILEGED, entered(), Certain),
        (Need::Volumes, processes, PRIVILEGED, plain, Not),
        // In another container, and on another machine.
        (Need::Devices, ipc, PRIVILEGED, Namespaces { container: true, ..plain }, Possible),
        (Need::Devices, ipc, PRIVILEGED, Namespaces { remote: true, ..plain }, Possible),
        (Need::Volumes, ipc, PRIVILEGED, Namespaces { remote: true, ..plain }, Possible),
    ] {
        let access = with(spec, container, |reach| reach.access(need, &namespaces));
        assert_eq!(access, expected, "{need:?} {spec} {container} {namespaces:?}");
    }
}

#[test]
fn the_root_of_the_node_may_be_mounted_or_entered() {
    let system = |paths: &[(&str, &str, &str)], root| {
        let (volumes, points) = mounts(paths);
        with(&volumes, &points, |reach| reach.access(Need::System, &Namespaces { root, ..Namespaces::default() }))
    };
    let host = &[("/host", "/", "")];
    assert_eq!([system(host, "/host"), system(host, "/host/"), system(host, "")], [Certain, Certain, Not]);
    assert_eq!([system(host, "/host/var"), system(host, "/other"), system(host, "\x01")], [Not, Not, Possible]);
    assert_eq!(system(host, "/host/\x01"), Possible);
    assert_eq!(system(&[("/host", "/", r#","readOnly":true"#)], "/host"), Certain);
    // In the namespace of the node, its root is the root, and a directory in it is not.
    let entered = |root| {
        let namespaces = Namespaces { root, ..entered() };
        with(r#""hostPID":true,"#, PRIVILEGED, |reach| reach.access(Need::System, &namespaces))
    };
    assert_eq!([entered(""), entered("/"), entered("/mnt/root")], [Certain, Certain, Not]);
}

#[test]
fn kernel_parameters_are_set_with_a_capability_or_through_a_mount() {
    let sets = |spec: &str, container: &str, namespaces: Namespaces<'_>| {
        with(spec, container, |reach| [true, false].map(|net| reach.sets_kernel_parameters(&namespaces, net)))
    };
    let plain = Namespaces::default();
    let network = r#""hostNetwork":true,"#;
    assert_eq!(sets(network, PRIVILEGED, plain), [true, true]);
    assert_eq!(sets("", PRIVILEGED, plain), [false, true]);
    assert_eq!(sets(network, "", plain), [false, false]);
    assert_eq!(sets("", "", Namespaces { by_daemon: true, ..entered() }), [true, true]);
    for elsewhere in [Namespaces { container: true, ..plain }, Namespaces { remote: true, ..plain }] {
        assert_eq!(sets(network, PRIVILEGED, elsewhere), [false, false]);
    }
    for (host, more, expected) in [
        ("/proc/sys", "", true),
        ("/proc/sys/net", "", true),
        ("/proc", "", true),
        ("/", "", true),
        ("/proc/sys", r#","readOnly":true"#, false),
        ("/sys", "", false),
        ("/proc/sysrq-trigger", "", false),
    ] {
        let (volumes, points) = mounts(&[("/m", host, more)]);
        assert_eq!(sets(&volumes, &points, plain)[1], expected, "{host}{more}");
    }
    // A volume that is no host path holds nothing of the node.
    let empty = (r#""volumes":[{"name":"v","emptyDir":{}}],"#, r#","volumeMounts":[{"name":"v","mountPath":"/proc"}]"#);
    assert_eq!(sets(empty.0, empty.1, plain), [false, false]);
}

#[test]
fn the_directories_of_volumes_are_held_from_above_and_below() {
    for (host, more, expected) in [
        ("/var/lib/kubelet", "", Certain),
        ("/var/lib/kubelet/pods", "", Certain),
        ("/var/lib", "", Certain),
        ("/var/lib/container/kubelet", "", Certain),
        ("/var/lib/kubelet", r#","readOnly":true"#, Not),
        ("/var/lib/docker", "", Not),
    ] {
        let (volumes, points) = mounts(&[("/m", host, more)]);
        let access = with(&volumes, &points, |reach| reach.access(Need::Volumes, &Namespaces::default()));
        assert_eq!(access, expected, "{host}{more}");
    }
}

/// The paths on the node that a path may be, and whether that is certain.
fn leads(reach: &Reach<'_>, namespaces: &Namespaces<'_>, path: &str, write: bool) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    reach.host_paths(namespaces, path, write, &mut |host, certain| found.push((host, certain)));
    found
}

/// The only path on the node that a path may be.
fn lead(reach: &Reach<'_>, namespaces: &Namespaces<'_>, path: &str, write: bool) -> Option<String> {
    let mut found = leads(reach, namespaces, path, write);
    assert!(found.len() < 2, "{path}: {found:?}");
    found.pop().map(|(host, _)| host)
}

#[test]
fn paths_lead_to_the_node_through_the_deepest_mount() {
    let (volumes, points) = mounts(&[
        ("/host", "/", ""),
        ("/host/ro", "/etc", r#","readOnly":true"#),
        ("/data", "/var/run/data", ""),
        // Of two mounts at one path, the last covers the other.
        ("/twice", "/srv/first", ""),
        ("/twice", "/srv/second", ""),
    ]);
    let there = |path: &str, write| with(&volumes, &points, |reach| lead(reach, &Namespaces::default(), path, write));
    for (path, read, written) in [
        ("/host", Some("/"), Some("/")),
        ("/host/etc/fstab", Some("/etc/fstab"), Some("/etc/fstab")),
        ("/host/ro/fstab", Some("/etc/fstab"), None),
        ("/hosts/x", None, None),
        ("/etc/fstab", None, None),
        ("/data/x", Some("/run/data/x"), Some("/run/data/x")),
        ("/twice/x", Some("/srv/second/x"), Some("/srv/second/x")),
        ("/host/lib/modules", Some("/usr/lib/modules"), Some("/usr/lib/modules")),
        ("/", None, None),
    ] {
        assert_eq!((there(path, false).as_deref(), there(path, true).as_deref()), (read, written), "{path}");
    }
    for namespaces in
        [Namespaces { remote: true, ..Namespaces::default() }, Namespaces { container: true, ..Namespaces::default() }]
    {
        assert_eq!(with(&volumes, &points, |reach| lead(reach, &namespaces, "/host/x", false)), None);
    }
    let rooted = Namespaces { root: "/host", ..Namespaces::default() };
    let path = with(&volumes, &points, |reach| leads(reach, &rooted, "/etc/fstab", true));
    assert_eq!(path, [("/etc/fstab".into(), true)]);
    // The root of a process of the node is that of the node.
    let spec = r#""hostPID":true,"#;
    let traced =
        |container: &str, path: &str| with(spec, container, |reach| lead(reach, &Namespaces::default(), path, true));
    let debugger = add("SYS_PTRACE");
    assert_eq!(traced(&debugger, "/proc/1/root/etc/fstab").as_deref(), Some("/etc/fstab"));
    assert_eq!(traced(&debugger, "/proc/1/cwd/etc").as_deref(), Some("/etc"));
    assert_eq!(traced(&debugger, "/proc/\x01/root/etc").as_deref(), Some("/etc"));
    for path in ["/proc/self/root/etc", "/proc/1/fd/etc", "/sys/1/root/etc", "/proc//root"] {
        assert_eq!(traced(&debugger, path), None, "{path}");
    }
    assert_eq!(traced(&add("NET_ADMIN"), "/proc/1/root/etc"), None);
    let other = with("", &debugger, |reach| lead(reach, &Namespaces::default(), "/proc/1/root/etc", true));
    assert_eq!(other, None);
}

#[test]
fn unknown_paths_lead_through_every_mount_that_fits() {
    let there = |paths: &[(&str, &str, &str)], path: &str, write| {
        let (volumes, points) = mounts(paths);
        with(&volumes, &points, |reach| leads(reach, &Namespaces::default(), path, write))
    };
    let read_only = r#","readOnly":true"#;
    let maybe = |host: &str| (String::from(host), false);
    // A part that is not known may stand for the mount, where that can be written.
    assert_eq!(there(&[("/host", "/srv", "")], "/\x01/x", true), [maybe("/srv/\x01")]);
    assert_eq!(there(&[("/host", "/srv", read_only)], "/\x01/x", false), [maybe("/srv/\x01")]);
    assert_eq!(there(&[("/host", "/srv", read_only)], "/\x01/x", true), []);
    // The first mount does not hide another one.
    let two = &[("/data", "/srv/data", ""), ("/host", "/", ""), ("/ro", "/etc", read_only)];
    assert_eq!(there(two, "/\x01/x", true), [maybe("/srv/data/\x01"), maybe("/\x01")]);
    assert_eq!(there(two, "/\x01/x", false).len(), 3);
    // Only mounts that fit.
    assert_eq!(there(two, "/h\x01/x", true), [maybe("/\x01")]);
    assert_eq!(there(two, "/data/\x01", true), [("/srv/data/\x01".into(), true)]);
    assert_eq!(there(two, "/\x02/etc/fstab", true), [maybe("/srv/data/etc/fstab"), maybe("/etc/fstab")]);
    // The root of a command, too.
    let (volumes, points) = mounts(two);
    let system = |root| {
        with(&volumes, &points, |reach| reach.access(Need::System, &Namespaces { root, ..Namespaces::default() }))
    };
    assert_eq!([system("\x01"), system("/data"), system("/host")], [Possible, Not, Certain]);
    // A pod may have many mounts, and the search ends somewhere.
    let many: Vec<String> = (0..200).map(|i| format!("/m{i:03}")).collect();
    let paths: Vec<(&str, &str, &str)> = many.iter().map(|path| (&**path, &**path, "")).collect();
    assert_eq!(there(&paths, "/\x01/x", true).len(), MOST);
}

#[test]
fn devices_of_claims_are_of_the_container() {
    let spared = |devices: &str, script: &str| {
        with("", &format!(r#"{PRIVILEGED},"volumeDevices":{devices}"#), |reach| {
            let surroundings = redline_shell::Surroundings::default();
            let mut out = Vec::new();
            redline_shell::run_script(script, &surroundings, &mut |command| out.push(reach.works_on_claims(command)));
            out
        })
    };
    for devices in [
        r#"[{"name":"raw","devicePath":"/dev/xvda"}]"#,
        r#"[{"devicePath":"/dev/sdz"},{"device\u0050ath" : "\/dev\/xvd\u0061","name":"raw"}]"#,
    ] {
        assert_eq!(spared(devices, "mkfs.ext4 /dev/xvda1; mkfs.ext4 /dev/xvda"), [true, true], "{devices}");
        assert_eq!(spared(devices, "mkfs.ext4 /dev/xvdb; mkfs.ext4 /dev/xvd"), [false, false], "{devices}");
    }
    for devices in ["[]", "null", r#"[{"name":"/dev/xvda","devicePath":""}]"#] {
        assert_eq!(spared(devices, "mkfs.ext4 /dev/xvda"), [false], "{devices}");
    }
}

#[test]
fn processes_of_windows_nodes_are_on_the_node() {
    let context = |options: &str| format!(r#""securityContext":{{"windowsOptions":{options}}}"#);
    let (yes, no) = (r#"{"hostProcess":true}"#, r#"{"hostProcess":false,"runAsUserName":"true"}"#);
    for (pod, own, expected) in [
        (yes, "null", true),
        (yes, r#"{"runAsUserName":"true"}"#, true),
        // The container's own value goes before the pod's.
        (yes, no, false),
        (no, yes, true),
        (no, "{}", false),
        ("{}", r#"{ "gmsaCredentialSpecName" : "x", "host\u0050rocess" : true }"#, true),
        ("null", r#"{"runAsUserName":"true"}"#, false),
    ] {
        let (pod, own) = (format!("{},", context(pod)), format!(",{}", context(own)));
        let inside = with(&pod, &own, |reach| reach.in_host_mounts(&Namespaces::default()));
        assert_eq!(inside, expected, "{pod} {own}");
    }
}

#[test]
fn what_is_removed_takes_the_mounts_below_it() {
    let (volumes, points) = mounts(&[
        ("/a/b", "/etc/kubernetes", ""),
        ("/a-b", "/srv/beside", ""),
        ("/a/ro", "/etc/ro", r#","readOnly":true"#),
        ("/z", "/srv/z", ""),
    ]);
    let below = |path: &str, wanted: &str, namespaces: Namespaces<'_>| {
        with(&volumes, &points, |reach| {
            reach.mounted_below(&namespaces, path, &|host| host == wanted).map(String::from)
        })
    };
    let plain = Namespaces::default();
    assert_eq!(below("/a", "/etc/kubernetes", plain).as_deref(), Some("/etc/kubernetes"));
    assert_eq!(below("/", "/etc/kubernetes", plain).as_deref(), Some("/etc/kubernetes"));
    assert_eq!(below("/", "/srv/z", plain).as_deref(), Some("/srv/z"));
    // The mount itself is no business of this question, and neither is what is beside it or cannot be written.
    for (path, wanted) in [
        ("/a/b", "/etc/kubernetes"),
        ("/a", "/srv/beside"),
        ("/a", "/etc/ro"),
        ("/a", "/srv/z"),
        ("/b", "/etc/kubernetes"),
        ("/zz", "/srv/z"),
    ] {
        assert_eq!(below(path, wanted, plain), None, "{path} {wanted}");
    }
    assert_eq!(below("/a", "/etc/kubernetes", Namespaces { remote: true, ..plain }), None);
    assert_eq!(below("/a", "/etc/kubernetes", Namespaces { container: true, ..plain }), None);
    assert_eq!(below("/", "/etc/kubernetes", Namespaces { root: "/a", ..plain }).as_deref(), Some("/etc/kubernetes"));
    assert_eq!(below("/", "/srv/z", Namespaces { root: "/a", ..plain }), None);
    // A pod may have many mounts, and the search ends somewhere.
    let many: Vec<String> = (0..200).map(|i| format!("/a/{i:03}")).collect();
    let paths: Vec<(&str, &str, &str)> = many.iter().map(|path| (&**path, &**path, "")).collect();
    let (volumes, points) = mounts(&paths);
    let find = |wanted: &str| {
        with(&volumes, &points, |reach| reach.mounted_below(&plain, "/a", &|host| host == wanted).is_some())
    };
    assert_eq!((find("/a/000"), find("/a/050"), find("/a/199")), (true, true, false));
}

#[test]
fn mounts_appear_on_the_node_where_they_propagate() {
    let (volumes, points) = mounts(&[("/a", "/srv", r#","mountPropagation":"Bidirectional""#), ("/b", "/opt", "")]);
    let propagates = |path: &str| with(&volumes, &points, |reach| reach.propagates(path));
    assert_eq!(["/a", "/a/x", "/b/x", "/", "/ab"].map(propagates), [true, true, false, false, false]);
    let (volumes, points) = mounts(&[("/a", "/srv", r#","mountPropagation":"HostToContainer""#)]);
    assert!(!with(&volumes, &points, |reach| reach.propagates("/a")));
}

#[test]
fn a_container_without_access_is_left_alone() {
    let any = |spec: &str, container: &str| with(spec, container, |reach| reach.any());
    assert!(!any("", "") && !any(r#""hostNetwork":false,"#, r#","securityContext":{"privileged":false}"#));
    for spec in [
        r#""hostNetwork":true,"#,
        r#""hostPID":true,"#,
        r#""hostIPC":true,"#,
        r#""securityContext":{"sysctls":[{"name":"a","value":"1"}]},"#,
    ] {
        assert!(any(spec, ""), "{spec}");
    }
    assert!(any("", PRIVILEGED) && any("", &add("NET_ADMIN")));
    let (volumes, points) = mounts(&[("/m", "/srv", r#","readOnly":true"#)]);
    assert!(any(&volumes, &points));
    // Two mounts at one path are one, and the last counts.
    let spec = r#""volumes":[{"name":"h","hostPath":{"path":"/srv"}},{"name":"e","emptyDir":{}}],"#;
    let over = r#","volumeMounts":[{"name":"h","mountPath":"/m"},{"name":"e","mountPath":"/m/"}]"#;
    let under = r#","volumeMounts":[{"name":"e","mountPath":"/m"},{"name":"h","mountPath":"/m/"}]"#;
    assert_eq!((any(spec, over), any(spec, under)), (false, true));
}
