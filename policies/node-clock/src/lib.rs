//! The clock of nodes.
#![no_std]

mod rows;

use guards::acts::clock;
use guards::on_node;
use guards::say::{add, say};
use redline_engine::prelude::*;
use redline_engine::strings::concat;
use redline_engine::workload::Workload;

redline_engine::rule! {
    /// ## What it stops
    /// Setting the time, the time zone or the time synchronisation of a node: commands such as `date -s`,
    /// `timedatectl set-time`, `hwclock -w`, `ntpdate`, writable mounts of the configuration of chrony or ntp, and
    /// (as a warning) of the time zone. The capability SYS_TIME alone warns. Commands of containers, probes and
    /// hooks deny when they reach the node, also behind `nsenter`, `chroot` and shells, and warn when they do not;
    /// so do commands run with `kubectl exec`, once a look-up of the pod shows how far they reach.
    /// ## Why it is high-risk
    /// Certificates, leases and tokens are compared with the clock. A node whose time jumps drops out of the
    /// cluster, and etcd loses its leader.
    /// ## How to get it done anyway
    /// Leave the clock to chrony as ACK set it up. Choose the time zone when the cluster is made.
    docs: {
        title: Bilingual { en: "Changing the clock of a node", zh: "修改节点时间" },
        text_zh: "拦截修改节点时间、时区或时间同步配置：`date -s`、`timedatectl set-time`、`hwclock -w`、`ntpdate` 等命令，以及可写挂载 chrony、ntp 配置；可写挂载时区文件、仅授予 SYS_TIME 时警告。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。证书、租约、令牌都依赖时钟，时间跳变会使节点脱离集群、etcd 失去主节点。",
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
    on_node::check(ctx, req, &clock::CLOCK, out);
    on_node::check(ctx, req, &clock::ZONE, out);
    capability(ctx, req, out);
}

fn capability(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, out: &mut Findings) {
    on_node::added_by_update(ctx, req, out, &|object, out| {
        on_node::pods(ctx, req, object, &mut |pod| {
            on_node::containers(pod, &mut |at, container| {
                // A privileged container has every capability; that says nothing about time.
                let added = &container.security_context.capabilities.add;
                if added.iter().any(|c| c.strip_prefix("CAP_").unwrap_or(c).eq_ignore_ascii_case("SYS_TIME")) {
                    let text = message(
                        "container `{0}` may set the clock of the node (SYS_TIME)",
                        "容器 `{0}` 有权修改节点时间（SYS_TIME）",
                        &[&guards::path::truncate_for_display(&container.name)],
                    );
                    let path = concat(&[at, "securityContext.capabilities.add"]);
                    add(out, Level::Warn, path, text, String::new());
                }
            });
        });
    });
}
