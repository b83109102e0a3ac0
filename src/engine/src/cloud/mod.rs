//! Alibaba Cloud operations.
use crate::admission::Context;
use crate::{Declaration, Findings, Host, Response, settings::RuleSettings};
/// One cloud operation.
#[derive(Debug)]
pub struct Operation<'a> {
    pub(crate) _x: &'a str,
}
/// Judges one payload.
pub fn run<S: RuleSettings>(
    _rule: &Declaration,
    _payload: &[u8],
    _host: &Host<'_>,
    _check: impl Fn(&Context<'_>, &Operation<'_>, &S, &mut Findings),
) -> Response {
    Response::allow()
}
/// Placeholder.
#[derive(Debug, Clone, Copy)]
pub struct Action;
/// Placeholder.
pub fn validate_settings<S: RuleSettings>(rule: &Declaration, settings: &[u8]) -> crate::SettingsResponse {
    crate::settings::validate::<S>(rule, settings)
}
