//! The clock of a node (rows 11 and 22) and its time zone.

use crate::on_node::{self, NodeGuard};
use alloc::string::String;
use redline_core::finding::Level;
use redline_shell::SimpleCommand;
use redline_text::{DIGITS, any, consists_of, contains_any, prefix_in, slice, until, word, word_in};

/// Setting the time.
pub static CLOCK: NodeGuard = NodeGuard {
    paths: &["/etc/chrony.conf", "/etc/chrony", "/etc/chrony.d", "/etc/ntp.conf"],
    ancestor: None,
    program: sets_time,
    // The clock belongs to no namespace.
    reaches: |reach, namespaces| reach.container.has_capability("SYS_TIME") || reach.in_host_mounts(namespaces),
    ..NodeGuard::NEW
};

/// The time zone. A writable mount only warns, because many pods mount these files to get the time zone of the node.
pub static ZONE: NodeGuard = NodeGuard {
    paths: &["/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo"],
    mount: Level::Warn,
    ancestor: None,
    ..NodeGuard::NEW
};

fn sets_time(command: &SimpleCommand) -> bool {
    let (name, args) = (command.name(), command.args());
    if word_in("date", name) {
        return args.iter().enumerate().any(|(i, arg)| {
            // The word behind `-d` is a time that `date` prints.
            let is_printed = i > 0 && word_in("-d -r", word(args, i - 1));
            !is_printed && (prefix_in("--set -s", arg) || is_stamp(arg))
        });
    }
    if word_in("hwclock", name) {
        let short = |arg: &String| arg.starts_with('-') && !prefix_in("--", arg) && contains_any(arg, "ws");
        return any(args, "--systohc --hctosys --set --adjust") || args.iter().any(short);
    }
    word_in("timedatectl", name) && args.iter().any(|arg| prefix_in("set-", arg))
        || word_in("adjtimex", name) && !args.is_empty()
        || word_in("chronyc", name) && any(args, "makestep settime")
        || word_in("ntpdate sntp rdate", name) && !any(args, "-q -d -p")
        || word_in("chronyd ntpd", name)
        || on_node::units(command, "stop disable mask", "chronyd chrony ntpd ntp systemd-timesyncd")
}

/// Whether an argument of `date` is a time to set: `MMDDhhmm`, with or without a year and seconds.
fn is_stamp(arg: &str) -> bool {
    let digits = slice(arg, 0, until(arg, "."));
    (8..=12).contains(&digits.len()) && consists_of(digits, DIGITS)
}
