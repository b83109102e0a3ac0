//! Commands of package managers, service managers, and those that end processes.

use redline_shell::SimpleCommand;
use redline_shell::value::{is_opaque, is_unknown, may_be};
use redline_text::{
    after_last, contains, contains_any, peek, replace, slice, take, take_until, trim_start, until, word_in,
};

/// Package managers whose first operand is the verb.
const MANAGERS: &str = "yum dnf microdnf tdnf apt apt-get aptitude zypper apk snap";

/// Every package manager.
pub(crate) const PACKAGE_MANAGERS: &str = "yum dnf microdnf tdnf apt apt-get aptitude zypper apk snap rpm dpkg pacman";

/// Every service manager. The scripts of `/etc/init.d` have the names of their units.
pub(crate) const SERVICE_MANAGERS: &str = "systemctl service rc-service invoke-rc.d initctl stop start restart chkconfig \
     update-rc.d busctl dbus-send gdbus net sc Restart-Service Stop-Service";

/// What ends processes.
pub(crate) const KILLERS: &str = "kill pkill killall killall5 skill fuser taskkill Stop-Process";

/// Whether a command uses a package manager with one of `verbs` on one of `packages`. If `all` is true, a command that names
/// no package, and so means all of them, counts too. A package may be followed by a version, as in `kubelet-1.30.1` or
/// `kubelet=1.30.1`. Verbs and packages are separated by blanks; `*` among the packages stands for any.
#[inline(never)]
pub fn packages(command: &SimpleCommand<'_>, verbs: &str, packages: &str, all: bool) -> bool {
    let words = command.operands();
    let name = command.name();
    let managed = word_in(MANAGERS, name);
    // The verb of `rpm -Uvh`, `dpkg -i` and `pacman -S` is an option.
    let known = if word_in("rpm dpkg pacman", name) {
        let removes = command.has_option("e erase r P purge remove R") && word_in(verbs, "remove");
        let adds = command.has_option("U i F install upgrade unpack S reinstall") && word_in(verbs, "install");
        removes || adds
    } else {
        managed && word_in(verbs, words.get(0))
    };
    let asks = match name {
        // What these options mean to others.
        "yum" | "dnf" => command.has_option("downloadonly assumeno"),
        "rpm" | "dpkg" => command.has_option("q query test dry-run no-act simulate V verify"),
        _ => command.has_option("s d simulate dry-run just-print downloadonly download-only print-uris"),
    };
    if !known || asks || command.has_option("installroot root") {
        return false;
    }
    let named = words.from(usize::from(managed));
    all && named.is_empty() || named.iter().any(|word| is_package(packages, after_last(word, b'/')))
}

/// Whether a word is one of `packages`, with or without a version.
fn is_package(packages: &str, word: &str) -> bool {
    let mut rest = packages;
    while !rest.is_empty() {
        let package = take_until(&mut rest, " ");
        let version = word.strip_prefix(package);
        if version.is_some_and(|version| version.is_empty() || contains_any(slice(version, 0, 1), "-=_.*:\x01\x02"))
            || package == "*"
            || may_name(word, package)
        {
            return true;
        }
        take(&mut rest, 1);
    }
    false
}

/// Whether a command uses `systemctl`, `service` or another service manager with one of `verbs` on one of `units`. Both lists
/// are separated by blanks; units are named without `.service`.
#[inline(never)]
pub fn units(command: &SimpleCommand<'_>, verbs: &str, units: &str) -> bool {
    let words = command.operands();
    let (first, second) = (words.get(0), words.get(1));
    match command.name() {
        // The units of an image that is being built.
        "systemctl" if command.option("root image").is_some_and(|root| root != "/") => false,
        "systemctl" => word_in(verbs, first) && words.from(1).iter().any(|word| is_unit(units, word)),
        "busctl" | "dbus-send" | "gdbus" | "Stop-Service" | "Restart-Service" => {
            let named = |word: &str| is_unit(units, after_last(word, b':'));
            command.words().iter().any(|word| has_method(verbs, word)) && words.iter().any(named)
        }
        "service" | "rc-service" | "invoke-rc.d" => word_in(verbs, second) && is_unit(units, first),
        "initctl" | "net" | "sc" | "sc.exe" => word_in(verbs, first) && is_unit(units, second),
        "stop" | "start" | "restart" => word_in(verbs, command.name()) && is_unit(units, first),
        "chkconfig" => {
            let verb = if second == "off" || command.has_option("del") { "disable" } else { "enable" };
            (second == "off" || second == "on" || command.has_option("del add"))
                && word_in(verbs, verb)
                && is_unit(units, first)
        }
        "update-rc.d" => {
            let verb = if word_in("remove disable", second) { "disable" } else { "enable" };
            word_in(verbs, verb) && is_unit(units, first)
        }
        _ => script_of_unit(command, verbs, units),
    }
}

