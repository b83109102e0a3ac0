//! The annotations of a manifest.

use std::collections::BTreeMap;

use crate::metadata::Metadata;

/// The annotations of a manifest: those of the module that fit on a line, also under the names that all registries know.
pub(super) fn annotations(metadata: &Metadata) -> BTreeMap<String, String> {
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
