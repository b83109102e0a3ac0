//! Modules in OCI registries, in the form that Kubewarden's own tools write and read.
//!
//! A module is an OCI image manifest with one layer, the module itself, and an empty JSON object as configuration. Its
//! annotations come from the metadata that the module carries, so that the same bytes always get the same digest.

mod credentials;
mod fault;

use std::{collections::BTreeMap, path::Path, str::FromStr, time::Duration};

use oci_client::client::{Certificate, CertificateEncoding, Client, ClientConfig, ClientProtocol, Config, ImageLayer};
use oci_client::manifest::{OCI_IMAGE_MEDIA_TYPE, OciImageManifest, WASM_CONFIG_MEDIA_TYPE, WASM_LAYER_MEDIA_TYPE};
use oci_client::{Reference, secrets::RegistryAuth};
use tokio::runtime::Runtime;

use crate::{Error, Metadata};

/// How a reference to a registry may begin.
const SCHEMES: [&str; 2] = ["registry://", "oci://"];

/// The largest module that is pulled, in bytes. The bundle of all admission rules is a hundredth of this.
const LARGEST: i64 = 64 << 20;

/// Where a module is, or where it goes: `host/path:tag`, `host/path@sha256:...`, or `host/path` alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    reference: Reference,
    /// Whether the text named a tag or a digest.
    exact: bool,
}

impl Place {
    /// Whether text names a place in a registry rather than a file: it begins with `oci://` or `registry://`.
    pub fn is_meant(path: &Path) -> bool {
        path.to_str().is_some_and(|text| SCHEMES.iter().any(|scheme| text.starts_with(scheme)))
    }

    /// The text without its scheme, and with no `/` at its end.
    pub fn bare(text: &str) -> &str {
        let text = SCHEMES.iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
        text.trim_end_matches('/')
    }

    /// Reads a place. In: text with or without `oci://` or `registry://`.
    ///
    /// Errors: no host in it, a spelling that registries do not take.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bare = Self::bare(text);
        let wrong = |message: String| Error::Registry { reference: text.to_owned(), message };
        let host = bare.split_once('/').map(|(host, _)| host).unwrap_or_default();
        if !(host.contains(['.', ':']) || host == "localhost") {
            let way = "write the host too, such as `ghcr.io/redline-policies/node-deletion:v0.1.0`";
            return Err(wrong(format!("this names no registry; {way}")));
        }
        let reference = Reference::from_str(bare).map_err(|e| wrong(format!("this is no reference: {e}")))?;
        let last = bare.rsplit('/').next().unwrap_or_default();
        Ok(Place { reference, exact: last.contains([':', '@']) })
    }

    /// The same place, with this tag where the text named neither tag nor digest.
    pub fn or_tag(self, tag: &str) -> Self {
        if self.exact {
            return self;
        }
        let (registry, repository) = (self.reference.registry().to_owned(), self.reference.repository().to_owned());
        Place { reference: Reference::with_tag(registry, repository, tag.to_owned()), exact: true }
    }

    /// The last part of the path, which is the id of the rule that lies there.
    pub fn name(&self) -> &str {
        self.reference.repository().rsplit('/').next().unwrap_or_default()
    }

    /// This place by digest, which no later push can change.
    fn at(&self, digest: &str) -> String {
        format!("{}/{}@{digest}", self.reference.registry(), self.reference.repository())
    }

    fn loopback(&self) -> bool {
        let host = self.reference.registry();
        let host = host.rsplit_once(':').map_or(host, |(host, _port)| host).trim_matches(['[', ']']);
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.reference.fmt(f)
    }
}

/// How registries are spoken to.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// Plain HTTP. Registries on loopback addresses are always spoken to so.
    pub insecure: bool,
    /// Certificates in PEM that are trusted beside the system's.
    pub certificates: Option<Vec<u8>>,
}

/// A module as a registry holds it.
#[derive(Debug, Clone)]
pub struct Found {
    place: Place,
    manifest: OciImageManifest,
    layer: usize,
    /// Host, path and digest of the manifest: a reference that cannot change.
    pub reference: String,
}

impl Found {
    /// The digest of the module's own bytes, `sha256:...`.
    pub fn layer_digest(&self) -> &str {
        &self.manifest.layers[self.layer].digest
    }

    /// Whether these bytes are the module.
    pub fn is(&self, wasm: &[u8]) -> bool {
        ImageLayer::new(wasm.to_vec(), WASM_LAYER_MEDIA_TYPE.to_owned(), None).sha256_digest() == self.layer_digest()
    }
}