/// Whether a word is one of the verbs as a method of systemd on D-Bus, or as PowerShell says it.
fn has_method(verbs: &str, word: &str) -> bool {
    let method = after_last(word, b'.');
    let suffix = ["Unit", "UnitFiles", "-Service"].into_iter().find_map(|suffix| method.strip_suffix(suffix));
    suffix.is_some_and(|method| any_of(verbs, &|verb| method.eq_ignore_ascii_case(verb)))
}

/// `/etc/init.d/NAME VERB`.
fn script_of_unit(command: &SimpleCommand<'_>, verbs: &str, units: &str) -> bool {
    let words = command.words();
    contains(words.get(0), "/init.d/") && word_in(units, command.name()) && word_in(verbs, words.get(1))
}

/// Whether a word names one of the units: with its suffix, or as a pattern.
fn is_unit(units: &str, word: &str) -> bool {
    let mut name = word;
    for suffix in [".service", ".socket", ".target", ".timer"] {
        name = name.strip_suffix(suffix).unwrap_or(name);
    }
    // `systemctl` itself takes patterns.
    if contains(name, "*") && !is_unknown(name) {
        let pattern = replace(name, "*", "\x02");
        return pattern.len() > 1 && any_of(units, &|unit| may_be(&pattern, unit));
    }
    word_in(units, name) || any_of(units, &|unit| may_name(name, unit))
}

/// Whether a command ends processes of one of these names.
#[inline(never)]
pub(crate) fn kills(command: &SimpleCommand<'_>, processes: &str) -> bool {
    let name = command.name();
    // What holds a socket or a file of theirs.
    let holds = name == "fuser" && command.has_option("k kill");
    let by_name = name != "kill";
    if !word_in(KILLERS, name) || name == "fuser" && !holds || command.has_option("0 l L list") {
        return false;
    }
    // Every process.
    let words = command.words();
    if name == "killall5" || name == "kill" && words.len() > 2 && words.get(words.len() - 1) == "-1" {
        return true;
    }
    command.operands().iter().any(|word| {
        // Of the number of a process it is known how it was looked up.
        let known = trim_start(word, "\x01");
        let full = command.has_option("f full") || holds && word.starts_with('/');
        (by_name || known.len() < word.len()) && is_process(processes, known, full)
    })
}

/// Whether a pattern is that of one of some processes: their beginning, path, port or socket. With `full`, it may name the
/// process anywhere.
fn is_process(processes: &str, pattern: &str, full: bool) -> bool {
    let pattern = replace(trim_start(pattern, "^["), "]", "");
    let name = if pattern.starts_with('/') { after_last(&pattern, b'/') } else { after_last(&pattern, b':') };
    let name = slice(name, 0, until(name, "/.|$\\"));
    any_of(processes, &|process| {
        process == name
            || name.len() > 3 && process.starts_with(name)
            || may_name(name, process)
            || full && peek(process) > b'9' && has_name(&pattern, process)
    })
}

/// Whether a pattern has a name in it that is no part of a longer one.
fn has_name(pattern: &str, name: &str) -> bool {
    let mut rest = pattern;
    while !rest.is_empty() {
        if take_until(&mut rest, " /.|$\\^*+?(){}:=,\x01\x02") == name {
            return true;
        }
        take(&mut rest, 1);
    }
    false
}

/// Whether a text that is known in part may be this literal one.
#[inline(never)]
fn may_name(text: &str, literal: &str) -> bool {
    is_unknown(text) && !is_opaque(text) && may_be(text, literal)
}

