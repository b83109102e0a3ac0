//! What commands on a node come to: for each row of the list those that are denied, those that warn, and those that only ask.

mod disks;
mod paths;

use super::*;

fn found(script: &str) -> Vec<(&'static str, Level)> {
    in_script(script, &|_| true).iter().map(|found| (found.operation.rows[0], found.level)).collect()
}

/// Compares what the rule of a row says of each script, which may have several commands.
fn check(row: &str, denied: &[&str], warned: &[&str], silent: &[&str]) {
    let mut wrong = Vec::new();
    for (scripts, expected) in [(denied, Some(Level::Deny)), (warned, Some(Level::Warn)), (silent, None)] {
        for script in scripts {
            let level = found(script).iter().filter(|(of, _)| *of == row).map(|(_, level)| *level).max();
            if level != expected {
                wrong.push((script, level, expected));
            }
        }
    }
    assert!(wrong.is_empty(), "row {row}: {wrong:#?}");
}

#[test]
fn operations_in_a_script_are_recognised() {
    let rows = |script: &str| found(script).iter().map(|(row, _)| *row).collect::<Vec<_>>();
    assert_eq!(
        rows("timedatectl set-time 12:00\nsysctl -w net.ipv4.ip_forward=0; rm -rf /etc/kubernetes/pki"),
        ["11", "33", "N4", "17", "20"]
    );
    assert_eq!(rows("echo 0 > /proc/sys/net/ipv4/ip_forward"), ["33"]);
    assert!(rows("date; sysctl net.ipv4.ip_forward; ls /etc/kubernetes # rm -rf /etc/kubernetes").is_empty());
}

#[test]
fn a_documented_file_only_warns() {
    assert_eq!(found("echo x >> /etc/kubernetes/kubelet-customized-args.conf"), [("9", Level::Warn)]);
    assert!(found("echo x > /var/lib/kubelet/config.yaml").contains(&("9", Level::Deny)));
}

#[test]
fn operations_are_told_once_and_only_those_that_are_wanted() {
    assert_eq!(found("date -s 12:00; date -s 12:00"), [("11", Level::Deny)]);
    assert_eq!(found("date -s 12:00; date -s 13:00").len(), 2);
    let many: String = (0..40).map(|i| alloc::format!("date -s 12:{i:02}\n")).collect();
    assert_eq!(found(&many).len(), MOST);
    let wanted = in_script("date -s 12:00; ufw enable", &|row| row == "38");
    assert_eq!(wanted.iter().map(|found| found.operation.rule).collect::<Vec<_>>(), ["host-firewall"]);
    assert_eq!(wanted[0].text.en, "runs `ufw enable`");
}

#[test]
fn upgrades_of_kubernetes() {
    check(
        "N3",
        &[
            "kubeadm upgrade apply v1.30.1",
            "kubeadm init",
            "kubeadm join x:6443",
            "kubeadm reset -f",
            "yum update kubeadm",
        ],
        &[],
        &["kubeadm upgrade plan", "kubeadm upgrade diff", "kubeadm init --dry-run", "kubeadm version", "yum update"],
    );
    check(
        "7",
        &[
            "kubeadm upgrade node",
            "snap refresh kubelet",
            "snap refresh",
            "snap revert kubelet",
            "yum update",
            "apt-get upgrade",
            "rpm -e kubelet",
            "dpkg -P containerd.io",
            "pacman -S etcd",
            "yum remove -y docker-ce",
        ],
        &[],
        &[
            "kubeadm upgrade plan",
            "kubeadm upgrade diff",
            "kubeadm config images pull",
            "snap list",
            "apt-get update",
            "apt update kubelet",
            "apk update",
            "rpm -U --test kubelet.rpm",
            "dpkg --dry-run -i kubelet.deb",
            "rpm -q --last kubelet",
            "yum install --assumeno kubelet",
            "yum list kubelet",
        ],
    );
}

