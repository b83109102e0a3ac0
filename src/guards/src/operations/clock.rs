//! The clock of a node (rows 11 and 22) and its time zone.

use crate::on_node::{self, CommandMatch, KILLERS, Names, NodeGuard, SERVICE_MANAGERS};
use crate::reach::Need;
use redline_shell::SimpleCommand;
use redline_shell::value::is_unknown;
use redline_text::{DIGITS, after_last, consists_of, prefix_in, slice, until, word_in};

/// Setting the time.
pub(crate) static CLOCK: NodeGuard = clock(&[]);

/// Setting the time or the time zone. Scripts of a node's own set the zone as a matter of course, pods have no reason to.
pub static CLOCK_AND_ZONE: NodeGuard = clock(&["/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo"]);

const fn clock(read: &'static [&'static str]) -> NodeGuard {
    NodeGuard {
        paths: &["/etc/chrony.conf", "/etc/chrony", "/etc/chrony.d", "/etc/ntp.conf", "/etc/systemd/timesyncd.conf"],
        read,
        ancestor: None,
        names: Names::of(&[TOOLS, DAEMONS, SERVICE_MANAGERS, KILLERS]),
        program: sets_time,
        ..NodeGuard::NEW
    }
}

/// What sets or follows the time.
const TOOLS: &str = "date hwclock clock timedatectl chronyc adjtimex ntpdate sntp rdate ntpdig chronyd ntpd openntpd";

/// The clock belongs to no namespace.
const NEED: Need = Need::Capability("SYS_TIME");

fn sets_time(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let name = command.name();
    let verb = command.operands().get(0);
    let asks = command.has_option("help version h V");
    if word_in("date", name) {
        let set = command.has_option("s set") || command.operands().iter().any(is_stamp);
        return if set { CommandMatch::deny(NEED) } else { None };
    }
    if word_in("hwclock clock", name) {
        let set = command.has_option("systohc hctosys set adjust w s a systz setepoch");
        return if set { CommandMatch::deny(NEED) } else { None };
    }
    if word_in("timedatectl", name) {
        return match verb {
            // The recovery that the list prescribes.
            "set-ntp" if word_in("true 1 yes on", command.operands().get(1)) => None,
            _ if prefix_in("set-", verb) => CommandMatch::deny(NEED),
            _ => None,
        };
    }
    if word_in("chronyc", name) {
        return match verb {
            "settime" | "manual" | "offline" => CommandMatch::deny(NEED),
            // Follows the servers again, which is how a wrong time is put right.
            "makestep" | "burst" => CommandMatch::warn(NEED),
            _ => None,
        };
    }
    let is_method = |word: &str| match after_last(word, b'.') {
        "SetTime" | "SetTimezone" => true,
        method => method == "SetNTP" && !command.words().any_in("true boolean:true"),
    };
    if word_in("busctl dbus-send gdbus", name) && command.words().iter().any(is_method) {
        return CommandMatch::deny(NEED);
    }
    let sets = word_in("adjtimex", name) && !command.args().is_empty() && !command.has_option("p print")
        || word_in("ntpdate sntp rdate ntpdig", name) && !command.has_option("q d p")
        || word_in("chronyd ntpd openntpd", name) && !command.has_option("v version p Q") && !asks;
    if sets && !asks {
        return CommandMatch::deny(NEED);
    }
    let stops = on_node::units(command, "stop disable mask kill", DAEMONS) || on_node::kills(command, DAEMONS);
    if stops { CommandMatch::deny(Need::Services) } else { None }
}

/// What keeps the time of a node.
const DAEMONS: &str = "chronyd chrony ntpd ntp systemd-timesyncd";

/// Whether an argument of `date` is a time to set: `MMDDhhmm`, with or without a year and seconds.
fn is_stamp(arg: &str) -> bool {
    let digits = slice(arg, 0, until(arg, "."));
    (8..=12).contains(&digits.len()) && consists_of(digits, DIGITS) && !is_unknown(arg)
}
