//! Disks of a node: unmounting volumes, writing to devices (rows 51 and 52).

use crate::on_node::{CommandMatch, Names, NodeGuard};
use crate::reach::{KUBELET, Need};
use redline_core::finding::Level;
use redline_shell::value::{known_prefix, leads_to};
use redline_shell::{FileOpKind, SimpleCommand};
use redline_text::path::{join, segment};
use redline_text::{contains, prefix_in, word_in};

/// Unmounting volumes of pods.
pub static UMOUNT: NodeGuard =
    NodeGuard { names: Names::of(&["umount systemctl"]), files: true, program: unmounts, ..NodeGuard::NEW };

fn unmounts(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    if word_in("umount", command.name()) {
        if command.has_option("fake") {
            return None;
        }
        if command.has_option("a all") {
            return CommandMatch::deny(Need::Mounts);
        }
    }
    // The units that systemd makes of mounts.
    let words = command.operands();
    let volume = |word: &str| word.ends_with(".mount") && contains(word, "-kubelet");
    if word_in("systemctl", command.name()) && words.any_in("stop") && words.iter().any(volume) {
        return CommandMatch::deny(Need::Services);
    }
    let mut found = None;
    for change in command.file_ops().filter(|change| change.kind == FileOpKind::Unmount) {
        match unmounted(change.path) {
            Some(Level::Deny) => return CommandMatch::deny(Need::Mounts),
            Some(Level::Warn) => found = CommandMatch::warn(Need::Mounts),
            None => {}
        }
    }
    found
}

/// What unmounting a path, or the file system of a device, means.
fn unmounted(path: &str) -> Option<Level> {
    if device(path).is_some() {
        return Some(Level::Warn);
    }
    // Row 50 sends people here to clean up what was left behind.
    let global = contains(path, "/globalmount");
    let level = if global { Level::Warn } else { Level::Deny };
    if contains(path, "kubernetes.io~csi") || contains(path, "kubernetes.io/csi") {
        return Some(level);
    }
    match KUBELET.iter().filter_map(|root| leads_to(path, root)).max() {
        Some(true) => Some(level),
        Some(false) => Some(Level::Warn),
        None => None,
    }
}

/// Writing to block devices directly.
pub static DEVICE: NodeGuard = NodeGuard {
    paths: &["/dev/disk", "/dev/mapper", "/dev/dm-*", "/dev/nvme*", "/dev/sd*", "/dev/vd*", "/dev/xvd*"],
    mount: Level::Warn,
    names: Names::of(&[
        "wipefs cryptsetup mdadm dmsetup badblocks blockdev parted fsck mkfs",
        "fdisk sfdisk cfdisk gdisk sgdisk blkdiscard resize2fs xfs_admin xfs_growfs e2label fatlabel swaplabel growpart mkswap",
        "tune2fs e2fsck xfs_repair xfs_growfs btrfsck debugfs hdparm nvme sg_format partprobe kpartx",
        "fio ddrescue qemu-img mknod btrfs",
        GROUPS,
    ]),
    files: true,
    program: on_device,
    // A volume without a file system is there to be given one.
    spared: |reach, command| reach.works_on_claims(command),
    ..NodeGuard::NEW
};

/// Block devices, by the beginnings of their names.
const BLOCK: &str = "sd vd xvd hd nvme mmcblk dm- md drbd rbd bcache pmem zd disk mapper vg";

/// Whether a path is that of a block device of the node (true), or may be one (false). Loop devices and memory are the
/// container's own business.
fn device(path: &str) -> Option<bool> {
    let known = known_prefix(path);
    if known.len() < path.len() && "/dev/".starts_with(known) {
        return Some(false);
    }
    let mut rest = path;
    if segment(&mut rest) != "dev" {
        // The devices of the node, mounted elsewhere.
        let at = redline_text::find(path, "/dev/")?;
        rest = redline_text::slice_from(path, at + "/dev".len());
    }
    let name = segment(&mut rest);
    prefix_in(BLOCK, known_prefix(name)).then_some(true).or_else(|| {
        let known = known_prefix(name);
        (known.len() < name.len() && known.len() < 2).then_some(false)
    })
}

