//! What the developers of Redline work with: the registry of all rules, the catalogue, the generators of
//! everything that is derived, the build of the modules, and the scaffold of a new rule.

pub mod catalogue;
pub mod generate;
pub mod metadata;
pub mod modules;
mod registry;
pub mod scaffold;
mod target;
pub mod web;

pub use registry::RULES;

use std::path::{Path, PathBuf};

use redline_engine::{Documentation, Host, Response, RuleKind, SettingsResponse};

/// One rule, linked natively.
pub struct Entry {
    /// Its declaration and documentation.
    pub documentation: &'static Documentation,
    /// Judges a payload.
    pub validate: fn(&[u8], &Host<'_>) -> Response,
    /// Judges settings.
    pub validate_settings: fn(&[u8]) -> SettingsResponse,
}

impl Entry {
    /// The rule's id.
    pub fn id(&self) -> &'static str {
        self.documentation.declaration.id
    }
}

/// The rule of this id.
pub fn rule(id: &str) -> Option<&'static Entry> {
    RULES.iter().find(|rule| rule.id() == id)
}

/// A module that holds all rules of a kind, linked natively.
pub struct Bundle {
    /// Its folder in `policies/`.
    pub id: &'static str,
    /// Which rules it holds.
    pub kind: RuleKind,
    /// Judges a payload.
    pub validate: fn(&[u8], &Host<'_>) -> Response,
    /// Judges settings.
    pub validate_settings: fn(&[u8]) -> SettingsResponse,
}

/// The bundles: folders in `policies/` that hold no rule of their own.
pub static BUNDLES: &[Bundle] = &[
    Bundle {
        id: "redline-admission",
        kind: RuleKind::Admission,
        validate: redline_admission::validate,
        validate_settings: redline_admission::validate_settings,
    },
    Bundle {
        id: "redline-cloud",
        kind: RuleKind::Cloud,
        validate: redline_cloud::validate,
        validate_settings: redline_cloud::validate_settings,
    },
];

impl Bundle {
    /// Its rules, by id.
    pub fn rules(&self) -> impl Iterator<Item = &'static Entry> {
        let kind = self.kind;
        RULES.iter().filter(move |rule| rule.documentation.declaration.kind == kind)
    }
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."));
    root.to_path_buf()
}

/// An error that is one sentence for a person.
pub type Result<T> = std::result::Result<T, String>;

pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    std::fs::write(path, content).map_err(|e| format!("{}: {e}", path.display()))
}
