//! Files of the machine, which a container has at another place.

use redline_shell::Surroundings;

use super::seen;

#[test]
fn files_behind_a_mount_are_those_of_the_machine() {
    let mounts = &[("/data", "/var/lib"), ("/data/cron", "/etc/cron.d"), ("/node", "/")];
    let surroundings = Surroundings { mounts, ..Surroundings::default() };
    for (script, want) in [
        ("echo 'p a' > /data/s; nsenter -t 1 -m sh /var/lib/s", "node:p a"),
        ("echo 'p a' > /node/s; nsenter -t 1 -m sh /s", "node:p a"),
        ("nsenter -t 1 -m sh -c 'echo \"p a\" > /var/lib/x/s'; sh /data/x/s", "p a"),
        ("echo 'p a' > /data/cron/s; nsenter -t 1 -m sh /etc/cron.d/s", "node:p a"),
        ("echo '* * * * * root p a' > /data/cron/s", "node:p a"),
        ("echo '* * * * * root p a' > /node/etc/cron.d/s", "node:p a"),
    ] {
        let found = seen(script, &surroundings);
        assert!(found.iter().any(|line| line == want), "{script}: {found:?}");
    }
    for script in [
        "echo 'p a' > /data/cron/s; nsenter -t 1 -m sh /var/lib/cron/s",
        "echo 'p a' > /datas; nsenter -t 1 -m sh /var/libs",
        "echo 'p a' > /srv/s; nsenter -t 1 -m sh /srv/s",
    ] {
        let found = seen(script, &surroundings);
        assert!(!found.iter().any(|line| line == "p a" || line == "node:p a"), "{script}: {found:?}");
    }
}
