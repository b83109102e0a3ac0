//! Compares the answers to a variant with what is expected.

use redline_host::{Module, Verdict};

use super::base::Base;
use super::expected::Expected;
use super::variant::Variant;
use crate::native_settings;

impl Variant {
    /// Validates natively and through the module, and compares.
    pub(super) fn check(&self, base: &Base, module: &Module) -> Result<(), String> {
        let native = base.native(&self.payload);
        self.expected.check(base.id(), &native)?;
        let wasm = module.validate(&self.payload, base.cluster()).map_err(|e| e.to_string())?;
        if wasm != native {
            return Err(format!("\nnatively {native:#?}\nthrough the module {wasm:#?}"));
        }
        self.check_settings(base, module)
    }

    /// Compares what `validate_settings` says to the settings of the payload.
    fn check_settings(&self, base: &Base, module: &Module) -> Result<(), String> {
        let Ok(payload) = serde_json::from_slice::<serde_json::Value>(&self.payload) else { return Ok(()) };
        let settings = payload["settings"].to_string();
        let native = native_settings(base.rule, settings.as_bytes());
        let wanted = match &self.expected {
            Expected::UnusableSettings(problem) => Some(format!("{}: {problem}", base.id())),
            _ if base.plain.verdict() == Verdict::Invalid => return Ok(()),
            _ => None,
        };
        if (native.valid, &native.message) != (wanted.is_none(), &wanted) {
            return Err(format!("\nexpected of `validate_settings` {wanted:?}\ngot {native:?}"));
        }
        if wanted.is_some() {
            let wasm = module.validate_settings(settings.as_bytes()).map_err(|e| e.to_string())?;
            if wasm != native {
                return Err(format!("\n`validate_settings` natively {native:?}\nthrough the module {wasm:?}"));
            }
        }
        Ok(())
    }
}
