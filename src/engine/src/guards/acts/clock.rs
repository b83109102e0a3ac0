//! The clock of a node (rows 11 and 22) and its time zone.

use crate::finding::Level;
use crate::guards::command::Simple;
use crate::guards::on_node::{self, Node};
use crate::strings::{DIGITS, any, begins, has, listed, only, piece, until, word};
use alloc::string::String;

/// Setting the time.
pub static CLOCK: Node = Node {
    paths: &["/etc/chrony.conf", "/etc/chrony", "/etc/chrony.d", "/etc/ntp.conf"],
    ancestor: None,
    program: sets_time,
    // The clock belongs to no namespace.
    reaches: |reach, place| reach.container.capable("SYS_TIME") || reach.in_host_mounts(place),
    ..Node::NEW
};

/// Mounting these writable is a common slip of pods that only want the node's time zone.
pub static ZONE: Node = Node {
    paths: &["/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo"],
    mount: Level::Warn,
    ancestor: None,
    ..Node::NEW
};

fn sets_time(command: &Simple) -> bool {
    let (name, args) = (command.name(), command.args());
    if listed("date", name) {
        return args.iter().enumerate().any(|(i, arg)| {
            // The word after `-d` is a time to print.
            let shown = i > 0 && listed("-d -r", word(args, i - 1));
            !shown && (begins("--set -s", arg) || is_stamp(arg))
        });
    }
    if listed("hwclock", name) {
        let short = |arg: &String| arg.starts_with('-') && !begins("--", arg) && has(arg, "ws");
        return any(args, "--systohc --hctosys --set --adjust") || args.iter().any(short);
    }
    listed("timedatectl", name) && args.iter().any(|arg| begins("set-", arg))
        || listed("adjtimex", name) && !args.is_empty()
        || listed("chronyc", name) && any(args, "makestep settime")
        || listed("ntpdate sntp rdate", name) && !any(args, "-q -d -p")
        || listed("chronyd ntpd", name)
        || on_node::units(command, "stop disable mask", "chronyd chrony ntpd ntp systemd-timesyncd")
}

/// `MMDDhhmm`, with or without a year and seconds.
fn is_stamp(arg: &str) -> bool {
    let digits = piece(arg, 0, until(arg, "."));
    (8..=12).contains(&digits.len()) && only(digits, DIGITS)
}
