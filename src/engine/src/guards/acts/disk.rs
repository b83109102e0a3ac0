//! Disks of a node: unmounting volumes, writing to devices (rows 51 and 52).

use crate::finding::Level;
use crate::guards::command::Simple;
use crate::guards::on_node::Node;
use alloc::string::String;

/// Unmounting volumes of pods.
pub static UMOUNT: Node = Node { program: unmounts, ..Node::NEW };

fn unmounts(command: &Simple) -> bool {
    let volume = |arg: &String| {
        let path = crate::guards::path::clean(arg);
        ["/var/lib/kubelet", "/var/lib/container/kubelet"].iter().any(|root| crate::guards::path::names(&path, root))
            || crate::guards::command::unknown(arg)
            || arg.contains("kubernetes.io~csi")
            || arg.contains("kubernetes.io/csi")
    };
    let all = |arg: &String| arg == "--all" || arg.starts_with('-') && !arg.starts_with("--") && arg.contains('a');
    command.name() == "umount" && command.args().iter().any(|arg| volume(arg) || all(arg))
}

/// Acting on devices directly.
pub static DEVICE: Node =
    Node { paths: &["/dev/disk", "/dev/mapper"], mount: Level::Warn, ancestor: None, program: on_device, ..Node::NEW };

fn on_device(command: &Simple) -> bool {
    let args = command.args();
    let device = |arg: &str| arg.starts_with("/dev/") && !HARMLESS.contains(&crate::guards::path::clean(arg).as_str());
    let named = || args.iter().any(|arg| device(arg) || crate::guards::command::unknown(arg));
    let lists = || {
        args.iter().any(|arg| matches!(arg.as_str(), "-l" | "--list" | "-p" | "--print" | "print" | "-n" | "--no-act"))
    };
    match command.name() {
        "dd" => args.iter().filter_map(|arg| arg.strip_prefix("of=")).any(device),
        "fdisk" | "sfdisk" | "gdisk" | "sgdisk" | "cfdisk" | "parted" | "wipefs" | "tune2fs" | "xfs_admin" => {
            named() && !lists()
        }
        "blkdiscard" | "shred" | "resize2fs" | "e2fsck" | "xfs_repair" | "badblocks" | "growpart" => named(),
        "pvcreate" | "pvremove" | "vgcreate" | "vgextend" | "lvcreate" | "lvremove" | "mkswap" | "cryptsetup" => {
            named()
        }
        name => name == "mkfs" && named() || name.starts_with("mkfs.") && named() || name == "mke2fs" && named(),
    }
}

const HARMLESS: &[&str] = &["/dev/null", "/dev/zero", "/dev/full", "/dev/stdout", "/dev/stderr", "/dev/tty"];
