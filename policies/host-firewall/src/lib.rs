//! Firewall software on nodes.
#![no_std]

mod rows;

use guards::acts::firewall;
use guards::on_node;
use redline_engine::prelude::*;
use redline_engine::workload::Workload;

redline_engine::rule! {
    /// ## What it stops
    /// Installing, starting or configuring a firewall such as firewalld or ufw on a node, and writable mounts of
    /// its configuration. Commands of containers, probes and hooks deny when they reach the node, also behind
    /// `nsenter`, `chroot` and shells, and warn when they do not; so do commands run with `kubectl exec`, once a
    /// look-up of the pod shows how far they reach.
    /// ## Why it is high-risk
    /// The firewall's rules come before those of the container network: packets between pods, and from load
    /// balancers to them, are dropped. Removing it again takes a restart of the node.
    /// ## How to get it done anyway
    /// Filter in security groups, and between pods with NetworkPolicy.
    docs: {
        title: Bilingual { en: "Running a firewall on a node", zh: "在节点上安装或启用防火墙软件" },
        text_zh: "拦截在节点上安装、启动、配置 firewalld、ufw 等防火墙软件，以及可写挂载其配置目录。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。防火墙规则先于容器网络生效，会丢弃 Pod 之间及负载均衡到 Pod 的报文，卸载后还需重启节点。请改用安全组和 NetworkPolicy。",
        severity: Severity::High,
        context: &[("v1", "Pod")],
        background_audit: true,
    }
    declare: {
        on: on_node::ON,
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of Workload
}

fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &Settings, out: &mut Findings) {
    on_node::check(ctx, req, &firewall::FIREWALL, out);
}
