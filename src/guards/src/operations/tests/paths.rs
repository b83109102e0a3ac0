//! Changes of files and directories on a node.

use super::check;

#[test]
fn what_happens_to_a_directory_happens_to_what_it_holds() {
    check(
        "17",
        &[
            "rm -rf /etc/kubernetes",
            "rm -rf /etc",
            "mv /etc/kubernetes /tmp",
            "mv /etc /old",
            "rm -f /etc/kubernetes/pki/ca.crt",
            "echo x > /etc/kubernetes/manifests/etcd.yaml",
            "mount -t tmpfs tmpfs /etc/kubernetes",
            "umount -R /var/lib",
            "umount /var/lib/etcd",
            "chmod -R 777 /etc/kubernetes",
            "chmod 777 /etc/kubernetes/pki",
            "tar -xf x.tar -C /etc/kubernetes/manifests",
        ],
        &[
            // What is copied into the directory may replace the other.
            "cp -r /tmp/x/. /etc/kubernetes",
            "rm -rf \"$DIR/etcd\"",
            "rm -rf /etc/kubernetes/$x",
        ],
        &[
            "rmdir /etc",
            "ls /etc/kubernetes/pki",
            "chmod 777 /etc/kubernetes",
            "umount /var/lib",
            "umount /etc/kubernetes/pki/mounted",
            "cp -r /tmp/x/. /etc",
            "cp /tmp/x /etc/kubernetes",
            "rm -rf \"$DIR/build\"",
            "echo x > \"$DIR/etcd\"",
            "mv /etc/kubernetes-like /tmp",
            // Directories that are made, and mounts of what is there already.
            "mkdir -p /etc/kubernetes/pki",
            "install -d /etc/kubernetes/pki",
            "mount --bind /etc/kubernetes/pki /etc/kubernetes/pki",
            "mount -o remount /etc/kubernetes/pki",
        ],
    );
}

#[test]
fn some_files_only_warn_and_some_are_free() {
    let denied = ["echo x > /etc/docker/daemon.json", "echo x > /etc/docker/key.json", "rm -rf /etc/docker"];
    let free = ["echo x > /etc/docker/certs.d/r/ca.crt", "rm -rf /etc/containerd/certs.d/r"];
    check("9", &denied, &[], &free);
    // Plug-ins of the network go with their directory, not with one of its files.
    check(
        "10",
        &[],
        &["rm -rf /etc/cni/net.d", "rm -rf /etc/cni/net.d/*", "rm -rf /opt/cni", "mv /opt/cni/bin /tmp"],
        &["rm -f /etc/cni/net.d/10-old.conf", "rm /etc/cni/net.d/10-old.conf", "echo x > /etc/cni/net.d/10-new.conf"],
    );
    // Logs are gone only where what goes is named.
    check("56", &["rm -rf /tmp/logtail_check_point", "rm -rf /tmp"], &[], &["rm -rf /tmp/$x", "echo x > /tmp/logtail"]);
}
