//! Files that are removed, written and run.

use redline_shell::Surroundings;

use super::{SET, all, all_in, none, seen};

const GONE: &str = "Remove /etc/kubernetes";

#[test]
fn removal() {
    all(
        GONE,
        &[
            "rm -rf /etc/kubernetes",
            "rm -r -f -- /etc/kubernetes",
            "rm -rf /etc/kubernetes/",
            "rm -rf //etc/./kubernetes",
            "rm -rf /etc/x/../kubernetes",
            "rm -rf /tmp/a /etc/kubernetes /tmp/b",
            "rm -rf /etc/{kubernetes,x}",
            "D=/etc/kubernetes; rm -rf \"$D\"",
            "D=/etc; rm -rf $D/kubernetes",
            "D=/etc/kubernetes; rm -rf \"${D:?}\"",
            "rm -rf ${D:-/etc/kubernetes}",
            "D=/etc/kubernetes; if [ \"$K\" = y ]; then D=/tmp/x; fi; rm -rf \"$D\"",
            "D=/x; [ \"$K\" = y ] && D=/etc/kubernetes; while read -r d; do rm -rf \"$d\"; done <<EOF\n$D\nEOF",
            "D=/tmp/x; if [ \"$K\" = y ]; then D=/etc/kubernetes; fi; { date; } > \"$D.log\"; rm -rf \"$D\"",
            "N=0; [ \"$K\" = y ] && N=1; for ((i=N; i<1; i++)); do :; done; [ $N = 0 ] || rm -rf /etc/kubernetes",
            "cd /etc; rm -rf kubernetes",
            "cd /etc && rm -rf ./kubernetes",
            "cd /etc/kubernetes; rm -rf ../kubernetes",
            "cd /etc; (cd /tmp && ls); rm -rf kubernetes",
            "cd /etc; sh -c 'cd /tmp'; rm -rf kubernetes",
            "pushd /etc; rm -rf kubernetes; popd",
            "cd /etc || exit 1; rm -rf kubernetes",
            "(cd /etc; rm -rf kubernetes)",
            "env -C /etc rm -rf kubernetes",
            "find /etc/kubernetes -delete",
            "find /etc/kubernetes -exec rm -rf {} +",
            "find /etc/kubernetes | xargs rm -rf",
            "echo /etc/kubernetes | xargs rm -rf",
            "for d in /etc/kubernetes /x; do rm -rf $d; done",
            "while read -r d; do rm -rf \"$d\"; done <<< /etc/kubernetes",
            "dirs=(/etc/kubernetes /x); rm -rf \"${dirs[@]}\"",
            "f() { local dir=$1; rm -rf \"$dir\"; }; f /etc/kubernetes",
            "rsync -a --delete /tmp/empty/ /etc/kubernetes/",
            "rsync -a --delete-after /tmp/empty/ /etc/kubernetes",
            "rsync -a --remove-source-files /etc/kubernetes /srv/backup",
            "ruby -e 'require \"fileutils\"; FileUtils.rm_rf(\"/etc/kubernetes\")'",
            "python3 -c 'import shutil; shutil.rmtree(\"/etc/kubernetes\")'",
            "perl -e 'unlink(\"/etc/kubernetes\")'",
            "unlink /etc/kubernetes",
            "rm -rf $(dirname /etc/kubernetes/pki)",
            "rm -rf `echo /etc/kubernetes`",
            "busybox rm -rf /etc/kubernetes",
            "ln -s /etc /tmp/e; rm -rf /tmp/e/kubernetes",
            "mount --bind /etc /mnt; rm -rf /mnt/kubernetes",
        ],
    );
    all("Move /var/lib/docker", &["mv /var/lib/docker /data/docker", "cd /var/lib && mv docker /data/"]);
    all(
        "Link /var/lib/containerd",
        &[
            "ln -sfn /data/containerd /var/lib/containerd",
            "rm -rf /var/lib/containerd; ln -s /data/c /var/lib/containerd",
            "ln -s /data/containerd /var/lib/",
            "cd /var/lib; ln -s /data/containerd",
        ],
    );
    all(
        "Mount /var/lib/docker",
        &[
            "mount --bind /data /var/lib/docker",
            "mount -o bind /data /var/lib/docker",
            "mount /dev/vdb /var/lib/docker",
            "mount -t xfs /dev/vdb /var/lib/docker/",
            "mount -B /data /var/lib/docker",
            "mount --source /d --target /var/lib/docker",
        ],
    );
    all(
        "Unmount /var/lib/kubelet/x",
        &[
            "umount /var/lib/kubelet/x",
            "umount -lf /var/lib/kubelet/x",
            "cd /var/lib/kubelet; umount x",
            "fusermount -u /var/lib/kubelet/x",
            "umount.nfs /var/lib/kubelet/x",
            "umount -t nfs /var/lib/kubelet/x",
            "echo /var/lib/kubelet/x | xargs -n1 umount",
        ],
    );
    all("Unmount /tmp/…", &["umount \"/tmp/$X\""]);
    // With filters, what it finds lies below.
    none(
        GONE,
        &[
            "find /etc/kubernetes -name '*.bak' -delete",
            "find /etc/kubernetes -type f -mtime +7 -exec rm {} \\;",
            "cp -r /etc/kubernetes /srv/backup",
            "ls /etc/kubernetes",
        ],
    );
    all("Remove /etc/kubernetes/…*.bak", &["find /etc/kubernetes -name '*.bak' -delete"]);
}