/// What a command does to its device: nothing, something that is undone or only used, or a change.
fn on_device(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let mut level = None;
    for change in command.file_ops() {
        let found = match change.kind {
            // The kernel forgets a disk that is in use.
            FileOpKind::Write if change.path.ends_with("/device/delete") => Some(Level::Deny),
            FileOpKind::Write | FileOpKind::Edit | FileOpKind::Remove
                if !word_in("rm unlink rmdir", command.name()) =>
            {
                device(change.path).map(|certain| if certain && change.certain { Level::Deny } else { Level::Warn })
            }
            // A device that is mounted by hand.
            FileOpKind::Mount => change.content.and_then(device).filter(|certain| *certain).map(|_| Level::Warn),
            _ => None,
        };
        // A redirection to what nobody knows is usually one to a file.
        let guess = found == Some(Level::Warn) && known_prefix(change.path).len() <= 1;
        let raw = word_in("dd shred wipe", command.name()) || command.name().starts_with("mkfs");
        if !guess || raw || change.kind == FileOpKind::Mount {
            level = level.max(found);
        }
    }
    let tool = tool(command);
    let need = Need::Devices;
    match (tool, level) {
        (Some(Level::Deny), _) | (_, Some(Level::Deny)) => CommandMatch::deny(need),
        (Some(Level::Warn), _) | (_, Some(Level::Warn)) => CommandMatch::warn(need),
        _ => None,
    }
}

/// Programs, what they do to the devices among their operands, and the options and verbs with which they only ask.
const TOOLS: &[(&str, Level, &str)] = &[
    (
        "fdisk sfdisk cfdisk gdisk",
        Level::Deny,
        "l list d dump s show-size V verify J json F x n no-act p print v i O b",
    ),
    ("parted", Level::Deny, "l list"),
    (
        "blkdiscard resize2fs xfs_admin xfs_growfs e2label fatlabel swaplabel growpart mkswap zpool",
        Level::Deny,
        "P l n N dry-run list h help",
    ),
    ("tune2fs", Level::Deny, "l"),
    ("e2fsck fsck xfs_repair btrfsck", Level::Deny, "n N V"),
    ("btrfs debugfs", Level::Deny, ""),
    ("hdparm sg_format", Level::Warn, "i I g T t"),
    (
        "pvcreate pvremove pvmove pvresize vgcreate vgextend vgreduce vgremove vgrename lvcreate lvextend lvremove \
         lvreduce lvresize lvrename",
        Level::Deny,
        "t test",
    ),
    ("vgchange lvchange partprobe kpartx multipath", Level::Warn, "l ll list s d t test"),
];

/// The commands of `parted`, and the options of `sgdisk`, that change something.
const PARTED: &str =
    "mklabel mktable mkpart mkpartfs mkfs rm resizepart resize name set toggle rescue move cp disk_set disk_toggle";
const SGDISK: &str =
    "n new N d delete Z zap-all z zap o clear g mbrtogpt m t typecode c l load-backup e s sort G R r u U h A";

/// Operations on volume groups name no device.
const GROUPS: &str = "pvcreate pvremove pvmove pvresize vgcreate vgextend vgreduce vgremove vgrename lvcreate lvextend lvremove \
                      lvreduce lvresize lvrename vgchange lvchange zpool multipath";

