//! Scripts in scripts, commands that start others, and where they run.

use super::{SET, all};

#[test]
fn scripts_in_scripts() {
    all(
        SET,
        &[
            "sh -c 'sysctl -w net.ipv4.ip_forward=0'",
            "bash -c \"sysctl -w net.ipv4.ip_forward=0\"",
            "/bin/bash -euxo pipefail -c 'sysctl -w net.ipv4.ip_forward=0'",
            "bash --norc --noprofile -c 'sysctl -w net.ipv4.ip_forward=0'",
            "bash -lc 'sysctl -w net.ipv4.ip_forward=0'",
            "sh -o errexit -c -- 'sysctl -w net.ipv4.ip_forward=0'",
            "sh -c 'sysctl -w \"$1=$2\"' _ net.ipv4.ip_forward 0",
            "sh -c '\"$@\"' sh sysctl -w net.ipv4.ip_forward=0",
            "sh -c 'exec \"$0\" \"$@\"' sysctl -w net.ipv4.ip_forward=0",
            "V=0 sh -c 'sysctl -w net.ipv4.ip_forward=$V'",
            "export V=0; sh -c 'sysctl -w net.ipv4.ip_forward=$V'",
            "sh -c \"sh -c 'sysctl -w net.ipv4.ip_forward=0'\"",
            "sh <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "V=0; bash <<EOF\nsysctl -w net.ipv4.ip_forward=$V\nEOF",
            "bash -s <<'EOF' -- 0\nsysctl -w net.ipv4.ip_forward=$1\nEOF",
            "sh <<< 'sysctl -w net.ipv4.ip_forward=0'",
            "echo 'sysctl -w net.ipv4.ip_forward=0' | sh",
            "echo sysctl -w net.ipv4.ip_forward=0 | bash -x",
            "printf 'sysctl -w net.ipv4.ip_forward=%s\\n' 0 | sh -s",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 -d | sh",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 --decode | bash",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 -di | bash",
            "base64 -d <<< c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | sh",
            "sh -c \"$(echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | base64 -d)\"",
            "eval \"$(echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA==|base64 -D)\"",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | openssl base64 -d | sh",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | openssl enc -base64 -d -A | sh",
            "echo 73797363746c202d77206e65742e697076342e69705f666f72776172643d30 | xxd -r -p | sh",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== > /tmp/x; base64 -d /tmp/x | sh",
            "echo 73797363746c202d77206e65742e697076342e69705f666f72776172643d30 | xxd -ps -r | sh",
            "echo c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA== | python3 -m base64 -d | sh",
            "python3 -c \"import os,base64;os.system(base64.b64decode('c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA==').decode())\"",
            "python3 -c \"import os;os.system(bytes.fromhex('73797363746c202d77206e65742e697076342e69705f666f72776172643d30').decode())\"",
            "python3 -c \"import os,base64;c=base64.b64decode('c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA==').decode();os.system(c)\"",
            "perl -MMIME::Base64 -e 'system(decode_base64(\"c3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MA==\"))'",
            "echo 0=drawrof_pi.4vpi.ten w- ltcsys | rev | sh",
            "cat <<'EOF' | bash\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "source <(echo sysctl -w net.ipv4.ip_forward=0)",
            ". /dev/stdin <<< 'sysctl -w net.ipv4.ip_forward=0'",
            "bash <(echo sysctl -w net.ipv4.ip_forward=0)",
            "su - root -c 'sysctl -w net.ipv4.ip_forward=0'",
            "su -c 'sysctl -w net.ipv4.ip_forward=0'",
            "sudo su -c 'sysctl -w net.ipv4.ip_forward=0'",
            "runuser -u root -- sysctl -w net.ipv4.ip_forward=0",
            "env -S 'sysctl -w net.ipv4.ip_forward=0'",
            "flock /l -c 'sysctl -w net.ipv4.ip_forward=0'",
            "flock -x /l sysctl -w net.ipv4.ip_forward=0",
            "watch -n 5 'sysctl -w net.ipv4.ip_forward=0'",
            "script -qc 'sysctl -w net.ipv4.ip_forward=0' /dev/null",
            "ssh -p 22 -o A=b root@node sysctl -w net.ipv4.ip_forward=0",
            "ssh node 'sysctl -w net.ipv4.ip_forward=0'",
            "sshpass -p x ssh node sysctl -w net.ipv4.ip_forward=0",
            "ansible all -m shell -a 'sysctl -w net.ipv4.ip_forward=0'",
            "ansible -i h all -b -a 'sysctl -w net.ipv4.ip_forward=0'",
            "kubectl exec p -- sysctl -w net.ipv4.ip_forward=0",
            "kubectl -n x exec -it p -c c -- sh -c 'sysctl -w net.ipv4.ip_forward=0'",
            "docker run --rm --privileged --net=host alpine sysctl -w net.ipv4.ip_forward=0",
            "docker run --rm -v /:/host -e A=b alpine:3 sysctl -w net.ipv4.ip_forward=0",
            "docker exec -it c sysctl -w net.ipv4.ip_forward=0",
            "nerdctl -n k8s.io run --rm alpine sysctl -w net.ipv4.ip_forward=0",
            "podman run --entrypoint sysctl alpine -w net.ipv4.ip_forward=0",
            "capsh -- -c 'sysctl -w net.ipv4.ip_forward=0'",
            "ip netns exec n sysctl -w net.ipv4.ip_forward=0",
            "find /x -exec sysctl -w net.ipv4.ip_forward=0 \\;",
            "echo net.ipv4.ip_forward=0 | xargs sysctl -w",
            "echo net.ipv4.ip_forward=0 | xargs -n1 sysctl -w",
            "echo net.ipv4.ip_forward=0 | xargs -I{} sysctl -w {}",
            "echo net.ipv4.ip_forward | xargs -I % sysctl -w %=0",
            "echo net.ipv4.ip_forward=0 | xargs -r sh -c 'sysctl -w $0'",
            "printf 'a=1,net.ipv4.ip_forward=0' | xargs -d, -n 1 sysctl -w",
            "parallel sysctl -w ::: net.ipv4.ip_forward=0",
            "parallel -j4 sysctl -w {} ::: a=1 net.ipv4.ip_forward=0",
            "python3 -c 'import os; os.system(\"sysctl -w net.ipv4.ip_forward=0\")'",
            "python -c \"import subprocess; subprocess.run(['sysctl','-w','net.ipv4.ip_forward=0'])\"",
            "python3 -c \"import subprocess as s; s.check_call('sysctl -w net.ipv4.ip_forward=0', shell=True)\"",
            "python3 - <<EOF\nimport os\nos.popen('sysctl -w net.ipv4.ip_forward=0')\nEOF",
            "perl -e 'system(\"sysctl -w net.ipv4.ip_forward=0\")'",
            "perl -e 'system \"sysctl\", \"-w\", \"net.ipv4.ip_forward=0\"' || \
             perl -e 'exec(\"sysctl\", \"-w\", \"net.ipv4.ip_forward=0\")'",
            "perl -e '`sysctl -w net.ipv4.ip_forward=0`'",
            "awk 'BEGIN{system(\"sysctl -w net.ipv4.ip_forward=0\")}'",
            "ruby -e 'system(\"sysctl -w net.ipv4.ip_forward=0\")'",
            "node -e 'require(\"child_process\").execSync(\"sysctl -w net.ipv4.ip_forward=0\")'",
        ],
    );
}