#[test]
fn writes() {
    all(
        "Write /etc/docker/daemon.json = {}",
        &[
            "echo {} > /etc/docker/daemon.json",
            "echo '{}' >> /etc/docker/daemon.json",
            "echo {} >| /etc/docker/daemon.json",
            "echo {} 1> /etc/docker/daemon.json",
            "> /etc/docker/daemon.json echo {}",
            "printf '{}' > /etc/docker/daemon.json",
            "cat > /etc/docker/daemon.json <<EOF\n{}\nEOF",
            "cat <<'EOF' > /etc/docker/daemon.json\n{}\nEOF",
            "cat <<-EOF > /etc/docker/daemon.json\n\t{}\n\tEOF",
            "tee /etc/docker/daemon.json <<< '{}'",
            "echo {} | tee /etc/docker/daemon.json > /dev/null",
            "echo {} | sudo tee -a /etc/docker/daemon.json",
            "echo {} | dd of=/etc/docker/daemon.json",
            "(echo {}) > /etc/docker/daemon.json",
            "{ echo {}; } > /etc/docker/daemon.json",
            "if true; then echo {}; fi > /etc/docker/daemon.json",
            "D=/etc/docker; echo {} > $D/daemon.json",
            "cd /etc/docker; echo {} > daemon.json",
            "f() { echo {}; }; f > /etc/docker/daemon.json",
            "X={}; echo \"$X\" > /etc/docker/daemon.json",
            "echo e30= | base64 -d > /etc/docker/daemon.json",
            "echo {} > /tmp/d; cp /tmp/d /etc/docker/daemon.json",
            "echo {} > /tmp/daemon.json; cp /tmp/daemon.json /etc/docker/",
            "echo {} > /tmp/daemon.json; cp /tmp/daemon.json /etc/docker",
            "echo {} > /tmp/daemon.json; mv /tmp/daemon.json /etc/docker/daemon.json",
            "echo {} > /tmp/daemon.json; install -m 644 /tmp/daemon.json /etc/docker/daemon.json",
            "echo {} > /tmp/d; cat /tmp/d > /etc/docker/daemon.json",
            "sh -c 'echo {} > /etc/docker/daemon.json'",
            "python3 -c 'open(\"/etc/docker/daemon.json\",\"w\").write(\"{}\")'",
            "awk 'BEGIN{print \"{}\" > \"/etc/docker/daemon.json\"}'",
            "echo {} &> /etc/docker/daemon.json",
            "sed 's/a/{}/' <<< a > /etc/docker/daemon.json",
        ],
    );
    let into = |want: &str, scripts: &[&str]| {
        for script in scripts {
            let found = seen(script, &Surroundings::default());
            let hit = found
                .iter()
                .any(|line| line.starts_with(&format!("Write {want}")) && line[6..].split(" = ").next() == Some(want));
            assert!(hit, "{script}: {found:?}");
        }
    };
    into(
        "/usr/bin/kubelet",
        &[
            "cp kubelet /usr/bin/",
            "cp /tmp/kubelet /usr/bin",
            "cp -t /usr/bin /tmp/kubelet",
            "cp --target-directory=/usr/bin a kubelet",
            "cp a b kubelet /usr/bin",
            "cd /usr/bin && cp /tmp/kubelet .",
            "mv kubelet /usr/bin/",
            "curl -LO https://example.com/kubelet && mv kubelet /usr/bin/",
            "install -m 755 /tmp/kubelet /usr/bin",
            "install -m755 -D /tmp/kubelet /usr/bin/kubelet",
            "install -t /usr/bin kubelet",
            "cd /usr/bin && curl -LO https://dl.k8s.io/kubelet",
            "cd /usr/bin; curl -sSfLO https://dl.k8s.io/v1/kubelet?x=y",
            "curl -o /usr/bin/kubelet https://x/y",
            "curl https://x/y -L --output /usr/bin/kubelet",
            "curl --output-dir /usr/bin -O https://x/kubelet",
            "curl https://x > /usr/bin/kubelet",
            "wget -O /usr/bin/kubelet https://x",
            "wget -qO /usr/bin/kubelet https://x",
            "wget -P /usr/bin https://x/kubelet",
            "wget --directory-prefix=/usr/bin https://x/kubelet",
            "cd /usr/bin && wget https://x/kubelet",
            "wget -qO- https://x > /usr/bin/kubelet",
            "rsync -a kubelet /usr/bin/",
            "scp node:/x/kubelet /usr/bin/",
            "ln -s /opt/kubelet /tmp/k; cat x > /usr/bin/kubelet",
            "dd if=x of=/usr/bin/kubelet bs=1M",
            "tar -C /usr/bin -xzf a.tgz kubelet",
            "touch /usr/bin/kubelet",
            "truncate -s 0 /usr/bin/kubelet",
            ": > /usr/bin/kubelet",
            "> /usr/bin/kubelet",
            "cat a b > /usr/bin/kubelet",
            "zcat a.gz > /usr/bin/kubelet",
            "cp -f kubelet /usr/bin/kubelet",
            "cp --remove-destination kubelet /usr/bin/kubelet",
        ],
    );
    all(
        "Fill /usr/local",
        &[
            "tar -C /usr/local -xzf c.tgz",
            "tar xzf c.tgz -C /usr/local",
            "tar --directory=/usr/local -x -f c.tar",
            "cd /usr/local && tar xf /c.tar",
            "unzip -d /usr/local c.zip",
            "unzip -o c.zip -d /usr/local",
            "cd /usr/local; cpio -id < x",
            "curl x | tar -xz -C /usr/local",
        ],
    );
    all(
        "Write /etc/kubernetes/pki",
        &[
            "cp -r /backup/pki /etc/kubernetes/",
            "cp -a /backup/pki /etc/kubernetes",
            "rsync -a /backup/pki /etc/kubernetes/",
        ],
    );
    all("Fill /etc/kubernetes", &["cp -r /backup/. /etc/kubernetes/", "rsync -a /backup/ /etc/kubernetes"]);
    all(
        "Write /dev/vdb = …",
        &[
            "cat image > /dev/vdb",
            "zcat disk.img.gz > /dev/vdb",
            "tee /dev/vdb < x",
            "dd if=/dev/urandom of=/dev/vdb",
            "cd /dev && mkfs.ext4 vdb",
            "mkfs -t ext4 /dev/vdb",
        ],
    );
    all(
        "Edit /etc/ssh/sshd_config",
        &[
            "sed -i s/a/b/ /etc/ssh/sshd_config",
            "sed -i.bak -e s/a/b/ /etc/ssh/sshd_config",
            "sed --in-place=.x s/a/b/ /etc/ssh/sshd_config",
            "perl -pi -e 's/a/b/' /etc/ssh/sshd_config",
            "sed -ri 's/a/b/' /etc/ssh/sshd_config",
            "cd /etc/ssh; sed -i -e s/a/b/ sshd_config",
        ],
    );
    none("Write /etc/ssh/sshd_config/sshd_config", &["cp /tmp/sshd_config /etc/ssh/sshd_config"]);
    none("Write /etc/ssh/sshd_config/a", &["cp a /etc/ssh/sshd_config", "mv a /etc/ssh/sshd_config"]);
    none(
        "Write /etc/x",
        &[
            "tar -cf /tmp/a.tar /etc/x",
            "sed s/a/b/ /etc/x",
            "cat /etc/x",
            "cp /etc/x /tmp/y",
            "dd if=/etc/x of=/tmp/y",
            "head /etc/x > /dev/null",
            "curl -T /etc/x u",
            "grep x /etc/x 2>/dev/null",
        ],
    );
}

