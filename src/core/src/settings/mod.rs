//! Settings: those that all rules have in common, and a rule's own settings beside them. Unknown keys are errors.

mod common;
mod read;
mod suggest;
mod value;

pub use common::{Approval, CommonSettings, Enforcement, Exempt};
pub use read::{NoSettings, RuleSettings, read, validate, validate_with};
pub use suggest::unknown;
pub use value::{Identities, Setting, SettingField, SettingType, patterns};

#[cfg(test)]
mod tests;
