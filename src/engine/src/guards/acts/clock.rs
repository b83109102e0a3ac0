//! The clock of a node (rows 11 and 22) and its time zone.

use crate::finding::Level;
use crate::guards::command::Simple;
use crate::guards::on_node::{self, Node};
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
    let args = command.args();
    let has = |words: &[&str]| args.iter().any(|arg| words.iter().any(|word| arg == word));
    match command.name() {
        "date" => {
            let sets = |arg: &String| arg.starts_with("--set") || arg.starts_with("-s") || is_stamp(arg);
            // The word after `-d` is a time to print.
            args.iter().enumerate().any(|(i, arg)| {
                let shown = i.checked_sub(1).and_then(|i| args.get(i)).is_some_and(|a| a == "-d" || a == "-r");
                sets(arg) && !shown
            })
        }
        "timedatectl" => args.iter().any(|arg| arg.starts_with("set-")),
        "hwclock" => {
            let short = |arg: &str| !arg.starts_with("--") && arg.starts_with('-') && arg.contains(['w', 's']);
            has(&["--systohc", "--hctosys", "--set", "--adjust"]) || args.iter().any(|arg| short(arg))
        }
        "ntpdate" | "sntp" | "rdate" => !has(&["-q", "-d", "-p"]),
        "chronyd" | "ntpd" | "adjtimex" => !args.is_empty() || command.name() != "adjtimex",
        "chronyc" => has(&["makestep", "settime"]),
        _ => on_node::units(
            command,
            &["stop", "disable", "mask"],
            &["chronyd", "chrony", "ntpd", "ntp", "systemd-timesyncd"],
        ),
    }
}

/// `MMDDhhmm`, with or without a year and seconds.
fn is_stamp(arg: &str) -> bool {
    let digits = arg.split('.').next().unwrap_or(arg);
    (8..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}
