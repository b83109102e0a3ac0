//! Programs in other languages.

use super::{SET, all, none};

#[test]
fn variables_may_hold_the_last_literal() {
    all(
        SET,
        &[
            "python3 -c \"import os; c='sysctl -w net.ipv4.ip_forward=0'; os.system(c)\"",
            "python3 - <<EOF\nimport subprocess as s\ns.run('sysctl -w net.ipv4.ip_forward=0'.split())\nEOF",
            "python3 - <<EOF\nimport subprocess, shlex\nsubprocess.run(shlex.split('sysctl -w net.ipv4.ip_forward=0'))\nEOF",
            "perl -e 'my $c = \"sysctl -w net.ipv4.ip_forward=0\"; system($c);'",
            "perl -e 'system \"sysctl\", \"-w\", \"net.ipv4.ip_forward=0\"'",
            "lua -e 'os.execute(\"sysctl -w net.ipv4.ip_forward=0\")'",
        ],
    );
    all(
        "Remove /etc/kubernetes",
        &[
            "python3 -c \"import shutil; p='/etc/kubernetes'; shutil.rmtree(p)\"",
            "perl -e 'unlink \"/etc/kubernetes\"'",
            "perl -e 'unlink \"/tmp/x\", \"/etc/kubernetes\" or die'",
            "ruby -e 'File.delete(\"/etc/kubernetes\")'",
        ],
    );
    none(
        "Remove /etc/kubernetes",
        &[
            "python3 - <<EOF\nimport os\nif os.path.exists('/etc/kubernetes'):\n    os.remove('/tmp/flag')\nEOF",
            "python3 - <<EOF\nimport shutil\nsource = '/etc/kubernetes'\nwork = '/tmp/x'\nshutil.rmtree(work)\nEOF",
            "python3 -c \"print('/etc/kubernetes')\"",
            "perl -e 'print \"/etc/kubernetes\"; unlink \"/tmp/x\"'",
        ],
    );
}

#[test]
fn functions_move_and_copy_files() {
    all(
        "Move /etc/kubernetes",
        &[
            "python3 -c \"import os; os.rename('/etc/kubernetes', '/tmp/k')\"",
            "python3 -c \"import shutil; shutil.move('/etc/kubernetes', '/tmp/k')\"",
            "perl -e 'rename \"/etc/kubernetes\", \"/tmp/k\"'",
        ],
    );
    all(
        "Write /usr/bin/kubelet",
        &[
            "python3 -c \"import shutil; shutil.copy('/tmp/kubelet', '/usr/bin/kubelet')\"",
            "python3 -c \"import shutil; shutil.copyfile(src='/tmp/kubelet', dst='/usr/bin/kubelet')\"",
            "python3 -c \"from urllib.request import urlretrieve; urlretrieve('http://x/kubelet', '/usr/bin/kubelet')\"",
            "perl -e 'open(my $f, \">\", \"/usr/bin/kubelet\"); print $f \"x\"'",
            "python3 -c \"import os; os.symlink('/data/kubelet', '/usr/bin/kubelet')\"",
        ],
    );
    none(
        "Write /etc/hosts",
        &[
            "python3 -c \"import shutil; shutil.copy('/etc/hosts', '/tmp/hosts')\"",
            "perl -e 'open(my $f, \"<\", \"/etc/hosts\"); print <$f>'",
            "python3 -c \"print(open('/etc/hosts').read())\"",
        ],
    );
}

#[test]
fn tables_of_cron_keep_what_stood_there() {
    all(
        SET,
        &[
            "(crontab -l; echo '@reboot sysctl -w net.ipv4.ip_forward=0') | crontab -",
            "(crontab -l; echo '0 * * * * sysctl -w net.ipv4.ip_forward=0') | crontab -",
        ],
    );
}