#[test]
fn wrappers() {
    let wrappers = [
        "env A=b",
        "env -i PATH=/bin",
        "env -u X",
        "sudo",
        "sudo -u root -E",
        "sudo -n --",
        "sudo A=b",
        "doas",
        "timeout 5",
        "timeout -k 1 -s TERM 5s",
        "timeout --signal=KILL 5 --",
        "nice",
        "nice -n 10",
        "nice -10",
        "ionice -c 3",
        "ionice -c2 -n7",
        "nohup",
        "busybox",
        "exec",
        "exec -a x",
        "command",
        "command -p",
        "builtin",
        "time -p",
        "setsid -w",
        "stdbuf -oL",
        "tini --",
        "dumb-init",
        "taskset 0x1",
        "taskset -c 0,1",
        "chrt -f 10",
        "setarch x86_64",
        "setarch -R",
        "setarch i386 -R",
        "linux32",
        "prlimit --nofile=10",
        "prlimit -n10:20",
        "pkexec",
        "pkexec --user root",
        "strace -f -o /l",
        "unshare -m",
        "unshare --mount --",
        "setpriv --reuid=0",
        "systemd-run --wait",
        "systemd-run -p X=y --unit u",
        "gosu root",
        "su-exec root",
        "chpst -u root",
        "numactl -N 0",
        "cgexec -g cpu:x",
        "fakeroot",
        "unbuffer",
        "catatonit --",
        "systemd-inhibit --what=sleep",
        "A=b C=d",
        "!",
    ];
    for outer in wrappers {
        let one = format!("{outer} {SET}");
        all(SET, &[&one]);
        for inner in wrappers {
            if !["A=b C=d", "!"].contains(&inner) && !inner.starts_with("exec") && !inner.starts_with("builtin") {
                let two = format!("{outer} {inner} {SET}");
                let shell = format!("{outer} sh -ec '{inner} {SET}'");
                all(SET, &[&two, &shell]);
            }
        }
    }
    // What is not known is searched for what it may run.
    all(
        SET,
        &[
            "$PREFIX sysctl -w net.ipv4.ip_forward=0",
            "run_as_root sysctl -w net.ipv4.ip_forward=0",
            "my-wrapper --flag x sysctl -w net.ipv4.ip_forward=0",
        ],
    );
}

