//! Turns errors of registries and networks into messages that say what to do.

use std::error::Error;

use oci_client::errors::{OciDistributionError as Fault, OciErrorCode};

/// The message for a failed call. `host` is that of the registry; `login` is a sentence that says where a login was
/// looked for.
pub(super) fn message(host: &str, login: &str, fault: &Fault) -> String {
    if refused(fault) {
        return format!("the registry does not permit this; log in with `docker login {host}` ({login})");
    }
    if is_missing(fault) {
        return "the registry has no such module".to_owned();
    }
    match fault {
        Fault::DigestError(error) => {
            format!("the module does not match its digest and was dropped: {error}")
        }
        Fault::RequestError(error) => unreachable(host, error),
        Fault::JsonError(_) | Fault::ManifestParsingError(_) | Fault::VersionedParsingError(_) => {
            format!("`{host}` does not answer like a registry; check host and path")
        }
        Fault::ImageIndexParsingNoPlatformResolverError => {
            "this is an image for several platforms, not a module".to_owned()
        }
        other => format!("the registry refused: {}", root(other)),
    }
}

/// Whether the error says that there is no such module.
pub(super) fn is_missing(fault: &Fault) -> bool {
    use OciErrorCode::{BlobUnknown, ManifestUnknown, NameUnknown, NotFound};
    match fault {
        Fault::ImageManifestNotFoundError(_) | Fault::ServerError { code: 404, .. } => true,
        Fault::RegistryError { envelope, .. } => {
            envelope.errors.iter().any(|e| [BlobUnknown, ManifestUnknown, NameUnknown, NotFound].contains(&e.code))
        }
        _ => false,
    }
}

fn refused(fault: &Fault) -> bool {
    match fault {
        Fault::AuthenticationFailure(_) | Fault::UnauthorizedError { .. } => true,
        Fault::ServerError { code: 401 | 403, .. } => true,
        Fault::RequestError(error) => error.status().is_some_and(|status| matches!(status.as_u16(), 401 | 403)),
        Fault::RegistryError { envelope, .. } => {
            envelope.errors.iter().any(|e| [OciErrorCode::Unauthorized, OciErrorCode::Denied].contains(&e.code))
        }
        _ => false,
    }
}

fn unreachable(host: &str, error: &(dyn Error + 'static)) -> String {
    // Without the number of the system's error.
    let why = root(error);
    let why = why.split(" (os error ").next().unwrap_or_default();
    let lower = why.to_lowercase();
    let hint = if lower.contains("certificate") || lower.contains("unknownissuer") {
        "trust its certificate with `--ca-cert FILE`"
    } else if lower.contains("corrupt message") || lower.contains("invalidcontenttype") {
        "it seems to use plain HTTP; add `--insecure` if you trust the network"
    } else if lower.contains("lookup") || lower.contains("resolve") || lower.contains("not known") {
        "the host may not exist; check its name and your DNS"
    } else {
        "check the host, the port and HTTPS_PROXY"
    };
    format!("cannot reach `{host}`: {why}; {hint}")
}

/// The innermost source of an error, which is the most specific one.
pub(super) fn root(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
