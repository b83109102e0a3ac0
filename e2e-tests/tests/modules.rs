//! The built modules as files: what they import and export, how large they are, what metadata they carry.

use redline_dev::{BUNDLES, RULES, metadata::Metadata};
use redline_e2e::{host, module, module_bytes};
use redline_engine::core::rule::RuleKind;
use redline_engine::registry::RegisteredRule;
use wasmparser::{ExternalKind, Parser, Payload};

/// Bytes that a module may have, and that it may have after gzip.
const BUDGET: (usize, usize) = (100_000, 45_000);

/// Bytes that a bundle may have.
const BUNDLE_BUDGET: usize = 552_000;

/// The same for modules that read shell scripts. A reader that understands what it reads takes 50,000 bytes.
const READER_BUDGET: (usize, usize) = (245_000, 116_000);

/// The same for the one that also knows every act of all these rules, cloud-config and the shapes of cloud operations.
const COMMAND_BUDGET: (usize, usize) = (299_000, 140_000);

fn budget(rule: &RegisteredRule) -> (usize, usize) {
    let commands = rule.metadata.requests.iter().any(|on| on.resource() == ("pods", "exec"));
    match rule.id() {
        "cloud-node-command" => COMMAND_BUDGET,
        _ if commands => READER_BUDGET,
        _ => BUDGET,
    }
}

fn imports_and_exports(wasm: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.unwrap() {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.unwrap();
                    imports.push(format!("{}.{}", import.module, import.name));
                }
            }
            Payload::ExportSection(section) => {
                let wanted = |kind| matches!(kind, ExternalKind::Func | ExternalKind::Memory);
                exports.extend(section.into_iter().flatten().filter(|e| wanted(e.kind)).map(|e| e.name.to_owned()));
            }
            _ => {}
        }
    }
    imports.sort();
    exports.sort();
    (imports, exports)
}

/// Every module: its id, what it evaluates, whether it looks things up, and its metadata.
fn modules() -> Vec<(&'static str, RuleKind, bool, Metadata)> {
    let rules = RULES.iter().map(|rule| {
        let docs = rule.docs;
        (rule.id(), rule.kind, !docs.context.is_empty(), Metadata::of(rule))
    });
    let bundles = BUNDLES.iter().map(|bundle| {
        let looks = bundle.rules().any(|rule| !rule.docs.context.is_empty());
        (bundle.id, bundle.kind, looks, Metadata::of_bundle(bundle))
    });
    rules.chain(bundles).collect()
}

#[test]
fn imports_and_exports_are_the_allowed_ones() {
    for (id, kind, looks_up, _) in modules() {
        let (imports, exports) = imports_and_exports(&module_bytes(id));
        let mut allowed =
            vec!["wapc.__console_log", "wapc.__guest_error", "wapc.__guest_request", "wapc.__guest_response"];
        if kind == RuleKind::Admission {
            allowed.push("wasi_snapshot_preview1.clock_time_get");
        }
        if looks_up {
            for call in ["__host_call", "__host_error", "__host_error_len", "__host_response", "__host_response_len"] {
                allowed.push(["wapc.", call].concat().leak());
            }
        }
        allowed.sort();
        assert_eq!(imports, allowed, "imports of {id}");
        assert_eq!(exports, ["__guest_call", "memory", "wapc_init"], "exports of {id}");
    }
}

#[test]
fn sizes_are_within_budget() {
    let mut over = Vec::new();
    for rule in RULES {
        let bytes = module_bytes(rule.id());
        let gzip = gzip(&bytes);
        let (most_raw, most_gzip) = budget(rule);
        if bytes.len() > most_raw || gzip > most_gzip {
            over.push(format!("{}: {} raw of {most_raw}, {gzip} gzip of {most_gzip}", rule.id(), bytes.len()));
        }
    }
    for bundle in BUNDLES {
        let bytes = module_bytes(bundle.id).len();
        if bytes > BUNDLE_BUDGET {
            over.push(format!("{}: {bytes} raw of {BUNDLE_BUDGET}", bundle.id));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

fn gzip(bytes: &[u8]) -> usize {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn the_metadata_section_is_the_declaration() {
    for (id, _, _, metadata) in modules() {
        let bytes = module_bytes(id);
        let section = Parser::new(0).parse_all(&bytes).find_map(|payload| match payload.unwrap() {
            Payload::CustomSection(s) if s.name() == "io.kubewarden.metadata" => Some(s.data().to_vec()),
            _ => None,
        });
        let section = section.unwrap_or_else(|| panic!("{id}: no metadata; run `make modules`"));
        let section: serde_json::Value = serde_json::from_slice(&section).unwrap();
        let declared = serde_json::to_value(metadata).unwrap();
        assert_eq!(section, declared, "{id}: the module is older than its declaration; run `make modules`");
    }
}

#[test]
fn no_module_carries_a_path_of_this_machine() {
    let root = redline_dev::root();
    for (id, ..) in modules() {
        let bytes = module_bytes(id);
        for path in [root.to_str().unwrap(), "/.cargo/", "/rustlib/"] {
            let found = bytes.windows(path.len()).any(|window| window == path.as_bytes());
            assert!(!found, "{id} holds the path {path}");
        }
    }
}

#[test]
fn every_module_speaks_protocol_v1() {
    let host = host();
    for (id, ..) in modules() {
        assert_eq!(module(&host, id).protocol_version().unwrap(), "v1");
    }
}
