//! Logins, as `docker login` stores them.

use std::{env, path::PathBuf};

use docker_credential::{CredentialRetrievalError, DockerCredential};
use oci_client::secrets::RegistryAuth;

/// The key under which Docker stores the login of its own registry.
const DOCKER_HUB: &str = "https://index.docker.io/v1/";

/// The login for a registry, and a sentence that says where it was looked for, without the login itself.
///
/// # Errors
/// An unreadable Docker configuration, a credential helper that fails.
pub(super) fn of(registry: &str) -> Result<(RegistryAuth, String), String> {
    let Some(file) = configuration() else {
        return Ok((RegistryAuth::Anonymous, "there is no home directory to look for a login in".to_owned()));
    };
    let path = file.display();
    if !file.exists() {
        return Ok((RegistryAuth::Anonymous, format!("`{path}` does not exist")));
    }
    let key = if registry == "index.docker.io" { DOCKER_HUB } else { registry };
    match docker_credential::get_credential(key) {
        Ok(DockerCredential::UsernamePassword(user, password)) => {
            Ok((RegistryAuth::Basic(user, password), format!("used the login in `{path}`")))
        }
        Ok(DockerCredential::IdentityToken(_)) => {
            let why = "which only Docker can use; log in with a user name and a password or access token";
            Ok((RegistryAuth::Anonymous, format!("`{path}` has an identity token for `{key}`, {why}")))
        }
        Err(CredentialRetrievalError::NoCredentialConfigured) => {
            Ok((RegistryAuth::Anonymous, format!("`{path}` has no login for `{key}`")))
        }
        // The output of a helper may contain the secret.
        Err(CredentialRetrievalError::HelperFailure { helper, .. }) => {
            Err(format!("the credential helper `docker-credential-{helper}` that `{path}` names failed for `{key}`"))
        }
        Err(error) => Err(format!("the login for `{key}` in `{path}` cannot be used: {error}")),
    }
}

/// Docker's `config.json`.
fn configuration() -> Option<PathBuf> {
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".docker"));
    Some(env::var_os("DOCKER_CONFIG").map(PathBuf::from).or_else(home)?.join("config.json"))
}
