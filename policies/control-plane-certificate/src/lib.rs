//! Certificates of the control plane and their published copies.
#![no_std]

mod rows;

use guards::acts::control_plane;
use guards::on_node;
use guards::path::truncate_for_display;
use redline_engine::prelude::*;
use redline_engine::workload::Workload;

redline_engine::rule! {
    /// ## What it stops
    /// Changing certificates on control-plane nodes: writing to `/etc/kubernetes/pki` or `/var/lib/etcd/cert`, by a
    /// command or a writable mount, and running `kubeadm certs renew` or `kubeadm init phase certs` there. Changing
    /// or deleting the published copies: the ConfigMaps `kube-system/extension-apiserver-authentication` and `kube-
    /// public/cluster-info` deny, `kube-root-ca.crt` of a namespace warns, because it is restored at once.
    /// ## Why it is high-risk
    /// API server, etcd, kubelets and clients trust each other by these certificates. One wrong file and none of
    /// them connects. There is no way back but to rebuild the cluster.
    /// ## How to get it done anyway
    /// Renew certificates in the ACK console, or with ACK's certificate rotation.
    docs: {
        title: Bilingual { en: "Replacing control-plane certificates", zh: "替换控制面证书" },
        text_zh: "拦截改动 Master 节点的证书：写入 `/etc/kubernetes/pki`、`/var/lib/etcd/cert`（命令或可写挂载），或执行 `kubeadm certs renew`、`kubeadm init phase certs`；以及修改、删除其公开副本：ConfigMap `kube-system/extension-apiserver-authentication`、`kube-public/cluster-info`，各命名空间的 `kube-root-ca.crt` 会被立即恢复，只告警。证书错误会使 API Server、etcd、kubelet 之间无法通信，且无法恢复。请通过 ACK 控制台更新证书。",
        severity: Severity::Critical,
        context: &[("v1", "Pod")],
        background_audit: true,
    }
    declare: {
        on: &[
            on_node::ON[0],
            on_node::ON[1],
            on_node::ON[2],
            on_node::ON[3],
            on_node::ON[4],
            On {
                operations: &[Operation::Update, Operation::Delete],
                group: "",
                versions: &["v1"],
                resources: &[("configmaps", "ConfigMap")],
            },
        ],
        rows: rows::ROWS,
        exempt_workloads: on_node::AGENTS,
    }
    settings: {}
    check: check, of Workload
}

/// Where the cluster's certificates are published, and how bad it is to touch that.
const PUBLISHED: &[(&str, &str, Level)] = &[
    ("kube-system", "extension-apiserver-authentication", Level::Deny),
    ("kube-public", "cluster-info", Level::Deny),
    ("", "kube-root-ca.crt", Level::Warn),
];

fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &Settings, out: &mut Findings) {
    if req.kind_name() != "ConfigMap" {
        return on_node::check(ctx, req, &control_plane::CERTIFICATE, out);
    }
    let (namespace, name) = (req.object_namespace(), req.object_name());
    let copy = PUBLISHED.iter().find(|(ns, n, _)| *n == name && (ns.is_empty() || *ns == namespace));
    let Some((_, _, level)) = copy else { return };
    let id = truncate_for_display(&req.object_id());
    if req.operation == Operation::Delete {
        let text = text!(
            "ConfigMap `{id}`, a published copy of the cluster's certificates, is deleted",
            "删除集群证书的公开副本 ConfigMap `{id}`"
        );
        out.push(Finding::deny("", text).at(*level));
    } else if let (Some(old), Some(new)) = (&req.old_object, &req.object) {
        out.extend(guards::object::owned(req).map(|finding| finding.at(*level)));
        let changed = guards::members::pairs(&old.data, &new.data).into_iter().find(|(_, old, new)| old != new);
        if let Some((key, ..)) = changed {
            let text = text!(
                "ConfigMap `{id}`, a published copy of the cluster's certificates, is changed",
                "修改集群证书的公开副本 ConfigMap `{id}`"
            );
            out.push(Finding::deny(format!("data[{key}]"), text).at(*level));
        }
    }
}