/// Whether a test holds for one word of a list.
fn any_of(list: &str, test: &dyn Fn(&str) -> bool) -> bool {
    let mut rest = list;
    while !rest.is_empty() {
        if test(take_until(&mut rest, " ")) {
            return true;
        }
        take(&mut rest, 1);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a test holds for the only command of a line.
    fn holds(line: &str, test: &dyn Fn(&SimpleCommand<'_>) -> bool) -> bool {
        let mut found = false;
        redline_shell::run_script(line, &redline_shell::Surroundings::default(), &mut |command| {
            found |= test(command);
        });
        found
    }

    #[test]
    fn packages_are_known_with_and_without_versions() {
        let wanted = |line: &str, all| holds(line, &|c| packages(c, "install upgrade update", "kubelet", all));
        for line in [
            "yum install -y kubelet-1.30.1",
            "apt-get -y install kubelet=1.30.1-1",
            "apt-get -o X=y -t stable install kubelet",
            "/usr/bin/dnf update",
            "yum -c /etc/other.conf update",
            "rpm -Uvh /tmp/kubelet-1.30.1.x86_64.rpm",
            "rpm -U --force kubelet*.rpm",
            "dpkg -i kubelet_1.30_amd64.deb",
        ] {
            assert!(wanted(line, true), "{line}");
        }
        for line in [
            "yum info kubelet",
            "yum install nginx",
            "rpm -q kubelet",
            "rpm -qi kubelet",
            "apt list",
            "kubelet --version",
            "apt-get -s install kubelet",
            "yum install --downloadonly kubelet",
            "dnf --installroot=/mnt install kubelet",
        ] {
            assert!(!wanted(line, true), "{line}");
        }
        assert!(!wanted("yum update", false));
        let removes = |line: &str| holds(line, &|c| packages(c, "remove erase", "kubelet", false));
        for line in ["rpm -e kubelet", "dpkg -r kubelet", "dpkg -P kubelet", "yum erase kubelet", "pacman -R kubelet"] {
            assert!(removes(line) && !wanted(line, false), "{line}");
        }
        for line in ["rpm -U kubelet.rpm", "dpkg -i kubelet.deb", "pacman -S kubelet", "rpm -qi kubelet"] {
            assert!(!removes(line), "{line}");
        }
        // What these options mean to one manager, they do not mean to another.
        assert!(wanted("yum -d 1 install kubelet", false) && wanted("dnf install -d 1 kubelet", false));
        assert!(wanted("rpm -s -U kubelet.rpm", false) && !wanted("apt-get install -d kubelet", false));
        // A name ends where its version begins; a part that is not known may be one.
        for line in
            ["yum install kubelet-*", "yum install kubelet:amd64", "yum install \"kube$X\"", "apt install kubelet*"]
        {
            assert!(wanted(line, false), "{line}");
        }
        for line in ["yum install kubelets", "yum install \"$X\"", "yum install \"nginx$X\"", "yum install kube"] {
            assert!(!wanted(line, false), "{line}");
        }
        assert!(holds("yum install anything", &|c| packages(c, "install", "*", false)));
    }

    #[test]
    fn units_are_known_in_every_dialect() {
        let wanted = |line: &str| holds(line, &|c| units(c, "start enable stop disable", "firewalld"));
        for line in [
            "systemctl start firewalld",
            "systemctl --no-block enable --now firewalld.service",
            "service firewalld start",
            "/etc/init.d/firewalld stop",
            "chkconfig firewalld off",
            "update-rc.d firewalld disable",
            "systemctl stop 'fire'*",
            "systemctl stop 'fire*'",
        ] {
            assert!(wanted(line), "{line}");
        }
        assert!(wanted("busctl call a /b a.Manager StopUnit ss firewalld.service replace"));
        assert!(wanted("dbus-send --dest=a /b a.Manager.DisableUnitFiles string:firewalld.service"));
        assert!(wanted("gdbus call --dest a --object-path /b --method a.Manager.StopUnit firewalld.service x"));
        assert!(wanted("Stop-Service -Force firewalld") && wanted("net stop firewalld"));
        assert!(!wanted("busctl call a /b a.Manager GetUnit s firewalld.service") && !wanted("Get-Service firewalld"));
        assert!(wanted("systemctl --root=/ stop firewalld") && !wanted("systemctl --root=/mnt disable firewalld"));
        for line in [
            "systemctl reload firewalld",
            "systemctl status firewalld",
            "systemctl start sshd",
            "systemctl firewalld start",
            "systemctl stop '*'",
            "systemctl stop 'ssh*'",
            "systemctl stop \"$X\"",
            "systemctl stop \"ssh$X\"",
            "service firewalld",
            "service sshd start",
            "service start firewalld",
            "initctl status firewalld",
            "initctl stop sshd",
            "stop sshd",
            "restart firewalld",
            "/etc/init.d/firewalld status",
            "/etc/init.d/sshd stop",
            "/opt/firewalld stop",
            "chkconfig firewalld",
            "chkconfig --list firewalld",
            "chkconfig sshd off",
            "chkconfig --del sshd",
            "update-rc.d sshd disable",
        ] {
            assert!(!wanted(line), "{line}");
        }
        for line in [
            "initctl stop firewalld",
            "stop firewalld",
            "start firewalld",
            "chkconfig firewalld on",
            "chkconfig --add firewalld",
            "chkconfig --del firewalld",
            "update-rc.d firewalld defaults",
            "update-rc.d firewalld remove",
            "systemctl stop firewalld.socket",
            "systemctl stop sshd firewalld",
            "systemctl stop \"fire$X\"",
            "rc-service firewalld stop",
            "invoke-rc.d firewalld stop",
        ] {
            assert!(wanted(line), "{line}");
        }
        // To enable is not to disable.
        let disables = |line: &str| holds(line, &|c| units(c, "disable", "firewalld"));
        for (line, expected) in [
            ("chkconfig firewalld off", true),
            ("chkconfig --del firewalld", true),
            ("update-rc.d firewalld remove", true),
            ("chkconfig firewalld on", false),
            ("chkconfig --add firewalld", false),
            ("update-rc.d firewalld defaults", false),
            ("start firewalld", false),
        ] {
            assert_eq!(disables(line), expected, "{line}");
        }
    }

    #[test]
    fn processes_are_known_by_name_and_number() {
        let wanted = |line: &str| holds(line, &|c| kills(c, "kubelet dockerd"));
        for line in [
            "pkill kubelet",
            "pkill -9 -f /usr/bin/kubelet",
            "killall -s KILL dockerd",
            "kill -9 $(pidof kubelet)",
            "pgrep kubelet | xargs kill",
            "P=$(pgrep -x kubelet); kill $P",
            "kill -9 -1",
            "killall5 -9",
            "fuser -k /run/dockerd.sock",
            "pkill kube",
            "pkill '^[k]ubelet$'",
            "pkill -f 'nginx|kubelet'",
            "killall -r 'kube.*'",
            "kill $(pgrep -f '[k]ubelet')",
            "kill -9 $(ps aux | grep /usr/bin/kubelet | sed 's/  */ /g' | cut -d' ' -f2)",
            "ps aux | awk '/kubelet/ {print $2}' | xargs kill",
            "kill $(ps -C kubelet -o pid=)",
            "kill $(pidof kubelet | cut -d' ' -f1)",
            "kill $(systemctl show --property MainPID kubelet.service | cut -d= -f2)",
            "taskkill /F /IM kubelet.exe",
        ] {
            assert!(wanted(line), "{line}");
        }
        for line in [
            "pkill \"kube$X\"",
            "killall /usr/bin/kubelet",
            "pkill -f '.*/kubelet .*--config'",
            "pkill -f '[k]ubelet --config'",
            "skill dockerd",
            "kill -1 -1",
        ] {
            assert!(wanted(line), "{line}");
        }
        for line in [
            "pkill my-kubelet-wrapper",
            "pkill -f my-kubelet-wrapper",
            "pkill -f 'python kubelet_exporter.py'",
            "kill $(pgrep -f kubelet-exporter)",
            "pkill \"$X\"",
            "pkill \"nginx$X\"",
            "kill -1",
            "kill -1 77",
            "kill 77 88",
            "kill -l",
        ] {
            assert!(!wanted(line), "{line}");
        }
        for line in ["pkill nginx", "pgrep kubelet", "kill -0 $(pidof kubelet)", "kill $$", "kill $X", "killall -l"] {
            assert!(!wanted(line), "{line}");
        }
    }
}
