#!/usr/bin/env bats
# The built modules in Kubewarden's own `kwctl`. Where it is not on the path every test says that it was skipped.

setup_file() {
  cd "$BATS_TEST_DIRNAME/.." || return 1
  if ! command -v kwctl >/dev/null; then
    echo "# skipped: kwctl is not on the path; see https://docs.kubewarden.io/howtos/install-kwctl" >&3
    return
  fi
  export KWCTL_CACHE="$BATS_FILE_TMPDIR/cache" XDG_CACHE_HOME="$BATS_FILE_TMPDIR/cache"
  if command -v docker-registry >/dev/null; then
    export REGISTRY=127.0.0.1:5067
    printf 'version: 0.1\nhttp: {addr: "%s"}\nstorage: {filesystem: {rootdirectory: "%s"}}\n' \
      "$REGISTRY" "$BATS_FILE_TMPDIR/registry" >"$BATS_FILE_TMPDIR/registry.yml"
    printf 'insecure_sources: ["%s"]\n' "$REGISTRY" >"$BATS_FILE_TMPDIR/sources.yml"
    docker-registry serve "$BATS_FILE_TMPDIR/registry.yml" >/dev/null 2>&1 3>&- &
    echo $! >"$BATS_FILE_TMPDIR/registry.pid"
    for _ in $(seq 100); do (echo >"/dev/tcp/${REGISTRY/://}") 2>/dev/null && break || sleep 0.1; done
  fi
}

teardown_file() {
  [ ! -f "$BATS_FILE_TMPDIR/registry.pid" ] || kill "$(cat "$BATS_FILE_TMPDIR/registry.pid")"
}

setup() {
  command -v kwctl >/dev/null || skip "kwctl is not on the path"
  cd "$BATS_TEST_DIRNAME/.."
  [ -f target/modules/node-deletion.wasm ] || { echo "no modules: run \`make modules\`"; return 1; }
}

review() { echo "docs/examples/$1.review.json"; }

