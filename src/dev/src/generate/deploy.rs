//! Kustomizations: one beside each admission rule's `policy.yaml`, one for each kind of cluster, and one that enforces it.

use serde_json::{Value, json};

use super::{File, Source, yaml};
use crate::Result;
use crate::catalogue::{PROFILES, profiles};

const HEADER: &str = "# Generated from policies/profiles.yaml by `make bless`.\n";

fn kustomization(path: &str, mut rest: Value) -> File {
    rest["apiVersion"] = json!("kustomize.config.k8s.io/v1beta1");
    rest["kind"] = json!("Kustomization");
    (format!("{path}/kustomization.yaml").into(), format!("{HEADER}{}", yaml(&rest, 0)))
}

/// The files.
pub(super) fn deploy(source: &Source) -> Result<Vec<File>> {
    let profiles = profiles(&source.root)?;
    let admission = || profiles.iter().filter(|(id, _)| !id.starts_with("cloud-"));
    let mut files: Vec<File> = admission()
        .map(|(id, _)| kustomization(&format!("policies/{id}"), json!({"resources": ["policy.yaml"]})))
        .collect();
    for (_, kind) in PROFILES {
        let own = admission().filter(|(_, kinds)| kinds.contains(&kind));
        let folders: Vec<String> = own.map(|(id, _)| format!("../../policies/{id}")).collect();
        files.push(kustomization(&format!("deploy/{kind}"), json!({ "resources": folders })));
        let patch = json!({
            "target": {"group": "policies.kubewarden.io", "kind": "ClusterAdmissionPolicy"},
            "patch": "[{\"op\": \"replace\", \"path\": \"/spec/mode\", \"value\": \"protect\"}]",
        });
        let enforced = json!({"resources": [format!("../{kind}")], "patches": [patch]});
        files.push(kustomization(&format!("deploy/{kind}-enforce"), enforced));
    }
    Ok(files)
}
