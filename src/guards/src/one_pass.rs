//! One pass over the scripts of an object for all rules of a bundle.

use alloc::vec;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use redline_core::finding::Finding;
use redline_core::language::Text;
use redline_core::scratch;
use redline_kubernetes::lookup::Host;
use redline_kubernetes::workload::Workload;
use redline_shell::{SimpleCommand, Surroundings};

use crate::commands::{self, CommandText};
use crate::config_maps;
use crate::containers::{containers, subject};
use crate::on_node;
use crate::operations::clock::{CLOCK, CLOCK_AND_ZONE};
use crate::operations::{ALL, NodeCheck, NodeOperation};
use crate::reach::Reach;
use crate::scripts::{MOST_FINDINGS, Scripts};
use crate::step::Step;
use crate::sysctl;

/// Interprets the scripts of all containers that can affect the node, if there is an object, and checks their commands
/// against all tables. `namespace` is its own.
pub fn scripts_of_object(object: Option<&Workload<'_>>, namespace: &str, host: &Host<'_>) -> Scripts {
    let tables: Vec<NodeCheck> = ALL.iter().map(table).collect();
    let mut scripts = Scripts::new(tables.iter().map(address).collect());
    for pod in &object.map(Workload::pods).unwrap_or_default() {
        containers(pod, &mut |at, container| {
            let reach = Reach::new(pod.spec, container);
            if !reach.any() {
                return scripts.add(container, Vec::new());
            }
            let subject = subject(container);
            let files = config_maps::files(host, namespace, &reach);
            let mut findings = vec![Vec::new(); tables.len()];
            commands::inputs(&reach, &files, &mut |field, input, surroundings| {
                check(&tables, &reach, &subject, [at, field], (input, surroundings), &mut findings);
            });
            scripts.add(container, findings);
        });
    }
    scripts.finish();
    scripts
}

/// What identifies a table.
fn address(check: &NodeCheck) -> usize {
    match check {
        NodeCheck::Node(node) => core::ptr::from_ref(*node).addr(),
        NodeCheck::Parameter(parameter) => core::ptr::from_ref(*parameter).addr(),
    }
}

/// What a rule checks the commands of pods against. It is the same for the scripts of a node, but for the time zone.
fn table(operation: &NodeOperation) -> NodeCheck {
    match operation.check {
        NodeCheck::Node(node) if core::ptr::eq(node, &CLOCK) => NodeCheck::Node(&CLOCK_AND_ZONE),
        check => check,
    }
}

