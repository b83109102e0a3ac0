//! The command line with the real modules.

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