fn tool(command: &SimpleCommand<'_>) -> Option<Level> {
    let name = command.name();
    let words = command.operands();
    // Whether one of the operands is a device, and whether that is certain.
    let on = || {
        let devices = words.iter().filter_map(|word| device(&join(command.directory(), word)));
        devices.max().map(|certain| if certain { Level::Deny } else { Level::Warn })
    };
    if command.has_option("help version V h") && words.is_empty() {
        return None;
    }
    let verb = words.get(0);
    match name {
        "wipefs" => {
            let wipes = command.has_option("a all o offset") && !command.has_option("n no-act");
            return on().filter(|_| wipes);
        }
        "cryptsetup" => {
            let formats = prefix_in(
                "luksFormat luksErase luksKillSlot reencrypt erase luksAddKey luksRemoveKey luksChangeKey",
                verb,
            ) || verb == "luksHeaderRestore";
            let uses = word_in("open close luksOpen luksClose plainOpen resize luksResize", verb);
            return if formats { Some(Level::Deny) } else { Some(Level::Warn).filter(|_| uses) };
        }
        "mdadm" => {
            let changes = command.has_option("create C zero-superblock stop S add a remove r fail f grow G assemble A");
            return Some(Level::Deny).filter(|_| changes);
        }
        "dmsetup" => {
            return Some(Level::Deny).filter(|_| word_in("create remove remove_all reload wipe_table clear", verb));
        }
        // A device node of its own, but for loop devices and memory.
        "mknod" => {
            let block = word_in("b", words.get(1)) && !word_in("1 7", words.get(2));
            return Some(Level::Warn).filter(|_| block);
        }
        // Benchmarks and copies, by what they write to.
        "fio" => {
            let reads = matches!(command.option("rw readwrite"), None | Some("read" | "randread"));
            let raw = command.option("filename").and_then(device);
            return raw.filter(|_| !reads).map(|certain| if certain { Level::Deny } else { Level::Warn });
        }
        "ddrescue" | "qemu-img" => {
            let target = words.iter().nth(if name == "ddrescue" { 1 } else { words.len().saturating_sub(1) });
            let writes = name == "ddrescue" || word_in("convert dd", verb);
            let raw = target.and_then(|word| device(&join(command.directory(), word)));
            return raw.filter(|certain| *certain && writes).map(|_| Level::Deny);
        }
        "badblocks" => return on().filter(|_| command.has_option("w n")),
        "blockdev" => {
            return on().filter(|_| command.has_option("setro setrw setra setfra setbsz")).map(|_| Level::Warn);
        }
        // A device without a command waits for commands.
        "parted" if words.len() > 1 && !words.any_in(PARTED) => return None,
        "sgdisk" => return on().filter(|_| command.has_option(SGDISK) && !command.has_option("P pretend")),
        "nvme" => {
            let changes =
                prefix_in("format sanitize write dsm delete-ns create-ns resv- security- reset subsystem-reset", verb);
            return on().filter(|_| changes);
        }
        "debugfs" if !command.has_option("w") => return None,
        "btrfs" if !words.any_in("add delete remove start zero-log") && !command.has_option("repair") => return None,
        "zpool" if word_in("list status get iostat history", verb) => return None,
        _ => {}
    }
    let name = if name.starts_with("fsck.") { "fsck" } else { name };
    let (_, level, asking) = TOOLS.iter().find(|(names, ..)| word_in(names, name))?;
    if command.has_option(asking) {
        return None;
    }
    if word_in(GROUPS, name) {
        return Some(*level);
    }
    on().map(|found| found.min(*level))
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn devices_may_be_known_in_part() {
        assert_eq!(device("/dev/vdb"), Some(true));
        assert_eq!(device("/host/dev/nvme0n1"), Some(true));
        assert_eq!(device("/dev/vd\x01"), Some(true));
        // One letter is that of a disk or of a terminal; two decide.
        assert_eq!(device("/dev/s\x01"), Some(false));
        assert_eq!(device("/dev/\x01"), Some(false));
        assert_eq!(device("/d\x01"), Some(false));
        assert_eq!(device("/dev/tt\x01"), None);
        assert_eq!(device("/dev/t"), None);
        assert_eq!(device("/dev/loop0"), None);
        assert_eq!(device("/etc/vdb"), None);
    }
}
