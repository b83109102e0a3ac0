//! Commands by name: what the interpreter does about them, and which of their options take a value.

use crate::row::Action::*;
use crate::row::row;
pub(crate) use crate::row::{Action, Row};
use crate::text::{slice, word_in};

/// What is known of a command.
#[inline(never)]
pub(crate) fn find(name: &str) -> Option<Row> {
    let mut at = hash(name.as_bytes(), 0, name.len());
    loop {
        let entry = INDEX.get(at % SIZE).copied().filter(|entry| *entry != 0)?;
        let row = row_at(entry as usize - 1)?;
        if word_in(row.names, name) {
            return Some(row);
        }
        at += 1;
    }
}

/// A row by its index.
fn row_at(index: usize) -> Option<Row> {
    let action = *ACTIONS.get(index)?;
    let bound = |at: usize| BOUNDS.get(2 * index + at).copied().unwrap_or(0) as usize;
    Some(Row { names: slice(TEXT, bound(0), bound(1)), action, valued: slice(TEXT, bound(1), bound(2)) })
}

/// Room for every name, a third of it empty.
const SIZE: usize = 768;

/// A hash table with linear probing: for every name its row, counted from 1.
static INDEX: [u8; SIZE] = index();

const fn hash(bytes: &[u8], from: usize, to: usize) -> usize {
    let mut hash = 0_u32;
    let mut at = from;
    while at < to {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ (hash >> 15)) as usize % SIZE
}

const fn index() -> [u8; SIZE] {
    let mut index = [0; SIZE];
    let mut row = 0;
    while row < ROWS.len() {
        let names = ROWS[row].names.as_bytes();
        let mut from = 0;
        while from < names.len() {
            let mut to = from;
            while to < names.len() && names[to] != b' ' {
                to += 1;
            }
            let mut at = hash(names, from, to);
            while index[at % SIZE] != 0 {
                at += 1;
            }
            index[at % SIZE] = row as u8 + 1;
            from = to + 1;
        }
        row += 1;
    }
    index
}

/// The actions of all rows.
static ACTIONS: [Action; ROWS.len()] = {
    let mut actions = [Alias; ROWS.len()];
    let mut row = 0;
    while row < ROWS.len() {
        actions[row] = ROWS[row].action;
        row += 1;
    }
    actions
};

/// Where the names and the options of each row begin in [`TEXT`]. Takes half the memory of references.
static BOUNDS: [u16; 2 * ROWS.len() + 1] = {
    let mut bounds = [0; 2 * ROWS.len() + 1];
    let mut row = 0;
    while row < ROWS.len() {
        bounds[2 * row + 1] = bounds[2 * row] + ROWS[row].names.len() as u16;
        bounds[2 * row + 2] = bounds[2 * row + 1] + ROWS[row].valued.len() as u16;
        row += 1;
    }
    bounds
};

/// Names and options of all rows, one after the other.
static TEXT: &str = match core::str::from_utf8(&BYTES) {
    Ok(text) => text,
    Err(_) => "",
};

const BYTES: [u8; BOUNDS_END] = {
    let mut bytes = [0; BOUNDS_END];
    let (mut row, mut at) = (0, 0);
    while row < ROWS.len() {
        let (names, valued) = (ROWS[row].names.as_bytes(), ROWS[row].valued.as_bytes());
        let mut i = 0;
        while i < names.len() + valued.len() {
            bytes[at] = if i < names.len() { names[i] } else { valued[i - names.len()] };
            (i, at) = (i + 1, at + 1);
        }
        row += 1;
    }
    bytes
};

const BOUNDS_END: usize = {
    let (mut row, mut end) = (0, 0);
    while row < ROWS.len() {
        end += ROWS[row].names.len() + ROWS[row].valued.len();
        row += 1;
    }
    end
};