/// Interprets a text, and adds the findings of each table to `findings`.
fn check(
    tables: &[NodeCheck],
    reach: &Reach<'_>,
    subject: &Text,
    path: [&str; 2],
    (input, surroundings): (&CommandText<'_>, &Surroundings<'_>),
    findings: &mut [Vec<Finding>],
) {
    // The table whose findings are emitted, and a bit for each table of which nothing more is wanted. Nothing but numbers
    // leaves the memory of the interpreter beside findings.
    let (asked, full) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let each = |step: &Step<'_>, emit: &mut dyn FnMut(&Finding)| {
        for (at, table) in tables.iter().enumerate() {
            if full.load(Relaxed) >> at & 1 != 0 {
                continue;
            }
            asked.store(at, Relaxed);
            match *table {
                NodeCheck::Node(node) => on_node::check_in_container(node, subject, step, reach, &path, emit),
                NodeCheck::Parameter(parameter) => {
                    sysctl::check_in_container(parameter, subject, step, Some(reach), &path, emit);
                }
            }
        }
    };
    let produce = |emit: &mut dyn FnMut(&Finding)| {
        input.run(surroundings, &mut |command: &SimpleCommand<'_>| {
            // What the checks of one command allocate is free again for the next.
            scratch::stream(|emit| each(&Step::in_container(command, reach), emit), &mut |finding: &Finding| {
                emit(finding)
            });
        });
    };
    scratch::stream(produce, &mut |finding: &Finding| {
        let at = asked.load(Relaxed);
        let Some(found) = findings.get_mut(at) else { return };
        if found.len() < MOST_FINDINGS && !found.contains(finding) {
            found.push(finding.clone());
        }
        if found.len() >= MOST_FINDINGS {
            full.fetch_or(1 << at, Relaxed);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use redline_core::finding::Level;

    const POD: &str = r#"{"spec":{"hostPID":true,"hostNetwork":true,
        "volumes":[{"name":"root","hostPath":{"path":"/"}}],
        "containers":[
            {"name":"a","securityContext":{"privileged":true},"command":["sh","-c","SCRIPT"],
             "volumeMounts":[{"name":"root","mountPath":"/host"}]},
            {"name":"b","args":["-c","SCRIPT"]}]}}"#;

    /// Operations of many rules, each certain, possible or with another effect in a container.
    const SCRIPT: &str = "nsenter -t 1 -m -- date -s 12:00; ln -sf /usr/share/zoneinfo/UTC /host/etc/localtime;
        chroot /host rm -rf /etc/kubernetes/pki /var/lib/kubelet; sysctl -w net.ipv4.ip_forward=0; umount /host/var/lib/kubelet/x;
        for unit in kubelet containerd; do nsenter -a -t 1 systemctl stop $unit; done; iptables -F; mkfs.ext4 /dev/vdb;
        if [ -f /x ]; then rm -rf /host/etc; fi; nsenter -t 1 -m yum install -y firewalld; echo x > /host/etc/resolv.conf";

    /// What a table finds in the commands of a container by itself.
    fn alone(table: &NodeCheck, reach: &Reach<'_>, at: &str) -> Vec<Finding> {
        let subject = subject(reach.container);
        let mut out: Vec<Finding> = Vec::new();
        let check = |field: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
            let step = Step::in_container(command, reach);
            match *table {
                NodeCheck::Node(node) => {
                    on_node::check_in_container(node, &subject, &step, reach, &[at, field], emit);
                }
                NodeCheck::Parameter(parameter) => {
                    sysctl::check_in_container(parameter, &subject, &step, Some(reach), &[at, field], emit);
                }
            }
        };
        commands::of_container(reach, &[], &check, &mut |finding| {
            if !out.contains(finding) {
                out.push(finding.clone());
            }
        });
        out
    }

    #[test]
    fn every_table_gets_what_it_would_find_by_itself() {
        let json = POD.replace("SCRIPT", &SCRIPT.replace('\n', " "));
        let object: Workload<'_> = redline_json::read(&json).unwrap();
        let scripts = scripts_of_object(Some(&object), "default", &Host::SILENT);
        let mut levels = Vec::new();
        for pod in &object.pods() {
            containers(pod, &mut |at, container| {
                let reach = Reach::new(pod.spec, container);
                for table in ALL.iter().map(table) {
                    let mut found = Vec::new();
                    assert!(scripts.replay(container, address(&table), &mut |finding| found.push(finding.clone())));
                    assert_eq!(found, alone(&table, &reach, at), "{at}");
                    levels.extend(found.iter().map(|finding| finding.level));
                }
            });
        }
        assert!(levels.contains(&Level::Deny) && levels.contains(&Level::Warn) && levels.len() > 12, "{levels:?}");
    }

    #[test]
    fn a_table_has_a_bit() {
        assert!(ALL.len() <= 32);
    }

    #[test]
    fn pods_are_checked_for_the_time_zone_and_scripts_of_a_node_are_not() {
        let tables: Vec<usize> = ALL.iter().map(table).map(|check| address(&check)).collect();
        let node = |guard| address(&NodeCheck::Node(guard));
        assert!(tables.contains(&node(&CLOCK_AND_ZONE)) && !tables.contains(&node(&CLOCK)));
        let mut different = tables.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), tables.len());
    }

    #[test]
    fn a_table_has_so_many_findings_and_leaves_the_others_theirs() {
        let many: String = (0..200).map(|i| format!("nsenter -t 1 -m -- date -s 12:{i}; ")).collect();
        let script = format!("{many} nsenter -t 1 -m -- date -s 12:0; nsenter -t 1 -m -- ufw enable");
        let json = POD.replace("SCRIPT", &script);
        let object: Workload<'_> = redline_json::read(&json).unwrap();
        let scripts = scripts_of_object(Some(&object), "default", &Host::SILENT);
        let count = |container: usize, rule: &str| {
            let operation = ALL.iter().find(|operation| operation.rule == rule).unwrap();
            let mut count = 0;
            let container = &object.spec.containers[container];
            assert!(scripts.replay(container, address(&table(operation)), &mut |_| count += 1));
            count
        };
        assert_eq!([0, 1].map(|container| count(container, "node-clock")), [MOST_FINDINGS; 2]);
        assert_eq!(count(0, "host-firewall"), 1);
    }
}
