#!/usr/bin/env bash
# Checks realistic requests through the built modules, and shows what Redline says to each.
set -uo pipefail
cd "$(dirname "$0")"
redline=../../target/release/redline
failed=0

# show <expected exit code> <what happens> <command> <arguments>
show() {
  local expected=$1 title=$2
  shift 2
  local shown=redline word
  for word; do
    case $word in *' '*) word="'$word'" ;; esac
    shown+=" $word"
  done
  printf '\n%s\n$ %s\n' "$title" "$shown"
  "$redline" "$@"
  local code=$?
  [ "$code" = "$expected" ] || { printf 'expected exit code %s, got %s\n' "$expected" "$code"; failed=1; }
}

show 1 'Somebody runs kubectl delete node.' check node-delete.review.json
show 1 'The same, told in Chinese.' check --lang zh node-delete.review.json
show 0 'The cloud controller manager removes a Node whose instance is gone.' check node-delete-by-ccm.review.json
show 1 'A Helm values file loses the load-balancer id of a live Service.' check --operation UPDATE --old service.yaml service-without-id.yaml
show 1 'An edit of a fixed Terway field.' check --operation UPDATE --old eni-config.yaml eni-config-tags.yaml
show 0 'An edit of a field that is there to be edited.' check --operation UPDATE --old eni-config.yaml eni-config-pool.yaml
show 1 'A CRD of the container network is deleted.' check --operation DELETE crd.yaml
show 0 'The CSI node plugin is applied again.' check csi-plugin.yaml
show 1 'A debug pod with the kubelet directory, and one that turns forwarding off.' check pods.yaml
show 1 'Somebody marks a claim as bound by hand.' check claim.yaml
show 1 'A Terraform plan that destroys a scaling group.' check --settings inventory.yaml plan-change.json
show 1 'The console was quicker: the ActionTrail event of the same deletion.' check --settings inventory.yaml trail-event.json
show 1 'A whole Terraform plan, twenty-six changes.' plan --inventory cluster.yaml plan.json
show 1 'A whole trail, fifty-eight events.' trail --inventory cluster.yaml trail.json
show 0 'A new cluster: VPC, pools, add-ons, NAS, an ALB instance.' plan --inventory cloud/cluster.yaml cloud/create.plan.json
show 1 'An update of it, which also turns forwarding off in one pool.' plan --inventory cloud/cluster.yaml cloud/update.plan.json
show 1 'The whole of it destroyed.' plan --inventory cloud/cluster.yaml cloud/destroy.plan.json
show 1 'A day of its trail.' trail --inventory cloud/cluster.yaml cloud/trail.jsonl
show 0 'The inventory of a cluster, from its Terraform state.' inventory state.json
show 0 'RAM policies that deny the same deletion beforehand.' ram-policy --inventory cluster.yaml --rule cloud-slb-deletion

show 1 'A runbook: what its commands do to a node.' script --explain runbook.sh
show 1 'User data of a node pool.' script user-data.yaml
show 0 'A runbook that only reads.' script collect-logs.sh
show 1 'A pull request: one Service changed, nothing else.' diff service.yaml service-without-id.yaml
show 1 'An audit log: what enforcing the rules would have stopped.' replay audit.jsonl
show 0 'What a row of the list means, for a Chinese reader.' explain 42 --lang zh
show 0 'Half an hour for one good reason.' approve node cn-hangzhou.10.0.0.12 --rule node-deletion --for 30m --reason 'disk is broken, ticket 4711'

printf '\n'
[ "$failed" = 0 ] && echo 'Every verdict is as expected.'
exit "$failed"
