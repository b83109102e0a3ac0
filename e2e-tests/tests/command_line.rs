//! The command line with the real modules.

use redline_dev::root;
use redline_e2e::program;

/// `common` holds for all rules. Cloud operations cannot carry an approval, so that their rules would refuse the setting.
#[test]
fn approvals_for_every_rule_leave_cloud_rules_alone() {
    let folder = tempfile::tempdir().unwrap();
    let node = "apiVersion: v1\nkind: Node\nmetadata: {name: worker-1}\n";
    std::fs::write(folder.path().join("redline.yaml"), "common: {approval: {enabled: true}}\n").unwrap();
    std::fs::write(folder.path().join("node.yaml"), node).unwrap();
    let mut command = program::redline();
    let output = command
        .args(["check", "--format", "json", "--operation", "DELETE", "node.yaml"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!((output.status.code(), &*err), (Some(1), ""), "{out}");
    assert!(out.contains("to approve: `redline approve nodes/worker-1 --rule node-deletion"), "{out}");
}

/// A bundle stands for the modules of its rules: with nothing else at hand, every case of every rule has the same answer.
#[test]
fn bundles_alone_answer_the_cases_of_every_rule() {
    let folder = tempfile::tempdir().unwrap();
    for bundle in ["redline-admission.wasm", "redline-cloud.wasm"] {
        std::fs::copy(root().join("target/modules").join(bundle), folder.path().join(bundle)).unwrap();
    }
    let cases = std::fs::read_dir(root().join("policies")).unwrap().flatten().map(|entry| entry.path().join("cases"));
    let mut command = program::redline();
    command.args(["test", "--modules"]).arg(folder.path()).args(cases.filter(|folder| folder.is_dir()));
    let output = command.output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert!(out.contains("passed, 0 failed"), "{out}");
}

/// Settings of single rules, rules that are off, what all rules have in common, and an inventory reach a rule in a bundle as they
/// reach a module of its own.
#[test]
fn reports_from_bundles_and_from_single_modules_are_equal() {
    let (bundles, singles) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for entry in std::fs::read_dir(root().join("target/modules")).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let folder = if name.starts_with("redline-") { &bundles } else { &singles };
        std::fs::copy(entry.path(), folder.path().join(name)).unwrap();
    }
    let examples = root().join("docs/examples");
    let config = "\
        kind: dedicated\nlanguage: both\ncommon: {approval: {enabled: true}, exempt: {users: [somebody]}}\n\
        rules:\n  node-deletion: {enforcement: warn}\n  critical-host-path: false\n  sysctl-ip-forward: {enforcement: strict}\n\
        \x20 network-crd: {enforcement: audit}\n  cloud-slb-deletion: {language: zh}\n";
    std::fs::write(bundles.path().join("redline.yaml"), config).unwrap();
    let config = bundles.path().join("redline.yaml");
    let report = |modules: &std::path::Path, args: &[&str], config: Option<&std::path::Path>| {
        let mut command = program::redline();
        command.args(args).args(["--format", "json", "--modules"]).arg(modules).current_dir(&examples);
        match config {
            Some(config) => command.arg("--config").arg(config),
            None => command.arg("--no-config"),
        };
        let output = command.output().unwrap();
        assert!(output.status.code() < Some(2) || !output.stdout.is_empty(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    for (args, config) in [
        (&["check", "--all", "--operation", "DELETE", "."][..], Some(&*config)),
        (&["check", "--rule", "node-deletion", "--rule", "network-crd", "--operation", "DELETE", "."], None),
        (&["plan", "--all", "--inventory", "cluster.yaml", "plan.json"], Some(&*config)),
        (&["trail", "--inventory", "cluster.yaml", "trail.json"], None),
        (&["check", "--scripts", "runbook.sh"], Some(&*config)),
    ] {
        let (of_singles, of_bundles) = (report(singles.path(), args, config), report(bundles.path(), args, config));
        assert!(of_singles.contains('{'), "{args:?}: {of_singles}");
        assert!(of_singles == of_bundles, "{args:?}\n{of_singles}\n{of_bundles}");
    }
}
