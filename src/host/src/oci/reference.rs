//! References to modules in registries.

use std::{path::Path, str::FromStr};

use crate::error::Error;

/// How a reference may start.
const SCHEMES: [&str; 2] = ["registry://", "oci://"];

/// A reference to a module in a registry: `host/path:tag`, `host/path@sha256:...`, or `host/path` alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub(super) inner: oci_client::Reference,
    /// Whether it has a tag or a digest.
    pub(super) exact: bool,
}

impl Reference {
    /// Whether a path is a reference and not a file: it starts with `oci://` or `registry://`.
    pub fn is_reference(path: &Path) -> bool {
        path.to_str().is_some_and(|text| SCHEMES.iter().any(|scheme| text.starts_with(scheme)))
    }

    /// The text without its scheme, and without `/` at its end.
    pub fn without_scheme(text: &str) -> &str {
        let text = SCHEMES.iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
        text.trim_end_matches('/')
    }

    /// Parses a reference, with or without `oci://` or `registry://`.
    ///
    /// # Errors
    /// A reference without a host, or one that is not valid.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bare = Self::without_scheme(text);
        let wrong = |message: String| Error::Registry { reference: text.to_owned(), message };
        let host = bare.split_once('/').map(|(host, _)| host).unwrap_or_default();
        if !(host.contains(['.', ':']) || host == "localhost") {
            let hint = "add the host, as in `ghcr.io/redline-policies/node-deletion:v0.1.0`";
            return Err(wrong(format!("the reference has no registry; {hint}")));
        }
        if bare.contains("://") {
            return Err(wrong("a reference begins with `registry://`, `oci://` or the host".to_owned()));
        }
        let inner = oci_client::Reference::from_str(bare).map_err(|_| {
            wrong("invalid reference; expected `host/path:tag`, with a path in small letters".to_owned())
        })?;
        let last = bare.rsplit('/').next().unwrap_or_default();
        Ok(Reference { inner, exact: last.contains([':', '@']) })
    }

    /// The same reference, with this tag if it has neither tag nor digest.
    pub(crate) fn or_tag(self, tag: &str) -> Self {
        if self.exact {
            return self;
        }
        let (registry, repository) = (self.inner.registry().to_owned(), self.inner.repository().to_owned());
        Reference { inner: oci_client::Reference::with_tag(registry, repository, tag.to_owned()), exact: true }
    }

    /// The last part of the path, which is the id of the module.
    pub fn name(&self) -> &str {
        self.inner.repository().rsplit('/').next().unwrap_or_default()
    }

    /// The same reference by digest, which no later push can change.
    pub(super) fn by_digest(&self, digest: &str) -> String {
        format!("{}/{}@{digest}", self.inner.registry(), self.inner.repository())
    }

    /// Whether the registry is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.inner.registry();
        let host = host.rsplit_once(':').map_or(host, |(host, _port)| host).trim_matches(['[', ']']);
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_with_and_without_scheme() {
        for (text, exact, shown) in [
            ("oci://ghcr.io/a/b:v1", true, "ghcr.io/a/b:v1"),
            ("registry://127.0.0.1:5000/a/b", false, "127.0.0.1:5000/a/b:latest"),
            ("localhost:5000/b:v2", true, "localhost:5000/b:v2"),
            ("cn.example.com/ns/b/", false, "cn.example.com/ns/b:latest"),
        ] {
            let reference = Reference::parse(text).unwrap();
            assert_eq!(
                (reference.exact, reference.to_string().as_str(), reference.name()),
                (exact, shown, "b"),
                "{text}"
            );
        }
        assert_eq!(Reference::parse("ghcr.io/a/b").unwrap().or_tag("v3").to_string(), "ghcr.io/a/b:v3");
        for text in ["node-deletion", "library/node-deletion:v1", "ghcr.io/A/B", "ghcr.io/", ""] {
            assert!(Reference::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_this_machine_needs_no_tls() {
        let loopback = |text: &str| Reference::parse(text).unwrap().is_loopback();
        assert!(loopback("127.0.0.1:5000/a") && loopback("localhost:5000/a") && loopback("localhost/a"));
        assert!(
            !loopback("127.0.0.1.example.com/a") && !loopback("registry.local:5000/a") && !loopback("10.0.0.1:5000/a")
        );
    }
}