/// Speaks to registries. One object keeps what it learnt about logins for all its calls.
pub struct Registry {
    runtime: Runtime,
    secure: Client,
    plain: Client,
    manner: Manner,
}

impl Registry {
    /// Makes ready. Errors: a certificate that cannot be read, a system without TLS roots.
    pub fn new(manner: Manner) -> Result<Self, Error> {
        // A second call finds it installed, which is all that is wanted.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Error::Runtime(format!("no asynchronous runtime: {e}")))?;
        let client = |protocol| {
            let pem = |data: &Vec<u8>| Certificate { encoding: CertificateEncoding::Pem, data: data.clone() };
            let config = ClientConfig {
                protocol,
                extra_root_certificates: manner.certificates.iter().map(pem).collect(),
                connect_timeout: Some(Duration::from_secs(15)),
                read_timeout: Some(Duration::from_secs(60)),
                user_agent: concat!("redline/", env!("CARGO_PKG_VERSION")),
                ..ClientConfig::default()
            };
            Client::try_from(config).map_err(|e| Error::Runtime(format!("no HTTP client: {}", fault::root(&e))))
        };
        Ok(Registry { secure: client(ClientProtocol::Https)?, plain: client(ClientProtocol::Http)?, runtime, manner })
    }

    fn client(&self, place: &Place) -> &Client {
        if self.manner.insecure || place.loopback() { &self.plain } else { &self.secure }
    }

    /// Puts a module into a registry.
    ///
    /// In: where to, and the bytes; without a tag, the version in the module's metadata becomes one (`v0.1.0`).
    /// Out: its reference by digest. The same bytes always come to the same digest.
    /// Errors: bytes that are no module or carry no metadata, and whatever the registry or the way to it refuses.
    pub fn push(&self, place: &Place, wasm: &[u8]) -> Result<(Place, String), Error> {
        let wrong = |message: String| Error::Registry { reference: place.to_string(), message };
        let metadata = Metadata::from_wasm(wasm).map_err(wrong)?.ok_or_else(|| {
            wrong(
                "the module carries no metadata; annotate it first, as `make modules` or `kwctl annotate` does".into(),
            )
        })?;
        let place = match metadata.annotation("version") {
            Some(version) => place.clone().or_tag(&format!("v{}", version.trim_start_matches('v'))),
            None if place.exact => place.clone(),
            None => return Err(wrong("name a tag: the module's metadata says no version".into())),
        };
        let layers = [ImageLayer::new(wasm.to_vec(), WASM_LAYER_MEDIA_TYPE.to_owned(), None)];
        let config = Config::new(b"{}".to_vec(), WASM_CONFIG_MEDIA_TYPE.to_owned(), None);
        let mut manifest = OciImageManifest::build(&layers, &config, Some(annotations(&metadata)));
        manifest.media_type = Some(OCI_IMAGE_MEDIA_TYPE.to_owned());
        let auth = self.credentials(&place)?;
        let push = self.client(&place).push(&place.reference, &layers, config, &auth.0, Some(manifest));
        let pushed = self.runtime.block_on(push).map_err(|e| auth.explain(&place, &e))?;
        let digest = pushed.manifest_url.rsplit('/').next().unwrap_or_default();
        let reference = place.at(digest);
        Ok((place, reference))
    }

    /// Looks a module up, without taking it. Errors: as [`Registry::pull`].
    pub fn find(&self, place: &Place) -> Result<Found, Error> {
        let auth = self.credentials(place)?;
        let client = self.client(place);
        let asked = self.runtime.block_on(client.pull_image_manifest(&place.reference, &auth.0));
        let (manifest, digest) = asked.map_err(|e| {
            let listed = || self.runtime.block_on(client.list_tags(&place.reference, &auth.0, None, None));
            auth.explain(place, &e).with_tags(&e, listed)
        })?;
        let wrong = |message: String| Error::Registry { reference: place.to_string(), message };
        let Some(layer) = manifest.layers.iter().position(|layer| layer.media_type == WASM_LAYER_MEDIA_TYPE) else {
            let types = manifest.layers.iter().map(|layer| layer.media_type.as_str()).collect::<Vec<_>>().join(", ");
            return Err(wrong(format!("this is no policy module: its layers are {types}")));
        };
        if manifest.layers[layer].size > LARGEST {
            let size = manifest.layers[layer].size >> 20;
            return Err(wrong(format!("this module is {size} MB large; nothing above {} MB is taken", LARGEST >> 20)));
        }
        Ok(Found { reference: place.at(&digest), place: place.clone(), manifest, layer })
    }

