#!/usr/bin/env bash
# Judges realistic requests through the built modules, and shows what Redline says to each.
set -uo pipefail
cd "$(dirname "$0")"
redline=../../target/release/redline
failed=0

# show <expected exit code> <what happens> <arguments of redline check>
show() {
  local expected=$1 title=$2
  shift 2
  printf '\n%s\n$ redline check %s\n' "$title" "$*"
  "$redline" check "$@"
  local code=$?
  [ "$code" = "$expected" ] || { printf 'expected exit code %s, got %s\n' "$expected" "$code"; failed=1; }
}

show 1 'Somebody runs kubectl delete node.' node-delete.review.json
show 1 'The same, told in Chinese.' --lang zh node-delete.review.json
show 0 'The cloud controller manager removes a Node whose instance is gone.' node-delete-by-ccm.review.json
show 1 'A Helm values file loses the load-balancer id of a live Service.' --operation UPDATE --old service.yaml service-without-id.yaml
show 1 'An edit of a fixed Terway field.' --operation UPDATE --old eni-config.yaml eni-config-tags.yaml
show 0 'An edit of a field that is there to be edited.' --operation UPDATE --old eni-config.yaml eni-config-pool.yaml
show 1 'A CRD of the container network is deleted.' --operation DELETE crd.yaml
show 0 'The CSI node plugin is applied again.' csi-plugin.yaml
show 1 'A debug pod with the kubelet directory, and one that turns forwarding off.' pods.yaml
show 1 'Somebody marks a claim as bound by hand.' claim.yaml
show 1 'A Terraform plan that destroys a scaling group.' --settings inventory.yaml plan-change.json
show 1 'The console was quicker: the ActionTrail event of the same deletion.' --settings inventory.yaml trail-event.json

printf '\n'
[ "$failed" = 0 ] && echo 'Every verdict is as expected.'
exit "$failed"
