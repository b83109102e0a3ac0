#!/bin/sh
# Runbook: collect what support asks for. Reads the node, and writes below /tmp alone. 收集日志。
set -eu
out=$(mktemp -d)
sysctl net.ipv4.ip_forward net.ipv4.conf.all.rp_filter > "$out/sysctl"
iptables -S > "$out/iptables"
timedatectl > "$out/clock"
fdisk -l > "$out/disks"
journalctl -u kubelet --since -1h > "$out/kubelet.log"
cp /etc/resolv.conf /etc/kubernetes/kubelet.conf "$out/"
tar -czf /tmp/support.tgz -C "$out" .