@test "every module can be inspected" {
  for module in target/modules/*.wasm; do
    run kwctl inspect "$module"
    [ "$status" -eq 0 ] || { echo "$module: $output"; return 1; }
    [[ "$output" == *"$(basename "$module" .wasm)"* ]]
  done
}

@test "deleting a node is denied, and says why" {
  run kwctl run target/modules/node-deletion.wasm --request-path "$(review node-delete)"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":false'* ]]
  [[ "$output" == *"node-deletion: deletes node"* && "$output" == *"impact:"* ]]
}

@test "the cloud controller manager may delete a node" {
  run kwctl run target/modules/node-deletion.wasm --request-path "$(review node-delete-by-ccm)"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":true'* ]]
}

@test "settings are obeyed, and bad ones are refused" {
  run kwctl run target/modules/node-deletion.wasm --request-path "$(review node-delete)" \
    --settings-json '{"enforcement": "warn", "language": "zh"}'
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":true'* && "$output" == *"影响"* ]]
  run kwctl run target/modules/node-deletion.wasm --request-path "$(review node-delete)" \
    --settings-json '{"enforcment": "warn"}'
  [ "$status" -ne 0 ]
  [[ "$output" == *"enforcment"* ]]
}

@test "the bundle says what the rule says" {
  run kwctl run target/modules/redline-admission.wasm --request-path "$(review node-delete)"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":false'* && "$output" == *"node-deletion: deletes node"* ]]
  run kwctl run target/modules/redline-admission.wasm --request-path "$(review node-delete)" \
    --settings-json '{"rules": {"node-deletion": false}}'
  [[ "$output" == *'"allowed":true'* ]]
}

@test "cloud rules take raw requests" {
  for module in cloud-scaling-group-deletion redline-cloud; do
    run kwctl run --raw "target/modules/$module.wasm" --request-path docs/examples/plan-change.json \
      --settings-json '{"scalingGroups": ["asg-bp1abcdefgh"]}'
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
    [[ "$output" == *'"allowed":false'* && "$output" == *"cloud-scaling-group-deletion"* ]]
  done
}

@test "a manifest can be scaffolded" {
  run kwctl scaffold manifest -t ClusterAdmissionPolicy --allow-context-aware target/modules/disk-detach.wasm
  [ "$status" -eq 0 ]
  [[ "$output" == *"kind: ClusterAdmissionPolicy"* && "$output" == *"contextAwareResources"* ]]
}

@test "the page for Artifact Hub can be scaffolded, and says what ours says" {
  run kwctl scaffold artifacthub --metadata-path target/dist/policies/node-deletion/metadata.yml
  [ "$status" -eq 0 ]
  for part in "image: ghcr.io/redline-policies/node-deletion:v" "email: redline-policies@"; do
    [[ "$output" == *"$part"* ]]
  done
  grep -q 'image: "ghcr.io/redline-policies/node-deletion:v' target/dist/policies/node-deletion/artifacthub-pkg.yml
}

@test "a group of policies joins an exemption and an approval" {
  sed "s#registry://ghcr.io/redline-policies/\(.*\):v.*#file://$PWD/target/modules/\1.wasm#; s/monitor/protect/" \
    deploy/examples/node-deletion-group.yaml >"$BATS_TEST_TMPDIR/group.yaml"
  run kwctl run "$BATS_TEST_TMPDIR/group.yaml" --request-path "$(review node-delete)"
  [[ "$output" == *'"allowed":false'* ]] || { echo "$output"; return 1; }
  sed 's/"username": "219700000000000001", "groups": \[/"username": "219700000000000001", "groups": ["on-call", /' \
    "$(review node-delete)" >"$BATS_TEST_TMPDIR/on-call.json"
  run kwctl run "$BATS_TEST_TMPDIR/group.yaml" --request-path "$BATS_TEST_TMPDIR/on-call.json"
  [[ "$output" == *'"allowed":false'* ]] || { echo "$output"; return 1; }
  until=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)
  notes="\"annotations\": {\"redline.dev/approve\": \"node-deletion\", \"redline.dev/approved-until\": \"$until\", \"redline.dev/reason\": \"broken\"},"
  sed "s#\"uid\": \"0f1f7c6e#$notes &#" "$BATS_TEST_TMPDIR/on-call.json" >"$BATS_TEST_TMPDIR/both.json"
  run kwctl run "$BATS_TEST_TMPDIR/group.yaml" --request-path "$BATS_TEST_TMPDIR/both.json"
  [[ "$output" == *'"allowed":true'* ]] || { echo "$output"; return 1; }
  sed "s#\"uid\": \"0f1f7c6e#$notes &#" "$(review node-delete)" >"$BATS_TEST_TMPDIR/approved.json"
  run kwctl run "$BATS_TEST_TMPDIR/group.yaml" --request-path "$BATS_TEST_TMPDIR/approved.json"
  [[ "$output" == *'"allowed":false'* ]] || { echo "$output"; return 1; }
}

@test "what kwctl pushes redline pulls, and the other way round" {
  [ -n "${REGISTRY:-}" ] || skip "docker-registry is not on the path"
  redline=${REDLINE:-$(ls -t target/release/redline target/debug/redline 2>/dev/null | head -1)}
  [ -x "$redline" ] || skip "no redline: run \`make cli\`"
  module=target/modules/node-deletion.wasm
  sources="$BATS_FILE_TMPDIR/sources.yml"
  run kwctl push --sources-path "$sources" "$module" "registry://$REGISTRY/kwctl/node-deletion:v1"
  [ "$status" -eq 0 ] || { echo "$output"; return 1; }
  "$redline" pull "$REGISTRY/kwctl/node-deletion:v1" -o "$BATS_TEST_TMPDIR/a.wasm"
  cmp "$module" "$BATS_TEST_TMPDIR/a.wasm"
  "$redline" push "$module" "$REGISTRY/redline/node-deletion:v1"
  run kwctl pull --sources-path "$sources" -o "$BATS_TEST_TMPDIR/b.wasm" "registry://$REGISTRY/redline/node-deletion:v1"
  [ "$status" -eq 0 ] || { echo "$output"; return 1; }
  cmp "$module" "$BATS_TEST_TMPDIR/b.wasm"
}
