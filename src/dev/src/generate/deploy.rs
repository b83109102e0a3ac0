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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    /// The manifests that a folder's kustomization comes to, as kustomize finds them: files below it, and other folders.
    fn manifests(folder: &Path) -> BTreeSet<PathBuf> {
        let text = std::fs::read_to_string(folder.join("kustomization.yaml")).unwrap();
        let value: Value = serde_saphyr::from_str(&text).unwrap();
        let resources = value["resources"].as_array().unwrap().iter().map(|resource| resource.as_str().unwrap());
        resources
            .flat_map(|resource| {
                let path = folder.join(resource).canonicalize().unwrap();
                match path.is_dir() {
                    true => manifests(&path),
                    false => {
                        assert!(path.starts_with(folder.canonicalize().unwrap()), "{resource} is not below {folder:?}");
                        BTreeSet::from([path])
                    }
                }
            })
            .collect()
    }

    #[test]
    fn each_kind_of_cluster_gets_its_rules() {
        let root = crate::root();
        let wanted = profiles(&root).unwrap();
        for (_, kind) in PROFILES {
            let own = wanted.iter().filter(|(id, kinds)| kinds.contains(&kind) && !id.starts_with("cloud-"));
            let own = own.map(|(id, _)| root.join("policies").join(id).join("policy.yaml").canonicalize().unwrap());
            let own: BTreeSet<PathBuf> = own.collect();
            assert_eq!(manifests(&root.join("deploy").join(kind)), own, "{kind}");
            assert_eq!(manifests(&root.join(format!("deploy/{kind}-enforce"))), own, "{kind}, enforced");
            for manifest in own {
                let policy: Value = serde_saphyr::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
                assert_eq!(
                    (&policy["kind"], &policy["spec"]["mode"]),
                    (&json!("ClusterAdmissionPolicy"), &json!("monitor"))
                );
            }
        }
    }
}
