//! Small waPC guests in text form, so that the host is tested without any rule.

#![allow(dead_code, reason = "each test file uses its own part")]

/// How a guest answers `validate`; the parameters are the length of the operation and of the payload.
///
/// The payload lies at 4096, the text `$answer` at 0. Answers with `(call $respond (ptr) (len))`.
pub(crate) fn guest(validate: &str, answer: &str, metadata: Option<&str>) -> Vec<u8> {
    let quoted = |text: &str| text.bytes().map(|b| format!("\\{b:02x}")).collect::<String>();
    let section =
        metadata.map(|text| format!("(@custom \"io.kubewarden.metadata\" \"{}\")", quoted(text))).unwrap_or_default();
    let (answer, length) = (quoted(answer), answer.len());
    let text = format!(
        r#"(module
            (import "wapc" "__guest_request" (func $request (param i32 i32)))
            (import "wapc" "__guest_response" (func $respond (param i32 i32)))
            (import "wapc" "__guest_error" (func $fail (param i32 i32)))
            (import "wapc" "__console_log" (func $log (param i32 i32)))
            (import "wapc" "__host_call" (func $host (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
            (import "wapc" "__host_response_len" (func $host_len (result i32)))
            (import "wapc" "__host_response" (func $host_read (param i32)))
            (import "wapc" "__host_error_len" (func $host_error_len (result i32)))
            (import "wapc" "__host_error" (func $host_error (param i32)))
            (memory (export "memory") 2)
            (global $calls (mut i32) (i32.const 0))
            (data (i32.const 0) "{answer}")
            (data (i32.const 2048) "{{\22valid\22:true}}")
            (data (i32.const 2080) "{{\22valid\22:false,\22message\22:\22the key `x` is unknown\22}}")
            (data (i32.const 2176) "\22v1\22")
            (data (i32.const 2304) "kubewardenkubernetesget_resource")
            (func (export "wapc_init"))
            (func $validate (param $op i32) (param $len i32) {validate})
            (func $answer (call $respond (i32.const 0) (i32.const {length})))
            (func (export "__guest_call") (param $op i32) (param $len i32) (result i32)
                (call $request (i32.const 3072) (i32.const 4096))
                (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
                (if (i32.eq (local.get $op) (i32.const 8)) (then (call $validate (local.get $op) (local.get $len))))
                (if (i32.eq (local.get $op) (i32.const 16)) (then (call $respond (i32.const 2176) (i32.const 4))))
                (if (i32.eq (local.get $op) (i32.const 17)) (then
                    ;; Settings that begin like {{"x are refused.
                    (if (i32.eq (i32.load8_u (i32.const 4098)) (i32.const 120))
                        (then (call $respond (i32.const 2080) (i32.const 50)))
                        (else (call $respond (i32.const 2048) (i32.const 14))))))
                (i32.const 1))
            {section})"#
    );
    wat::parse_str(text).expect("the guest is valid text")
}

/// Metadata that matches every admission request.
pub(crate) const ANY_REQUEST: &str = r#"{"protocolVersion":"v1","mutating":false,"policyType":"kubernetes",
    "rules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*","*/*"],"operations":["*"]}],
    "annotations":{"io.kubewarden.policy.title":"A test rule"}}"#;

/// Metadata of a raw policy.
pub(crate) const RAW: &str = r#"{"protocolVersion":"v1","mutating":false,"policyType":"raw","rules":[]}"#;