#[test]
fn files_that_run() {
    all(
        SET,
        &[
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; sh /tmp/f",
            "cat > /tmp/fix.sh <<'EOF'\n#!/bin/sh\nsysctl -w net.ipv4.ip_forward=0\nEOF\nchmod +x /tmp/fix.sh\n/tmp/fix.sh",
            "cat > /tmp/fix.sh <<'EOF'\nsysctl -w net.ipv4.ip_forward=$1\nEOF\nsh /tmp/fix.sh 0",
            "cat > /tmp/e <<'EOF'\nV=0\nEOF\n. /tmp/e\nsysctl -w net.ipv4.ip_forward=$V",
            "echo V=0 > /tmp/e; source /tmp/e; sysctl -w net.ipv4.ip_forward=$V",
            "echo 'f() { sysctl -w net.ipv4.ip_forward=$1; }' > /tmp/l.sh; . /tmp/l.sh; f 0",
            "cd /tmp; echo 'sysctl -w net.ipv4.ip_forward=0' > f; sh f",
            "cd /tmp; echo 'sysctl -w net.ipv4.ip_forward=0' > f; chmod +x f; ./f",
            "echo sysctl > /tmp/f; echo ' -w net.ipv4.ip_forward=0' > /tmp/g; $(cat /tmp/f) $(cat /tmp/g)",
            "printf 'sysctl -w ' > /tmp/f; echo net.ipv4.ip_forward=0 >> /tmp/f; sh /tmp/f",
            "T=$(mktemp); echo 'sysctl -w net.ipv4.ip_forward=0' > $T; sh $T",
            "echo 'sysctl -w net.ipv4.ip_forward=0' | tee /tmp/f; bash /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; cp /tmp/f /tmp/g; sh /tmp/g",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; mv /tmp/f /tmp/g; sh /tmp/g",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; install -m 755 /tmp/f /usr/local/bin/fixit; fixit",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; sh < /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; ln -s /tmp/f /tmp/g; sh /tmp/g",
            "mkdir /tmp/d; echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/d/f; ln -s /tmp/d /tmp/e; ln -s /tmp/e /tmp/g; sh /tmp/g/f",
            "exec 3>/tmp/f; echo 'sysctl -w net.ipv4.ip_forward=0' >&3; exec 3>&-; sh /tmp/f",
            "install -m 755 /dev/stdin /tmp/f <<'EOF'\nsysctl -w net.ipv4.ip_forward=0\nEOF\n/tmp/f",
            "cp /dev/stdin /tmp/f <<'EOF'\nsysctl -w net.ipv4.ip_forward=0\nEOF\nsh /tmp/f",
            "sed -i '$i sysctl -w net.ipv4.ip_forward=0' /etc/rc.local",
            "sed -i '/^exit 0/i sysctl -w net.ipv4.ip_forward=0' /etc/rc.local",
            "echo '* * * * * root /opt/f' > /etc/cron.d/f; echo 'sysctl -w net.ipv4.ip_forward=0' > /opt/f",
            "echo '@daily sh /opt/f' | crontab -; echo 'sysctl -w net.ipv4.ip_forward=0' > /opt/f",
            "printf '[Service]\\nExecStart=/opt/f\\n' > /etc/systemd/system/f.service; \
                echo 'sysctl -w net.ipv4.ip_forward=0' > /opt/f; systemctl start f.timer",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; cat /tmp/f | sh",
            "echo 'sysctl -w net.ipv4.ip_forward=1' > /tmp/f; sed -i s/=1/=0/ /tmp/f; sh /tmp/f",
            "if a; then echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; fi; sh /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; nohup sh /tmp/f &",
            "echo 'import os\nos.system(\"sysctl -w net.ipv4.ip_forward=0\")' > /tmp/f.py; python3 /tmp/f.py",
            "(echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f); sh /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' | at now",
            "at now + 1 minute <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/j; at -f /tmp/j now",
            "echo '* * * * * sysctl -w net.ipv4.ip_forward=0' | crontab -",
            "echo '@reboot sysctl -w net.ipv4.ip_forward=0' > /tmp/c; crontab /tmp/c",
            "systemd-run --on-boot=5 sysctl -w net.ipv4.ip_forward=0",
        ],
    );
    all(
        SET,
        &[
            "echo '* * * * * root sysctl -w net.ipv4.ip_forward=0' > /etc/cron.d/tune",
            "echo '* * * * * root sysctl -w net.ipv4.ip_forward=0' >> /etc/crontab",
            "echo '@daily root sysctl -w net.ipv4.ip_forward=0' >> /etc/crontab",
            "echo '0 * * * * sysctl -w net.ipv4.ip_forward=0' > /var/spool/cron/root",
            "echo 'sysctl -w net.ipv4.ip_forward=0' >> /etc/rc.local",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /etc/profile.d/x.sh",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /etc/cron.daily/x",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/x; cp /tmp/x /etc/init.d/x",
            "cat > /etc/systemd/system/x.service <<EOF\n[Service]\nExecStart=sysctl -w net.ipv4.ip_forward=0\nEOF",
            "cat <<EOF | tee /etc/systemd/system/x.service\n[Service]\nExecStartPre=-sysctl -w net.ipv4.ip_forward=0\nEOF",
        ],
    );
    all(
        &format!("/host:{SET}"),
        &[
            "cat > /host/tmp/t.sh <<'EOF'\nsysctl -w net.ipv4.ip_forward=0\nEOF\nchmod +x /host/tmp/t.sh\nchroot /host /tmp/t.sh",
            "echo 'sysctl -w net.ipv4.ip_forward=0' >> /host/etc/rc.local",
        ],
    );
    let mounts = Surroundings { mounts: &[("/host", "/")], ..Surroundings::default() };
    all_in(
        &format!("node:{SET}"),
        &mounts,
        &[
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /host/tmp/x; nsenter -t 1 -m sh /tmp/x",
            "cp x /host/opt/; echo 'sysctl -w net.ipv4.ip_forward=0' > /host/opt/f; nsenter -t 1 -m -- bash -c /opt/f",
        ],
    );
    none(
        SET,
        &[
            "ln -s /tmp/g /tmp/f; ln -s /tmp/f /tmp/g; echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/h; sh /tmp/g",
            "echo 'sysctl -w net.ipv4.ip_forward=0' 2> /tmp/f >&2; sh /tmp/f",
            "echo '* * * * * root /opt/g' > /etc/cron.d/f; echo 'sysctl -w net.ipv4.ip_forward=0' > /opt/f",
            "sed -i 's/a/sysctl -w net.ipv4.ip_forward=0/' /etc/rc.local",
        ],
    );
    none(
        SET,
        &[
            "cat > /tmp/fix.sh <<'EOF'\nsysctl -w net.ipv4.ip_forward=0\nEOF\ncat /tmp/fix.sh",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; echo true > /tmp/f; sh /tmp/f",
            "echo 'sysctl -w net.ipv4.ip_forward=0' > /tmp/f; rm /tmp/f; sh /tmp/f",
        ],
    );
}
