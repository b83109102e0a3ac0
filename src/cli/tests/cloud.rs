//! The commands that write something about a cluster, on the examples that the documentation uses.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

fn redline(args: &[&str]) -> (i32, String, String) {
    let examples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples");
    let output = Command::new(env!("CARGO_BIN_EXE_redline")).args(args).current_dir(examples).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_state_becomes_an_inventory() {
    let (code, out, err) = redline(&["inventory", "state.json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        out.starts_with("clusterId: \"c7f3b1d2e\"\nasOf: \"2")
            && out.contains("Z\"\napiServerLoadBalancers:\n  - \"lb-bp1api\"\n"),
        "{out}"
    );
    assert!(out.contains("\nloadBalancers:\n  - \"lb-bp1web\"\n") && !out.contains("bastion"), "{out}");
}

#[test]
fn other_files_are_refused_by_name() {
    let (code, _, err) = redline(&["inventory", "node-delete.review.json"]);
    assert_eq!(code, 2);
    assert!(err.contains("node-delete.review.json: expected the output of `terraform show -json`"), "{err}");
    let (code, _, err) = redline(&["inventory", "--cluster", "c-other", "state.json"]);
    assert_eq!(code, 2);
    assert!(err.contains("found no resource of an ACK cluster"), "{err}");
}

#[test]
fn policies_are_json_within_the_limits() {
    for (kind, limit) in [(None, 6144), (Some("--control-policy"), 4096)] {
        let mut args = vec!["ram-policy", "--inventory", "cluster.yaml"];
        args.extend(kind);
        let (code, out, err) = redline(&args);
        assert_eq!(code, 0, "{err}");
        for line in out.lines() {
            assert!(line.len() <= limit);
            let policy: Value = serde_json::from_str(line).unwrap();
            assert_eq!(policy["Version"], "1");
            for statement in policy["Statement"].as_array().unwrap() {
                assert_eq!(statement["Effect"], "Deny");
                let is_control = statement["Condition"].get("StringNotLike").is_some();
                assert_eq!(is_control, kind.is_some());
            }
        }
        assert!(err.contains("the inventory has no `elasticIps`: vpc:ReleaseEipAddress"), "{err}");
    }
}

#[test]
fn policies_go_into_files_and_unknown_rules_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ram");
    let path = path.to_str().unwrap();
    let args = ["ram-policy", "--inventory", "cluster.yaml", "--rule", "cloud-slb-deletion", "--out", path];
    let (code, out, _) = redline(&args);
    assert_eq!((code, out.lines().count()), (0, 1));
    assert!(std::fs::read_to_string(out.trim()).unwrap().contains("slb:DeleteLoadBalancer"));
    let (code, _, err) = redline(&["ram-policy", "--inventory", "cluster.yaml", "--rule", "cloud-slb"]);
    assert_eq!(code, 2);
    assert!(err.contains("no cloud rule `cloud-slb`; there are cloud-apiserver-slb-config"), "{err}");
}
