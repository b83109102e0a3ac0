//! Pushes and pulls modules.

use std::time::Duration;

use oci_client::client::{Certificate, CertificateEncoding, Client, ClientConfig, ClientProtocol, Config, ImageLayer};
use oci_client::errors::OciDistributionError;
use oci_client::manifest::{OCI_IMAGE_MEDIA_TYPE, OciImageManifest, WASM_CONFIG_MEDIA_TYPE, WASM_LAYER_MEDIA_TYPE};
use oci_client::secrets::RegistryAuth;
use tokio::runtime::Runtime;

use super::annotations::annotations;
use super::reference::Reference;
use super::{credentials, fault};
use crate::error::Error;
use crate::metadata::Metadata;

/// The largest module that is pulled, in bytes; a hundred times the bundle of all admission rules.
const LARGEST: i64 = 64 << 20;

/// How to connect to registries.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// Whether to use plain HTTP. Loopback addresses always use it.
    pub insecure: bool,
    /// Certificates in PEM to trust, besides those of the system.
    pub certificates: Option<Vec<u8>>,
}

/// A module in a registry.
#[derive(Debug, Clone)]
pub struct RemoteModule {
    reference: Reference,
    manifest: OciImageManifest,
    layer: usize,
    /// Host, path and digest of the manifest: a reference that cannot change.
    pub by_digest: String,
}

impl RemoteModule {
    /// The digest of the module's own bytes, `sha256:...`.
    pub fn layer_digest(&self) -> &str {
        &self.manifest.layers[self.layer].digest
    }

    /// Whether these bytes are the module.
    pub fn is(&self, wasm: &[u8]) -> bool {
        ImageLayer::new(wasm.to_vec(), WASM_LAYER_MEDIA_TYPE.to_owned(), None).sha256_digest() == self.layer_digest()
    }
}

/// A client for registries. It keeps access tokens for later calls.
pub struct Registry {
    runtime: Runtime,
    secure: Client,
    plain: Client,
    connection: Connection,
}

impl Registry {
    /// Creates the client.
    ///
    /// # Errors
    /// An invalid certificate, a system without TLS roots.
    pub fn new(connection: Connection) -> Result<Self, Error> {
        // An error means that a provider is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Error::Runtime(format!("no asynchronous runtime: {e}")))?;
        let client = |protocol| {
            let pem = |data: &Vec<u8>| Certificate { encoding: CertificateEncoding::Pem, data: data.clone() };
            let config = ClientConfig {
                protocol,
                extra_root_certificates: connection.certificates.iter().map(pem).collect(),
                connect_timeout: Some(Duration::from_secs(15)),
                read_timeout: Some(Duration::from_secs(60)),
                user_agent: concat!("redline/", env!("CARGO_PKG_VERSION")),
                ..ClientConfig::default()
            };
            Client::try_from(config).map_err(|e| Error::Runtime(format!("no HTTP client: {}", fault::root(&e))))
        };
        Ok(Registry {
            secure: client(ClientProtocol::Https)?,
            plain: client(ClientProtocol::Http)?,
            runtime,
            connection,
        })
    }

    fn client(&self, reference: &Reference) -> &Client {
        if self.connection.insecure || reference.is_loopback() { &self.plain } else { &self.secure }
    }

    /// Pushes a module.
    ///
    /// A reference without a tag gets the version in the module's metadata (`v0.1.0`). Returns the reference that was
    /// pushed to, and the same by digest. The same bytes always have the same digest.
    ///
    /// # Errors
    /// Bytes that are not a module or have no metadata, and errors of the registry or the network.
    pub fn push(&self, reference: &Reference, wasm: &[u8]) -> Result<(Reference, String), Error> {
        let error = |message: String| Error::Registry { reference: reference.to_string(), message };
        let metadata = Metadata::from_wasm(wasm).map_err(error)?.ok_or_else(|| {
            error("the module has no metadata; annotate it first, as `make modules` or `kwctl annotate` does".into())
        })?;
        let reference = match metadata.annotation("version") {
            Some(version) => reference.clone().or_tag(&format!("v{}", version.trim_start_matches('v'))),
            None if reference.exact => reference.clone(),
            None => return Err(error("add a tag: the module's metadata has no version".into())),
        };
        let layers = [ImageLayer::new(wasm.to_vec(), WASM_LAYER_MEDIA_TYPE.to_owned(), None)];
        let config = Config::new(b"{}".to_vec(), WASM_CONFIG_MEDIA_TYPE.to_owned(), None);
        let mut manifest = OciImageManifest::build(&layers, &config, Some(annotations(&metadata)));
        manifest.media_type = Some(OCI_IMAGE_MEDIA_TYPE.to_owned());
        let auth = self.credentials(&reference)?;
        let push = self.client(&reference).push(&reference.inner, &layers, config, &auth.0, Some(manifest));
        let pushed = self.runtime.block_on(push).map_err(|e| auth.explain(&reference, &e))?;
        let digest = pushed.manifest_url.rsplit('/').next().unwrap_or_default();
        let by_digest = reference.by_digest(digest);
        Ok((reference, by_digest))
    }

