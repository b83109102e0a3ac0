//! Disks of a node: unmounting volumes, writing to devices (rows 51 and 52).

use crate::on_node::NodeGuard;
use redline_core::finding::Level;
use redline_shell::SimpleCommand;
use redline_shell::unknown;
use redline_text::path::{clean, names};
use redline_text::{any, contains, contains_any, word_in};

/// Unmounting volumes of pods.
pub static UMOUNT: NodeGuard = NodeGuard { program: unmounts, ..NodeGuard::NEW };

fn unmounts(command: &SimpleCommand) -> bool {
    let volume = |arg: &str| {
        let path = clean(arg);
        names(&path, "/var/lib/kubelet")
            || names(&path, "/var/lib/container/kubelet")
            || unknown(arg)
            || contains(arg, "kubernetes.io~csi")
            || contains(arg, "kubernetes.io/csi")
    };
    let all = |arg: &str| arg == "--all" || arg.starts_with('-') && !arg.starts_with("--") && contains_any(arg, "a");
    command.name() == "umount" && command.args().iter().any(|arg| volume(arg) || all(arg))
}

/// Writing to block devices directly.
pub static DEVICE: NodeGuard = NodeGuard {
    paths: &["/dev/disk", "/dev/mapper", "/dev/dm-*", "/dev/nvme*", "/dev/sd*", "/dev/vd*", "/dev/xvd*"],
    mount: Level::Warn,
    program: on_device,
    ..NodeGuard::NEW
};

fn on_device(command: &SimpleCommand) -> bool {
    let args = command.args();
    let device = |arg: &str| arg.starts_with("/dev/") && !word_in(HARMLESS, &clean(arg));
    if command.name() == "dd" {
        return args.iter().filter_map(|arg| arg.strip_prefix("of=")).any(device);
    }
    let asks = word_in(TOOLS, command.name());
    (asks || word_in(WRITERS, command.name()) || command.name().starts_with("mkfs."))
        && args.iter().any(|arg| device(arg) || unknown(arg))
        && !(asks && any(args, "-l --list -p --print print -n --no-act"))
}

/// Programs that change devices; then programs that change them unless an option asks for information only.
const WRITERS: &str = "blkdiscard shred resize2fs e2fsck xfs_repair badblocks growpart pvcreate pvremove vgcreate vgextend \
                       lvcreate lvremove mkswap cryptsetup mkfs mke2fs";
const TOOLS: &str = "fdisk sfdisk gdisk sgdisk cfdisk parted wipefs tune2fs xfs_admin";

/// Files in `/dev` that are no block devices.
const HARMLESS: &str = "/dev/null /dev/zero /dev/full /dev/stdout /dev/stderr /dev/tty";
