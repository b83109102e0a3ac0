//! The operating system of a node (row 10) and its resolver (row 45).

use crate::on_node::{self, CommandMatch, Names, NodeGuard, PACKAGE_MANAGERS, SERVICE_MANAGERS};
use crate::reach::Need;
use redline_shell::{SimpleCommand, Words};
use redline_text::{contains, prefix_in, word_in};

/// Changing the configuration of the operating system.
pub static SYSTEM: NodeGuard = NodeGuard {
    paths: &[
        "/etc/fstab",
        "/etc/security",
        "/etc/ssh",
        "/etc/sudoers",
        "/etc/sudoers.d",
        "/etc/selinux",
        "/etc/NetworkManager",
    ],
    // Network add-ons and drivers mount these to load modules.
    directories: &["/boot", "/usr/lib/modules"],
    soft: &[
        "/etc/default/grub",
        "/etc/default/grub.d",
        "/etc/grub.d",
        "/etc/grub2.cfg",
        "/etc/dracut.conf",
        "/etc/dracut.conf.d",
        "/etc/modprobe.d",
        "/etc/modules",
        "/etc/modules-load.d",
        "/etc/hostname",
        "/etc/netplan",
        "/etc/network/interfaces",
        "/etc/sysconfig/network-scripts",
        "/etc/passwd",
        "/etc/shadow",
        "/etc/group",
        "/etc/pam.d",
        "/etc/systemd/system.conf",
        "/etc/systemd/system.conf.d",
        "/sys/kernel/mm/transparent_hugepage",
        "/sys/kernel/mm/ksm",
        "/proc/sysrq-trigger",
    ],
    removed: &["/etc/cni/net.d", "/opt/cni/bin"],
    names: Names::of(&[BOOT, USERS, OTHERS, PACKAGE_MANAGERS]),
    program: configures,
    ..NodeGuard::NEW
};

/// Tools that change the boot loader or the initial RAM file system, unless they are run only to print something.
const BOOT: &str = "grub-mkconfig grub2-mkconfig update-grub update-grub2 grub-install grub2-install grub-set-default \
                    grub2-set-default grub-editenv grub2-editenv grubby dracut mkinitrd mkinitramfs mkinitcpio \
                    update-initramfs kernel-install kexec do-release-upgrade";
const BOOT_QUESTIONS: &str = "info default-kernel default-index default-title list list-modules help h version V \
                              print-cmdline bootloader-probe";

/// Tools that change users and groups.
const USERS: &str = "useradd adduser usermod userdel deluser groupadd addgroup groupdel delgroup groupmod gpasswd chpasswd \
                     passwd chage newusers vipw";

/// Other commands that change the system.
const OTHERS: &str = "swapon swapoff setenforce setsebool semanage semodule visudo hostnamectl hostname localectl rmmod modprobe \
                      insmod reboot halt poweroff shutdown init telinit systemctl tuned-adm netplan ip ifconfig ifdown nmcli";

/// Packages that the system stands on.
const CORE: &str = "kernel kernel-core kernel-devel linux-image linux-image-generic linux-generic glibc libc6 systemd grub2 \
                    grub-pc openssh-server selinux-policy NetworkManager";

const INSTALLING: &str = "install reinstall update upgrade downgrade remove erase purge autoremove dist-upgrade full-upgrade \
                          distro-sync add del in rm up dup localinstall";

