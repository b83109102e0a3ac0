//! Disks of a node: unmounting volumes, writing to devices (rows 51 and 52).

use crate::finding::Level;
use crate::guards::command::Simple;
use crate::guards::command::unknown;
use crate::guards::on_node::Node;
use crate::guards::path::{clean, names};
use crate::strings::{any, contains, has, listed};

/// Unmounting volumes of pods.
pub static UMOUNT: Node = Node { program: unmounts, ..Node::NEW };

fn unmounts(command: &Simple) -> bool {
    let volume = |arg: &str| {
        let path = clean(arg);
        names(&path, "/var/lib/kubelet")
            || names(&path, "/var/lib/container/kubelet")
            || unknown(arg)
            || contains(arg, "kubernetes.io~csi")
            || contains(arg, "kubernetes.io/csi")
    };
    let all = |arg: &str| arg == "--all" || arg.starts_with('-') && !arg.starts_with("--") && has(arg, "a");
    command.name() == "umount" && command.args().iter().any(|arg| volume(arg) || all(arg))
}

/// Acting on devices directly.
pub static DEVICE: Node =
    Node { paths: &["/dev/disk", "/dev/mapper"], mount: Level::Warn, ancestor: None, program: on_device, ..Node::NEW };

fn on_device(command: &Simple) -> bool {
    let args = command.args();
    let device = |arg: &str| arg.starts_with("/dev/") && !listed(HARMLESS, &clean(arg));
    if command.name() == "dd" {
        return args.iter().filter_map(|arg| arg.strip_prefix("of=")).any(device);
    }
    let asks = listed(TOOLS, command.name());
    (asks || listed(WRITERS, command.name()) || command.name().starts_with("mkfs."))
        && args.iter().any(|arg| device(arg) || unknown(arg))
        && !(asks && any(args, "-l --list -p --print print -n --no-act"))
}

/// What changes devices, and what else only asks about them when it is told to.
const WRITERS: &str = "blkdiscard shred resize2fs e2fsck xfs_repair badblocks growpart pvcreate pvremove vgcreate vgextend \
                       lvcreate lvremove mkswap cryptsetup mkfs mke2fs";
const TOOLS: &str = "fdisk sfdisk gdisk sgdisk cfdisk parted wipefs tune2fs xfs_admin";

const HARMLESS: &str = "/dev/null /dev/zero /dev/full /dev/stdout /dev/stderr /dev/tty";