    /// Finds a module without pulling it.
    ///
    /// # Errors
    /// As for [`Registry::pull`]; [`Error::NoModule`] if it is not there.
    pub fn find(&self, reference: &Reference) -> Result<RemoteModule, Error> {
        let auth = self.credentials(reference)?;
        let client = self.client(reference);
        let answer = self.runtime.block_on(client.pull_image_manifest(&reference.inner, &auth.0));
        let (manifest, digest) = answer.map_err(|e| {
            let listed = || self.runtime.block_on(client.list_tags(&reference.inner, &auth.0, None, None));
            with_tags(auth.explain(reference, &e), &e, listed)
        })?;
        let error = |message: String| Error::Registry { reference: reference.to_string(), message };
        let Some(layer) = manifest.layers.iter().position(|layer| layer.media_type == WASM_LAYER_MEDIA_TYPE) else {
            let types = manifest.layers.iter().map(|layer| layer.media_type.as_str()).collect::<Vec<_>>().join(", ");
            return Err(error(format!("not a policy module: its layers are {types}")));
        };
        if manifest.layers[layer].size > LARGEST {
            let size = manifest.layers[layer].size >> 20;
            return Err(error(format!("the module has {size} MB; the limit is {} MB", LARGEST >> 20)));
        }
        Ok(RemoteModule { by_digest: reference.by_digest(&digest), reference: reference.clone(), manifest, layer })
    }

    /// Pulls a module. Returns its bytes, which match its digest.
    ///
    /// # Errors
    /// No such host or module, no permission, something that is not a module, a wrong digest.
    pub fn pull(&self, module: &RemoteModule) -> Result<Vec<u8>, Error> {
        let auth = self.credentials(&module.reference)?;
        let mut wasm = Vec::new();
        let layer = &module.manifest.layers[module.layer];
        let pull = self.client(&module.reference).pull_blob(&module.reference.inner, layer, &mut wasm);
        self.runtime.block_on(pull).map_err(|e| auth.explain(&module.reference, &e))?;
        Ok(wasm)
    }

    fn credentials(&self, reference: &Reference) -> Result<Login, Error> {
        let (auth, origin) = credentials::of(reference.inner.resolve_registry())
            .map_err(|message| Error::Registry { reference: reference.to_string(), message })?;
        Ok(Login(auth, origin))
    }
}

/// The login for a registry, and a sentence that says where it was looked for.
struct Login(RegistryAuth, String);

impl Login {
    fn explain(&self, reference: &Reference, error: &OciDistributionError) -> Error {
        let message = fault::message(reference.inner.registry(), &self.1, error);
        Error::Registry { reference: reference.to_string(), message }
    }
}

/// Adds the existing tags to the error about a module that was not found.
fn with_tags<F>(error: Error, cause: &OciDistributionError, list: F) -> Error
where
    F: FnOnce() -> oci_client::errors::Result<oci_client::client::TagResponse>,
{
    match error {
        Error::Registry { reference, message } if fault::is_missing(cause) => {
            let tags = list().map(|response| response.tags).unwrap_or_default();
            let hint = if tags.is_empty() { String::new() } else { format!("; existing tags: {}", tags.join(", ")) };
            Error::NoModule { reference, message: message + &hint }
        }
        other => other,
    }
}