#[test]
fn components_that_are_stopped() {
    check(
        "9",
        &[
            "systemctl stop kubelet",
            "systemctl disable --now containerd.service",
            "systemctl mask etcd",
            "service docker stop",
            "pkill kubelet",
            "initctl stop docker",
            "stop docker",
            "chkconfig --del docker",
            "chkconfig docker off",
            "update-rc.d docker remove",
            "/etc/init.d/docker stop",
        ],
        &["systemctl restart kubelet", "service containerd restart", "systemctl try-restart docker"],
        &[
            "systemctl status kubelet",
            "systemctl daemon-reload",
            "systemctl stop nginx",
            "chkconfig docker on",
            "chkconfig --list docker",
            "update-rc.d docker defaults",
            "service docker status",
            "start nginx",
        ],
    );
}

#[test]
fn the_operating_system() {
    check(
        "10",
        &[
            "grubby --update-kernel=ALL --args=x",
            "grub2-mkconfig -o /boot/grub2/grub.cfg",
            "dracut -f",
            "kexec -l /boot/vmlinuz",
            "useradd ann",
            "chage -M 90 ann",
            "passwd ann",
            "usermod -l ann bob",
            "swapon /swapfile",
            "setenforce 0",
            "setsebool -P x on",
            "semanage port -a 22",
            "semodule -r x",
            "visudo",
            "hostnamectl set-hostname web",
            "hostnamectl hostname web",
            "localectl set-locale en_US.UTF-8",
            "rmmod x",
            "modprobe -r x",
            "yum update -y kernel",
        ],
        &[
            "hostname web",
            "hostname -F /etc/name",
            "insmod x.ko",
            "modprobe br_netfilter",
            "swapoff -a",
            "reboot",
            "shutdown -r now",
            "init 6",
            "telinit 0",
            "systemctl reboot",
            "systemctl isolate rescue.target",
            "ip addr del 10.0.0.1/24 dev eth0",
            "ip a flush dev eth0",
            "ip link set eth0 down",
            "ifdown eth0",
            "ifconfig eth0 down",
            "nmcli con down eth0",
            "nmcli connection modify eth0 ipv4.method auto",
            "nmcli dev disconnect eth0",
            "netplan apply",
            "tuned-adm profile balanced",
        ],
        &[
            "grubby --info=ALL",
            "grub2-mkconfig",
            "grub2-editenv list",
            "dracut --help",
            "useradd -D",
            "chage -l ann",
            "passwd -S ann",
            "swapon",
            "swapon -s",
            "swapon --show",
            "swapoff",
            "setenforce",
            "semanage port -l",
            "visudo -c",
            "hostnamectl",
            "hostnamectl hostname",
            "hostname",
            "localectl status",
            "rmmod",
            "modprobe",
            "modprobe -n br_netfilter",
            "modprobe --show-depends x",
            "shutdown -c",
            "init 3",
            "systemctl get-default",
            "ip addr show",
            "ip addr add 10.0.0.1/24 dev eth0",
            "ip link set eth0 up",
            "ip link set veth1 down",
            "ip link show down",
            "ip route del default",
            "ifconfig",
            "ifconfig eth0",
            "ifconfig eth0 up",
            "nmcli con show eth0",
            "nmcli dev status",
            "nmcli general delete",
            "netplan get",
            "tuned-adm list",
            // Scripts of a node's own install packages as a matter of course.
            "yum install -y nginx",
            "apt-get update",
            "reboot --help",
            "semodule -l",
        ],
    );
    // `-h` halts the machine; only `--help` shows the help.
    check("10", &[], &["reboot -h now"], &[]);
}