/// All rows.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("alias", Alias, ""),
    row("alternatives update-alternatives", Alternatives, ""),
    row("ansible", Ansible, "m a i u l e f module-name args"),
    row("blkid df diff dmesg du file findmnt getent help host id info journalctl jq ldconfig ldd logger ls lsblk man \
         mountpoint ping pip pip3 renice stat wc", Ask, ""),
    row("at batch", At, "f q t m"),
    row("chattr chgrp chmod chown restorecon", Attributes, "p v reference"),
    row("chcon setfacl", Attributes, "m x M X t u r reference modify remove"),
    row("awk gawk mawk nawk", Awk, "F v f i field-separator assign file include"),
    row("base16 base32 base64 basenc", Base64, "w i wrap"),
    row("basename", Basename, "s suffix"),
    row("break", Break, ""),
    row("busctl dbus-send gdbus", Tool, ""),
    row("capsh", Capsh, ""),
    row("cat", Cat, ""),
    row("cd pushd", Cd, ""),
    row("chroot", Chroot, "userspec groups"),
    row("builtin command", CommandBuiltin, ""),
    row("bunzip2 bzcat bzip2 gunzip gzip lz4 unxz xz xzcat zcat zgrep zstd zstdcat", Compress, "S T suffix"),
    row("crictl", Container, "r i t c runtime-endpoint image-endpoint timeout config"),
    row("ctr", Container, "n a namespace address mount env"),
    row("docker nerdctl podman", Container, "a c l n H address config context host namespace"),
    row("kubectl oc", Container, "n s v namespace context kubeconfig server cluster user token as"),
    row("lxc-attach machinectl", Container, "n M name machine"),
    row("systemd-nspawn", Container, "D M u i directory machine user image bind"),
    row("continue", Continue, ""),
    row("cp", Copy, "t S suffix target-directory"),
    row("scp", Copy, "P i F l o c J S D X"),
    row("cpio", Cpio, "D F I O H E directory file format"),
    row("crontab", Crontab, "u"),
    row("curl", Curl, "o H d X u A b e F m x T K c D E w C r y Y z Q P t output output-dir"),
    row("cut", Cut, "d f c b"),
    row("dc3dd dcfldd dd", Dd, ""),
    row("declare local typeset", Declare, "local"),
    row("export readonly", Declare, "none"),
    row("dirname", Dirname, ""),
    row("echo", Echo, ""),
    row("yq", Edit, "e"),
    row("env", Env, "u C S unset chdir split-string"),
    row("envsubst", Envsubst, ""),
    row("eval", Eval, ""),
    row("exec", Exec, "a"),
    row("exit", Exit, ""),
    row("expr", Expr, ""),
    row("false", False, ""),
    row("find", Find, ""),
    row("flock", Flock, "w E timeout conflict-exit-code"),
    row("getopts", Getopts, ""),
    row("git", Git, "C b c branch depth"),
    row("egrep fgrep grep rg", Grep, "e f m A B C d regexp file max-count"),
    row("install", Install, "t S m o g mode owner group suffix target-directory"),
    row("ip", Ip, ""),
    row("let", Let, ""),
    row("column expand fmt fold head less more nl pv rev shuf sort strings tac tail unexpand uniq", Lines, "n c k t o u s d f w lines \
         bytes"),
    row("link", Link, ""),
    row("ln", Link, "t S suffix target-directory"),
    row("mapfile readarray", Mapfile, "d n O s u C c"),
    row("mke2fs mkfs", Mkfs, "t L m b i N O E U T I type label"),
    row("mkfs.btrfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.fat mkfs.vfat mkfs.xfs", Mkfs, "L m b i N O E U T I d l n s label"),
    row("mkswap", Mkfs, "L U p label uuid"),
    row("mktemp", Mktemp, "p t tmpdir suffix"),
    row("mount", Mount, "t o L U N types options label uuid source target namespace"),
    row("mount.cifs mount.fuse mount.nfs mount.nfs4", Mount, "o t"),
    row("systemd-mount", Mount, "p o t property options type"),
    row("mv", Move, "t S suffix target-directory"),
    row("nsenter", Nsenter, "t S G W target setuid setgid wdns"),
    row("openssl", Openssl, "k K in out pass md days key config"),
    row("parallel", Parallel, ""),
    row("patch", Patch, "d i o p directory input output strip"),
    row("lua node", Perl, "e r"),
    row("perl", Perl, "e f l I M E C 0"),
    row("php", Perl, "r f d"),
    row("ruby", Perl, "e I r"),
    row("popd", Popd, ""),
    row("printf", Printf, ""),
    row("pwd", Pwd, ""),
    row("python python2 python3", Python, "c m W X"),
    row("read", Read, "d n N p t u i a"),
    row("readlink realpath", Realpath, ""),
    row("clush parallel-ssh pdsh pssh", Remote, "h H l p t o e w g user hosts group"),
    row("ssh", Remote, "b c D E e F I i J L l m O o p Q R S W w B"),
    row("rm rmdir unlink", Remove, "interactive"),
    row("shred", Remove, "n s iterations size random-source"),
    row("srm trash-put wipe", Remove, ""),
    row("return", Return, ""),
    row("rsync", Rsync, "e B T f M rsh exclude include exclude-from include-from files-from backup-dir suffix rsync-path out-format \
         log-file password-file port timeout bwlimit filter link-dest"),
    row("runuser", Runuser, "c g G s u w command group shell user"),
    row("sed", Sed, "e f l E expression file"),
    row("seq", Seq, "s f w"),
    row("set", Set, ""),
    row("ash bash dash hush ksh mksh rbash sh zsh", Shell, "o O rcfile init-file"),
    row("shift", Shift, ""),
    row(". source", Source, ""),
    row("script", Su, "c I O B T command"),
    row("su", Su, "c g G s w command group shell"),
    row("sudo", Sudo, "u g p C c h r t T U D R user group chdir host chroot"),
    row("bsdtar tar", Tar, "C f X T b K N V g I directory file exclude exclude-from strip-components transform \
         use-compress-program files-from"),
    row("sponge tee", Tee, ""),
    row("aliyun aws gsutil mc obsutil ossutil ossutil64 rclone s3cmd", Store, "c e i k endpoint config-file profile region"),
    row("[ test", Test, ""),
    row("addgroup adduser chage delgroup deluser gpasswd groupadd groupdel groupmod passwd useradd userdel usermod", Tool, ""),
    row("adjtimex chronyd clock hwclock ntpd ntpdate ntpdig openntpd rdate sntp timedatectl", Tool, "f date"),
    row("apk", Tool, "p X t root repository virtual"),
    row("apt apt-get aptitude", Tool, "o t c a option target-release config-file"),
    row("btrfs btrfsck firewall-cmd firewall-offline-cmd firewalld hostname \
         hostnamectl ifconfig ifdown ifup initctl insmod invoke-rc.d ipvsadm lvrename netplan nft \
         nmcli rc-service rc-update resolvconf resolvectl rmmod route service systemd-resolve ufw update-rc.d vgrename",
         Tool, ""),
    row("badblocks blockdev debugfs e2label growpart hdparm nvme resize2fs smartctl tune2fs xfs_admin xfs_growfs", Tool, "L O U e i m r c \
         C E J o u g"),
    row("blkdiscard wipefs", Tool, "t o O p l s types offset"),
    row("chronyc", Tool, "h p f"),
    row("ceph-volume iscsiadm multipath rbd sg_format zfs zpool", Tool, "m T p o"),
    row("cfdisk fdisk gdisk kpartx partprobe partx sfdisk", Tool, "t N X"),
    row("parted", Tool, "a align"),
    row("sgdisk", Tool, "n t c u d a A l L R"),
    row("chkconfig", Tool, "level type"),
    row("chpasswd getenforce semanage semodule setenforce setsebool visudo", Tool, "f file"),
    row("cryptsetup", Tool, "d c s h S key-file cipher key-size hash type key-slot"),
    row("date", Tool, "d r f s date reference file set I?"),
    row("dmsetup lvchange lvcreate lvextend lvreduce lvremove lvresize mdadm pvcreate pvmove pvremove pvresize vgchange vgcreate \
         vgextend vgreduce vgremove", Tool, "L l n s a name size extents"),
    row("dnf microdnf tdnf yum", Tool, "c d e R x config enablerepo disablerepo exclude installroot releasever setopt repo"),
    row("dpkg", Tool, "D root admindir instdir debug"),
    row("e2fsck fsck fsck.ext4 fsck.xfs", Tool, "b B C E j l L o r t"),
    row("calicoctl cilium etcdctl etcdutl helm istioctl", Tool, ""),
    row("ddrescue fio qemu-img", Tool, "O f o S m b c filename rw readwrite name"),
    row("fuser", Tool, "n M"),
    row("dracut grub-editenv grub-install grub-set-default grub2-editenv grub2-install grub2-set-default grubby mkinitcpio \
         mkinitramfs mkinitrd update-initramfs", Tool, ""),
    row("grub-mkconfig grub2-mkconfig update-grub", Tool, "o output"),
    row("halt init poweroff reboot shutdown telinit", Tool, "t wall"),
    row("ip6tables ip6tables-legacy iptables iptables-legacy iptables-nft", Tool, "t p s d i o j m w W table wait"),
    row("ip6tables-restore ip6tables-save iptables-restore iptables-save", Tool, "T table"),
    row("kill", Tool, "s n"),
    row("killall", Tool, "s u y o n Z signal user"),
    row("kubeadm", Tool, "v config kubeconfig rootfs"),
    row("losetup", Tool, "o offset sizelimit sector-size"),
    row("modprobe", Tool, "C d S config dirname set-version"),
    row("pacman", Tool, "r b root dbpath config"),
    row("lsof", Pid, "i c p s u d"),
    row("netstat pidof ss", Pid, "o"),
    row("ps", Pid, "C o p u"),
    row("pgrep", Pid, "P g s t u U G F d ns signal"),
    row("pkill", Tool, "P g s t u U G F ns signal"),
    row("rpm", Tool, "r D E root dbpath prefix define"),
    row("snap", Tool, "channel revision"),
    row("swapoff swapon", Tool, "L U p o priority options"),
    row("sysctl", Load, "r pattern"),
    row("systemctl", Tool, "t p H M n o s type property host machine lines output signal state root job-mode"),
    row("zypper", Tool, "R C c D r root cache-dir config from repo"),
    row("tr", Tr, ""),
    row("trap", Trap, ""),
    row(": bg clear complete disown enable fg hash jobs shopt sleep stty times tput true ulimit umask unalias wait", True, ""),
    row("fusermount fusermount3 umount umount.cifs umount.nfs umount.nfs4", Umount, "t O N types test-opts namespace"),
    row("unset", Unset, ""),
    row("unshare", Unshare, "S G R w setuid setgid root wd"),
    row("xfs_repair", Tool, "c l m o r t"),
    row("7z 7za", Unzip, ""),
    row("unzip", Unzip, "d x P"),
    row("tmux", Watch, "c e f F L n s S t x y"),
    row("watch", Watch, "n interval"),
    row("aria2c axel", Wget, "d o s x dir out"),
    row("wget", Wget, "O P o a U e t T w i output-document directory-prefix"),
    row("type which", Which, ""),
    row("cmd cmd.exe powershell powershell.exe pwsh", Watch, "ExecutionPolicy"),
    row("Restart-Service Stop-Process Stop-Service net sc sc.exe taskkill", Tool, ""),
    row("aarch64 busybox catatonit coproc eatmydata fakeroot i386 i686 linux32 linux64 nohup proxychains proxychains4 setarch \
         setsid softlimit toybox unbuffer x86_64", Wrap, ""),
    row("cgexec", Wrap, "g"),
    row("chpst", Wrap, "u U b / n l L m d o p f c r t e"),
    row("doas", Wrap, "u C"),
    row("dumb-init", Wrap, "r rewrite"),
    row("ionice", Wrap, "c n p P u class classdata"),
    row("ltrace", Wrap, "e o p u"),
    row("nice", Wrap, "n adjustment"),
    row("numactl", Wrap, "C N i m p cpunodebind membind interleave physcpubind"),
    row("pkexec", Wrap, "u user"),
    row("prlimit", Wrap, "p o pid output"),
    row("screen", Wrap, "S c e h p s t T"),
    row("setpriv", Wrap, "reuid regid groups inh-caps ambient-caps bounding-set"),
    row("sshpass", Wrap, "p f d P"),
    row("stdbuf", Wrap, "i o e input output error"),
    row("strace", Wrap, "e o p u s S P E O a b I X"),
    row("systemd-inhibit", Wrap, "what who why mode"),
    row("systemd-run", Wrap, "p u M H E t unit property machine host setenv slice description on-calendar on-boot on-active uid gid \
         working-directory service-type"),
    row("time", Wrap, "f o format output"),
    row("tini", Wrap, "p e"),
    row("chrt", WrapOperand, "T P D"),
    row("gosu setuidgid su-exec taskset", WrapOperand, ""),
    row("timeout", WrapOperand, "k s kill-after signal"),
    row("crudini emacs nano", Write, "format"),
    row("ed ex vi vim", Editor, "c cmd"),
    row("expect nc ncat netcat socat", Delegate, ""),
    row("gmake make", At, "f C file makefile"),
    row("fallocate mkdir mkfifo mknod touch truncate", Write, "d t r s m l o Z date reference size mode length offset context"),
    row("xargs", Xargs, "I E d L n P s a max-args max-procs max-lines delimiter arg-file"),
    row("xxd", Xxd, "c g l"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_one_letter_come_first() {
        for row in ROWS {
            let lengths = row.valued.split(' ').map(|option| option.len() > 1);
            assert!(lengths.is_sorted(), "{}: {}", row.names, row.valued);
        }
    }

    #[test]
    fn every_name_is_found_once() {
        assert!(ROWS.len() < 255 && BOUNDS_END < 1 << 16 && TEXT.len() == BOUNDS_END);
        let mut names: alloc::vec::Vec<&str> = ROWS.iter().flat_map(|row| row.names.split(' ')).collect();
        for name in names.iter().copied() {
            assert!(find(name).is_some_and(|row| row.names.split(' ').any(|n| n == name)), "{name}");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(find("no-such-command").is_none() && find("").is_none());
    }
}