fn configures(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let (name, args, words) = (command.name(), command.args(), command.operands());
    let verb = words.get(0);
    let help = command.has_option("help version h V") && words.is_empty();
    if help || args.is_empty() && word_in("setenforce modprobe insmod rmmod swapon swapoff", name) {
        return None;
    }
    if word_in(BOOT, name) {
        let prints = word_in("grub-mkconfig grub2-mkconfig", name) && !command.has_option("o output");
        let lists = prints || command.has_option(BOOT_QUESTIONS) || verb == "list";
        return if lists { None } else { CommandMatch::deny(Need::System) };
    }
    if word_in(USERS, name) {
        let asks = command.has_option("D l list S status") && word_in("useradd chage passwd", name);
        return if asks { None } else { CommandMatch::deny(Need::System) };
    }
    let changes = match name {
        "swapon" => !command.has_option("s show summary") && !args.any_in("-s"),
        "setenforce" => true,
        "setsebool" | "semanage" | "semodule" => !command.has_option("l list E"),
        "visudo" => !command.has_option("c check"),
        "hostnamectl" => prefix_in("set-", verb) || verb == "hostname" && words.len() > 1,
        "hostname" => !words.is_empty() || command.has_option("F file b"),
        "localectl" => prefix_in("set-", verb),
        _ => false,
    };
    if changes {
        let host_name = word_in("hostname", name);
        return if host_name { CommandMatch::warn(Need::System) } else { CommandMatch::deny(Need::Services) };
    }
    match name {
        "rmmod" => CommandMatch::deny(Need::Capability("SYS_MODULE")),
        "modprobe" if command.has_option("r remove") => CommandMatch::deny(Need::Capability("SYS_MODULE")),
        "insmod" => CommandMatch::warn(Need::Capability("SYS_MODULE")),
        "modprobe"
            if !command.has_option("n dry-run c showconfig show-config D show-depends l list R resolve-alias") =>
        {
            CommandMatch::warn(Need::Capability("SYS_MODULE"))
        }
        "swapoff" => CommandMatch::warn(Need::Services),
        "reboot" | "halt" | "poweroff" | "shutdown" if !command.has_option("c w") => CommandMatch::warn(Need::Services),
        "init" | "telinit" if word_in("0 6 1 S s", verb) => CommandMatch::warn(Need::Services),
        "systemctl" if word_in("reboot halt poweroff kexec rescue emergency soft-reboot isolate set-default", verb) => {
            CommandMatch::warn(Need::Services)
        }
        _ if readdresses(name, words) => CommandMatch::warn(Need::Network),
        "netplan" if word_in("apply try set", verb) => CommandMatch::warn(Need::Services),
        "tuned-adm" if verb == "profile" => CommandMatch::warn(Need::Services),
        _ if on_node::packages(command, INSTALLING, CORE, false) => CommandMatch::deny(Need::System),
        _ if on_node::packages(command, INSTALLING, "*", false) => CommandMatch::warn(Need::Entry),
        _ => None,
    }
}

/// Taking away or changing the addresses of the network interfaces.
fn readdresses(name: &str, words: Words<'_>) -> bool {
    let (object, verb) = (words.get(0), words.get(1));
    match name {
        "ip" if word_in("a addr address", object) => word_in("d de del delete flush f change chg replace repl", verb),
        "ip" if word_in("l li link", object) && word_in("s set", verb) => {
            words.any_in("down") && !words.iter().any(|name| prefix_in("veth cali cni docker lxc tap tun", name))
        }
        "ifdown" => true,
        "ifconfig" => words.len() > 1 && !words.any_in("up"),
        "nmcli" if word_in("con connection c", object) => word_in("down modify delete mod del", verb),
        "nmcli" if word_in("dev device d", object) => word_in("disconnect down modify delete", verb),
        _ => false,
    }
}

/// Changing the name resolution of the node.
pub static RESOLVER: NodeGuard = NodeGuard {
    paths: &[
        "/etc/resolv.conf",
        "/run/systemd/resolve",
        "/run/resolvconf",
        "/etc/systemd/resolved.conf",
        "/etc/systemd/resolved.conf.d",
    ],
    names: Names::of(&["resolvectl systemd-resolve resolvconf nmcli systemd-resolved", SERVICE_MANAGERS]),
    program: resolves,
    ..NodeGuard::NEW
};

fn resolves(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let words = command.operands();
    let verb = words.get(0);
    let changes = match command.name() {
        "resolvectl" | "systemd-resolve" => {
            word_in("dns domain revert default-route", verb) && words.len() > 2
                || command.has_option("set-dns set-domain")
        }
        "resolvconf" => command.has_option("a d u"),
        "nmcli" => words.any_in("mod modify") && words.iter().any(|word| contains(word, ".dns")),
        _ => on_node::units(command, "stop disable mask", "systemd-resolved"),
    };
    if changes { CommandMatch::deny(Need::Services) } else { None }
}