#[test]
fn the_clock_and_the_resolver() {
    check(
        "11",
        &[
            "date -s 12:00",
            "date 010112002026",
            "date 01011200.30",
            "hwclock --systohc",
            "clock -w",
            "timedatectl set-time 12:00",
            "timedatectl set-ntp false",
            "timedatectl set-timezone UTC",
            "chronyc settime 12:00",
            "chronyc offline",
            "adjtimex --tick 9999",
            "ntpdate pool.example.com",
            "chronyd -s",
            "ntpd -g",
            "systemctl stop chronyd",
            "pkill ntpd",
        ],
        &["chronyc makestep", "chronyc burst 4/4"],
        &[
            "date",
            "date +%s",
            "date -d 12:00",
            "date \"01011200.$x\"",
            "date -d @1 +%F",
            "hwclock",
            "hwclock --show",
            "timedatectl",
            "timedatectl status",
            "timedatectl set-ntp true",
            "chronyc tracking",
            "adjtimex",
            "adjtimex -p",
            "ntpdate -q pool.example.com",
            "sntp -d pool.example.com",
            "chronyd -v",
            "chronyd -Q",
            "ntpd --help",
            "ntpdate --version",
            "systemctl start chronyd",
            "pkill nginx",
        ],
    );
    check(
        "45",
        &[
            "resolvectl dns eth0 10.0.0.1",
            "resolvectl domain eth0 example.com",
            "resolvectl revert eth0 x",
            "systemd-resolve --set-dns=10.0.0.1 --interface=eth0",
            "resolvconf -a eth0",
            "nmcli con mod eth0 ipv4.dns 10.0.0.1",
            "systemctl stop systemd-resolved",
            "systemctl mask systemd-resolved.service",
        ],
        &[],
        &[
            "resolvectl",
            "resolvectl status",
            "resolvectl dns",
            "resolvectl dns eth0",
            "resolvectl query example.com x",
            "systemd-resolve example.com",
            "resolvconf -l",
            "nmcli con mod eth0 ipv4.method auto",
            "nmcli -f ipv4.dns con show eth0",
            "systemctl start systemd-resolved",
            "systemctl stop nginx",
        ],
    );
}

#[test]
fn certificates_and_firewalls() {
    check(
        "20",
        &[
            "kubeadm certs renew all",
            "kubeadm alpha certs renew all",
            "kubeadm certs generate-csr",
            "kubeadm init phase certs all",
            "kubeadm init phase kubeconfig admin",
        ],
        &[],
        &["kubeadm certs check-expiration", "kubeadm init phase preflight", "kubeadm version", "certs renew all"],
    );
    check("17", &["mkfs.ext4 /dev/mapper/etcd"], &[], &["mkfs.ext4 /dev/mapper/data", "lsblk /dev/mapper/etcd"]);
    check(
        "38",
        &[
            "ufw enable",
            "ufw default deny",
            "firewalld",
            "firewall-cmd --add-port=80/tcp",
            "firewall-cmd --permanent --zone=public --remove-port=80/tcp",
            "yum install -y firewalld",
            "systemctl start firewalld",
            "systemctl enable --now nftables",
            "service ufw restart",
        ],
        &[
            "iptables -F",
            "iptables -F INPUT",
            "iptables -t nat -F KUBE-SERVICES",
            "ip6tables -X",
            "iptables -P INPUT DROP",
            "iptables-restore < /tmp/rules",
            "nft flush ruleset",
            "nft flush table ip filter",
            "nft delete table ip filter",
            "nft -f /etc/nftables.conf",
            "ipvsadm -C",
        ],
        &[
            "ufw status",
            "ufw --dry-run enable",
            "firewalld --version",
            "firewall-cmd --list-all",
            "firewall-cmd --permanent --query-port=80/tcp",
            "yum remove firewalld",
            "systemctl stop firewalld",
            "iptables -L",
            "iptables -F MINE",
            "iptables -X MINE",
            "iptables -P INPUT ACCEPT",
            "iptables -A INPUT -j ACCEPT",
            "iptables-restore -n < /tmp/rules",
            "nft list ruleset",
            "nft flush chain ip filter mine",
            "nft list table ip filter",
            "nft -f /opt/mine.nft",
            "ipvsadm -L",
        ],
    );
}
