//! Settings: those common to all rules, and a rule's own in addition. Unknown keys are refused.

mod common;
mod read;
mod suggest;
mod value;

pub use common::{Approval, CommonSettings, Enforcement, Exempt};
pub use read::{NoSettings, RuleSettings, read, validate, validate_with};
pub use suggest::unknown;
pub use value::{Identities, Setting, SettingField, SettingType, patterns};
