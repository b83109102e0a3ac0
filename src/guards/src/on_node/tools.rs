//! Commands of package managers and service managers.

use redline_shell::SimpleCommand;
use redline_text::{after_last, contains_any, prefix_in, slice, take, take_until, word_in};

/// Whether a command uses a package manager with one of `verbs` on one of `packages`. If `all` is true, a command that names
/// no package, and so means all of them, counts too. A package may be followed by a version, as in `kubelet-1.30.1` or
/// `kubelet=1.30.1`. Verbs and packages are separated by blanks.
#[inline(never)]
pub fn packages(command: &SimpleCommand, verbs: &str, packages: &str, all: bool) -> bool {
    let words = command.operands();
    let mut named = &words[..];
    // The verb of `rpm -Uvh` and `dpkg -i` is an option.
    let known = if word_in("rpm dpkg", command.name()) {
        command.args().iter().any(|arg| prefix_in(ARCHIVE_VERBS, arg))
    } else if word_in("yum dnf microdnf tdnf apt apt-get aptitude zypper apk", command.name()) {
        named = named.get(1..).unwrap_or_default();
        words.first().is_some_and(|verb| word_in(verbs, verb))
    } else {
        false
    };
    if !known {
        return false;
    }
    all && named.is_empty() || named.iter().any(|word| is_package(packages, after_last(word, b'/')))
}

/// Whether a word is one of `packages`, with or without a version.
fn is_package(packages: &str, word: &str) -> bool {
    let mut rest = packages;
    while !rest.is_empty() {
        let version = word.strip_prefix(take_until(&mut rest, " "));
        if version.is_some_and(|version| version.is_empty() || contains_any(slice(version, 0, 1), "-=_.*:")) {
            return true;
        }
        take(&mut rest, 1);
    }
    false
}

/// Options of `rpm` and `dpkg` that install, upgrade or remove packages.
const ARCHIVE_VERBS: &str = "-U -i -F -e --install --upgrade --erase --unpack -r -P --purge --remove";

/// Whether a command uses `systemctl` or `service` with one of `verbs` on one of `units`. Both lists are separated by blanks;
/// units are named without `.service`.
#[inline(never)]
pub fn units(command: &SimpleCommand, verbs: &str, units: &str) -> bool {
    let words = command.operands();
    let is_unit = |word: &&str| word_in(units, word.strip_suffix(".service").unwrap_or(word));
    match (command.name(), words.as_slice()) {
        ("systemctl", [verb, rest @ ..]) => word_in(verbs, verb) && rest.iter().any(is_unit),
        ("service", [unit, verb, ..]) => word_in(verbs, verb) && is_unit(unit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(line: &str) -> SimpleCommand {
        SimpleCommand { words: line.split(' ').map(str::to_owned).collect(), ..SimpleCommand::default() }
    }

    #[test]
    fn packages_are_known_with_and_without_versions() {
        let (verbs, wanted) = ("install upgrade update", "kubelet");
        for line in [
            "yum install -y kubelet-1.30.1",
            "apt-get -y install kubelet=1.30.1-1",
            "/usr/bin/dnf update",
            "rpm -Uvh /tmp/kubelet-1.30.1.x86_64.rpm",
            "dpkg -i kubelet_1.30_amd64.deb",
        ] {
            assert!(packages(&simple(line), verbs, wanted, true), "{line}");
        }
        for line in ["yum info kubelet", "yum install nginx", "rpm -q kubelet", "apt list", "kubelet --version"] {
            assert!(!packages(&simple(line), verbs, wanted, true), "{line}");
        }
        assert!(!packages(&simple("yum update"), verbs, wanted, false));
    }

    #[test]
    fn units_are_known_in_both_dialects() {
        for line in ["systemctl start firewalld", "systemctl enable --now firewalld.service", "service firewalld start"]
        {
            assert!(units(&simple(line), "start enable", "firewalld"), "{line}");
        }
        for line in
            ["systemctl stop firewalld", "systemctl status firewalld", "systemctl start sshd", "service firewalld"]
        {
            assert!(!units(&simple(line), "start enable", "firewalld"), "{line}");
        }
    }
}