#[test]
fn places() {
    let node = format!("node:{SET}");
    all(
        &node,
        &[
            "nsenter -t 1 -m -u -i -n -p -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t 1 -a sysctl -w net.ipv4.ip_forward=0",
            "nsenter --target 1 --all -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter --target=1 --mount --net sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t1 -m sysctl -w net.ipv4.ip_forward=0",
            "nsenter -mt1 sysctl -w net.ipv4.ip_forward=0",
            "nsenter --mount=/proc/1/ns/mnt sysctl -w net.ipv4.ip_forward=0",
            "nsenter -m/proc/1/ns/mnt -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter --mount=/host/proc/1/ns/mnt --net=/host/proc/1/ns/net -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t 1 -m -- sh -c 'sysctl -w net.ipv4.ip_forward=0'",
            "nsenter -t 1 -m -- bash <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "nsenter -t 1 -m <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "echo sysctl -w net.ipv4.ip_forward=0 | nsenter -t 1 -a sh",
            "N='nsenter -t 1 -m --'; $N sysctl -w net.ipv4.ip_forward=0",
            "N=(nsenter -t 1 -m --); \"${N[@]}\" sysctl -w net.ipv4.ip_forward=0",
            "n() { nsenter -t 1 -m -- \"$@\"; }; n sysctl -w net.ipv4.ip_forward=0",
            "sudo nsenter -t 1 -m sysctl -w net.ipv4.ip_forward=0",
            "docker run --privileged --pid=host alpine nsenter -t 1 -m -- sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t $(pidof systemd) -m sysctl -w net.ipv4.ip_forward=0",
            "busybox nsenter -t 1 -m sysctl -w net.ipv4.ip_forward=0",
            "nsenter -t 1 -m -- nice env A=b sysctl -w net.ipv4.ip_forward=0",
            "exec nsenter -t 1 -m -- sysctl -w net.ipv4.ip_forward=0",
        ],
    );
    let host = format!("/host:{SET}");
    all(
        &host,
        &[
            "chroot /host sysctl -w net.ipv4.ip_forward=0",
            "chroot /host/ sh -c 'sysctl -w net.ipv4.ip_forward=0'",
            "chroot --userspec=root /host sysctl -w net.ipv4.ip_forward=0",
            "cd /host && chroot . sysctl -w net.ipv4.ip_forward=0",
            "R=/host; chroot $R sysctl -w net.ipv4.ip_forward=0",
            "chroot /host <<EOF\nsysctl -w net.ipv4.ip_forward=0\nEOF",
            "unshare -R /host sysctl -w net.ipv4.ip_forward=0",
            "sudo -R /host sysctl -w net.ipv4.ip_forward=0",
            "chroot /host /usr/bin/env sysctl -w net.ipv4.ip_forward=0",
            "f() { chroot /host $*; }; f sysctl -w net.ipv4.ip_forward=0",
            "chroot / chroot /host sysctl -w net.ipv4.ip_forward=0",
        ],
    );
    all(&format!("/proc/1/root:{SET}"), &["chroot /proc/1/root sysctl -w net.ipv4.ip_forward=0"]);
}
