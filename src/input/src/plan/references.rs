//! What the configuration in a plan says about attributes that are known only after apply: whether they come from
//! resources that the plan creates.

use std::collections::HashSet;

use serde_json::Value;

/// Deeper than any chain of modules.
const DEPTH: u8 = 24;

/// The configuration of a plan, and the resources that the plan creates and does nothing else to.
pub(super) struct References<'v> {
    root: &'v Value,
    /// Addresses without the numbers and keys of instances: `module.net.alicloud_vswitch.pods`.
    created: HashSet<String>,
}

impl<'v> References<'v> {
    pub(super) fn new(configuration: &'v Value, changes: &[Value]) -> Self {
        let mut created = HashSet::new();
        let mut other = HashSet::new();
        for change in changes {
            let Some(address) = change["address"].as_str().map(without_indices) else { continue };
            match change["change"]["actions"].as_array().map(Vec::as_slice) {
                Some([action]) if action == "create" => created.insert(address),
                _ => other.insert(address),
            };
        }
        created.retain(|address| !other.contains(address));
        References { root: &configuration["root_module"], created }
    }

    /// Whether an attribute of the resource at an address comes from resources that the plan creates, and from nothing
    /// else that is not known.
    pub(super) fn is_new(&self, address: &str, attribute: &str) -> bool {
        let address = without_indices(address);
        let (modules, resource) = split(&address);
        let Some(module) = self.module(&modules) else { return false };
        let own = module["resources"].as_array().into_iter().flatten().find(|own| own["address"] == resource);
        own.is_some_and(|own| self.comes_from_new(&modules, &own["expressions"][attribute], DEPTH))
    }

    /// The configuration of a module, by the names on the way to it.
    fn module(&self, path: &[String]) -> Option<&'v Value> {
        path.iter().try_fold(self.root, |module, name| module["module_calls"].get(name).map(|call| &call["module"]))
    }

    fn comes_from_new(&self, modules: &[String], expression: &Value, depth: u8) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let references: Vec<&str> =
            expression["references"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        // `module.net.vswitch_id` is followed by `module.net`, and `a.b.id` by `a.b`.
        let is_prefix = |part: &&str| {
            references.iter().any(|other| other.strip_prefix(*part).is_some_and(|rest| rest.starts_with(['.', '['])))
        };
        let mut any = false;
        for reference in references.iter().filter(|reference| !is_prefix(reference)) {
            let mut parts = reference.split(['.', '[']);
            let (first, second, third) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
            let new = match (first, second) {
                ("each" | "count" | "path" | "terraform", _) => continue,
                ("var", Some(name)) => match modules.split_last() {
                    Some((module, outer)) => self.module(outer).is_some_and(|outside| {
                        let passed = &outside["module_calls"][module]["expressions"][name];
                        self.comes_from_new(outer, passed, depth)
                    }),
                    None => false,
                },
                ("module", Some(name)) => {
                    let inner: Vec<String> = modules.iter().cloned().chain([name.to_owned()]).collect();
                    let output = third.unwrap_or_default();
                    self.module(&inner).is_some_and(|module| {
                        self.comes_from_new(&inner, &module["outputs"][output]["expression"], depth)
                    })
                }
                (kind, Some(name)) => self.created.contains(&joined(modules, &format!("{kind}.{name}"))),
                _ => false,
            };
            if !new {
                return false;
            }
            any = true;
        }
        any
    }
}

/// An address without the numbers and keys of instances.
fn without_indices(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut depth = 0usize;
    let mut quoted = false;
    for c in address.chars() {
        match c {
            '"' if depth > 0 => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The modules in an address, and the address within the last of them.
fn split(address: &str) -> (Vec<String>, &str) {
    let (mut modules, mut rest) = (Vec::new(), address);
    while let Some((name, inner)) = rest.strip_prefix("module.").and_then(|rest| rest.split_once('.')) {
        modules.push(name.to_owned());
        rest = inner;
    }
    (modules, rest)
}

fn joined(modules: &[String], resource: &str) -> String {
    modules.iter().map(|name| format!("module.{name}.")).collect::<String>() + resource
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_followed_through_modules() {
        let configuration = json!({"root_module": {
            "resources": [
                {"address": "alicloud_security_group.pods", "expressions": {}},
                {"address": "alicloud_security_group_rule.dns", "expressions": {
                    "security_group_id": {"references": ["alicloud_security_group.pods.id", "alicloud_security_group.pods"]},
                    "cidr_ip": {"references": ["var.cidr"]}}},
            ],
            "module_calls": {
                "net": {"expressions": {"group": {"references": ["alicloud_security_group.pods.id"]}},
                    "module": {
                        "resources": [
                            {"address": "alicloud_vswitch.a", "expressions": {}},
                            {"address": "alicloud_security_group_rule.x", "expressions": {
                                "security_group_id": {"references": ["var.group"]}}}],
                        "outputs": {"vswitch": {"expression": {"references": ["alicloud_vswitch.a[0].id", "alicloud_vswitch.a[0]"]}}}}},
                "pool": {"expressions": {"switch": {"references": ["module.net.vswitch", "module.net"]}},
                    "module": {"resources": [{"address": "alicloud_x.y", "expressions": {
                        "vswitch_id": {"references": ["var.switch"]},
                        "other_id": {"references": ["local.something"]},
                        "both_id": {"references": ["var.switch", "data.alicloud_x.y"]}}}]}}},
        }});
        let create = |address: &str| json!({"address": address, "change": {"actions": ["create"]}});
        let mut changes = vec![create("alicloud_security_group.pods"), create("module.net.alicloud_vswitch.a[0]")];
        let references = References::new(&configuration, &changes);
        assert!(references.is_new("alicloud_security_group_rule.dns", "security_group_id"));
        assert!(!references.is_new("alicloud_security_group_rule.dns", "cidr_ip"));
        assert!(references.is_new("module.net[\"a.b\"].alicloud_security_group_rule.x", "security_group_id"));
        assert!(references.is_new("module.pool.alicloud_x.y[3]", "vswitch_id"));
        assert!(!references.is_new("module.pool.alicloud_x.y", "other_id"));
        assert!(!references.is_new("module.pool.alicloud_x.y", "both_id"));
        changes[0]["change"]["actions"] = json!(["delete", "create"]);
        let references = References::new(&configuration, &changes);
        assert!(!references.is_new("alicloud_security_group_rule.dns", "security_group_id"), "it is replaced");
    }
}
