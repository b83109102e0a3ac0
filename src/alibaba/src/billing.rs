//! Refunds and releases through billing, which serves every product: the code of the product tells what they are about.

use redline_core::language::Bilingual;

use crate::action::{Action, Paths, When};
use crate::class::Class;

/// How billing names the product.
const CODE: Paths = &["ProductCode"];

impl Action {
    /// A call of billing that gives a resource back. `codes` are how billing names the product.
    pub const fn refunded(codes: &'static [&'static str], class: Class, message: Bilingual) -> Action {
        Action::call("bssopenapi", "RefundInstance ReleaseInstance", class, message)
            .ids(&["InstanceId"])
            .when(When::Is(CODE, codes))
    }
}