    /// Takes a module from a registry. Out: its bytes, which are what its digest says.
    ///
    /// Errors: no such host, no such module, no permission, no module, a digest that does not fit.
    pub fn pull(&self, found: &Found) -> Result<Vec<u8>, Error> {
        let auth = self.credentials(&found.place)?;
        let mut wasm = Vec::new();
        let layer = &found.manifest.layers[found.layer];
        let pull = self.client(&found.place).pull_blob(&found.place.reference, layer, &mut wasm);
        self.runtime.block_on(pull).map_err(|e| auth.explain(&found.place, &e))?;
        Ok(wasm)
    }

    fn credentials(&self, place: &Place) -> Result<Login, Error> {
        let (auth, origin) = credentials::of(place.reference.resolve_registry())
            .map_err(|message| Error::Registry { reference: place.to_string(), message })?;
        Ok(Login(auth, origin))
    }
}

/// What is shown to a registry, and where it was found.
struct Login(RegistryAuth, String);

impl Login {
    fn explain(&self, place: &Place, error: &oci_client::errors::OciDistributionError) -> Error {
        let message = fault::message(place.reference.registry(), &self.1, error);
        Error::Registry { reference: place.to_string(), message }
    }
}

impl Error {
    /// Says which tags there are, where the one that was asked for is not.
    fn with_tags<F>(self, cause: &oci_client::errors::OciDistributionError, list: F) -> Self
    where
        F: FnOnce() -> oci_client::errors::Result<oci_client::client::TagResponse>,
    {
        match self {
            Error::Registry { reference, message } if fault::missing(cause) => {
                let tags = list().map(|response| response.tags).unwrap_or_default();
                let hint = if tags.is_empty() { String::new() } else { format!("; there is {}", tags.join(", ")) };
                Error::Registry { reference, message: message + &hint }
            }
            other => other,
        }
    }
}

/// The annotations of a manifest: those of the module that fit on a line, and the names that every registry knows.
fn annotations(metadata: &Metadata) -> BTreeMap<String, String> {
    let lines = metadata.annotations.iter().filter(|(_, value)| value.lines().count() <= 1);
    let mut all: BTreeMap<_, _> = lines.map(|(key, value)| (key.clone(), value.trim().to_owned())).collect();
    for (ours, theirs) in [
        ("title", "title"),
        ("description", "description"),
        ("version", "version"),
        ("url", "url"),
        ("source", "source"),
    ]
    .into_iter()
    .chain([("license", "licenses"), ("author", "authors")])
    {
        if let Some(value) = metadata.annotation(ours).filter(|value| value.lines().count() <= 1) {
            all.entry(format!("org.opencontainers.image.{theirs}")).or_insert_with(|| value.trim().to_owned());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_with_and_without_scheme() {
        for (text, exact, shown) in [
            ("oci://ghcr.io/a/b:v1", true, "ghcr.io/a/b:v1"),
            ("registry://127.0.0.1:5000/a/b", false, "127.0.0.1:5000/a/b:latest"),
            ("localhost:5000/b:v2", true, "localhost:5000/b:v2"),
            ("cn.example.com/ns/b/", false, "cn.example.com/ns/b:latest"),
        ] {
            let place = Place::parse(text).unwrap();
            assert_eq!((place.exact, place.to_string().as_str(), place.name()), (exact, shown, "b"), "{text}");
        }
        assert_eq!(Place::parse("ghcr.io/a/b").unwrap().or_tag("v3").to_string(), "ghcr.io/a/b:v3");
        for text in ["node-deletion", "library/node-deletion:v1", "ghcr.io/A/B", "ghcr.io/", ""] {
            assert!(Place::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_this_machine_is_spoken_to_without_tls() {
        let loopback = |text: &str| Place::parse(text).unwrap().loopback();
        assert!(loopback("127.0.0.1:5000/a") && loopback("localhost:5000/a") && loopback("localhost/a"));
        assert!(
            !loopback("127.0.0.1.example.com/a") && !loopback("registry.local:5000/a") && !loopback("10.0.0.1:5000/a")
        );
    }

    #[test]
    fn annotations_leave_out_what_needs_more_than_a_line() {
        let metadata = Metadata {
            annotations: [("title", "node-deletion"), ("usage", "one\ntwo"), ("source", "https://example.com/r ")]
                .map(|(key, value)| (format!("io.kubewarden.policy.{key}"), value.to_owned()))
                .into(),
            ..Metadata::default()
        };
        let all = annotations(&metadata);
        assert_eq!(all["org.opencontainers.image.source"], "https://example.com/r");
        assert_eq!(all["org.opencontainers.image.title"], "node-deletion");
        assert!(!all.contains_key("io.kubewarden.policy.usage"));
    }
}
