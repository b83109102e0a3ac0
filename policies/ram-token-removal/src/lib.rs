//! Secrets with the RAM tokens of add-ons.
#![no_std]

mod docs;

use guards::members::pairs;
use guards::object::Whole;
use redline_engine::json::{Fields, Raw, read};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Secrets with the RAM tokens of add-ons must not be deleted or emptied.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &of_interest(Interest::KubeSystem, [on(UPDATE_DELETE, kinds::SECRET)]),
        rows: &[rows::R23],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &NoSettings, out: &mut Findings) {
        let name = req.object_name();
        // ACK documentation, "Default roles of ACK": `addon.<role in lower case>.token` and shorter names.
        let token = name
            .strip_prefix("addon.")
            .and_then(|rest| rest.strip_suffix(".token"))
            .is_some_and(|role| !role.is_empty());
        if !token || req.object_namespace() != "kube-system" {
            return;
        }
        let name = truncate_for_display(name);
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) => out.push(Finding::deny(
                "",
                text!(
                    "deletes Secret `kube-system/{name}`, the RAM token of an add-on",
                    "该请求将删除组件的 RAM Token Secret `kube-system/{name}`"
                ),
            )),
            (Operation::Update, Some(old), Some(new)) => {
                out.extend(guards::object::added_owner(req));
                // ACK renews tokens in place, so only a loss is reported, and never the content of the Secret.
                let (old, new) = (data(old), data(new));
                let lost = pairs(&old, &new).into_iter().find(|(_, old, new)| !is_empty(*old) && is_empty(*new));
                if let Some((key, ..)) = lost {
                    let key = truncate_for_display(key);
                    let text = text!(
                        "removes or empties `{key}` of Secret `kube-system/{name}`, the RAM token of an add-on",
                        "该请求将移除或清空组件的 RAM Token Secret `kube-system/{name}` 的 `{key}`"
                    );
                    out.push(Finding::warn(format!("data[{key}]"), text));
                }
            }
            _ => {}
        }
    }
}

fn data<'a>(secret: &Whole<'a>) -> Fields<'a> {
    secret.fields.get("data").and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

fn is_empty(value: Option<&Raw<'_>>) -> bool {
    value.is_none_or(|value| matches!(value.get(), "" | "null" | "\"\""))
}
