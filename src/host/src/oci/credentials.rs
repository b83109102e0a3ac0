//! Logins, as `docker login` leaves them.

use std::{env, path::PathBuf};

use docker_credential::{CredentialRetrievalError, DockerCredential};
use oci_client::secrets::RegistryAuth;

/// The name under which Docker keeps the login of its own registry.
const DOCKER_HUB: &str = "https://index.docker.io/v1/";

/// The login for a registry, and a sentence that says where it was looked for. It never holds the login itself.
///
/// Errors: a Docker configuration that is there and cannot be read, a credential helper that fails.
pub(super) fn of(registry: &str) -> Result<(RegistryAuth, String), String> {
    let Some(file) = configuration() else {
        return Ok((RegistryAuth::Anonymous, "there is no home directory to look for a login in".to_owned()));
    };
    let shown = file.display();
    if !file.exists() {
        return Ok((RegistryAuth::Anonymous, format!("`{shown}` is not there")));
    }
    let key = if registry == "index.docker.io" { DOCKER_HUB } else { registry };
    match docker_credential::get_credential(key) {
        Ok(DockerCredential::UsernamePassword(user, password)) => {
            Ok((RegistryAuth::Basic(user, password), format!("the login in `{shown}` was shown")))
        }
        Ok(DockerCredential::IdentityToken(_)) => {
            let why = "which only Docker can use; log in with a user name and a password or access token";
            Ok((RegistryAuth::Anonymous, format!("`{shown}` holds an identity token for `{key}`, {why}")))
        }
        Err(CredentialRetrievalError::NoCredentialConfigured) => {
            Ok((RegistryAuth::Anonymous, format!("`{shown}` holds no login for `{key}`")))
        }
        // What a helper printed may hold the secret.
        Err(CredentialRetrievalError::HelperFailure { helper, .. }) => {
            Err(format!("the credential helper `docker-credential-{helper}` that `{shown}` names failed for `{key}`"))
        }
        Err(error) => Err(format!("the login for `{key}` in `{shown}` cannot be used: {error}")),
    }
}

/// `config.json` of Docker.
fn configuration() -> Option<PathBuf> {
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".docker"));
    Some(env::var_os("DOCKER_CONFIG").map(PathBuf::from).or_else(home)?.join("config.json"))
}
