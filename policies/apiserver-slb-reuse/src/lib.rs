//! Services that take over a load balancer which belongs to somebody else.
#![no_std]

mod rows;

use guards::load_balancer::{self, Balanced};
use redline_engine::json::{List, read};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// A Service of type LoadBalancer, or an AlbConfig, that is told to reuse a load balancer on the list
    /// `apiServerLoadBalancers`, or one that the cloud controller manager made for another Service or AlbConfig;
    /// the latter once the look-ups of Services and AlbConfigs are granted. Both annotation prefixes count. Without
    /// the list it warns when a Service takes listeners over by force and has port 6443.
    /// ## Why it is high-risk
    /// The cloud controller manager writes the Service's listeners and backends to the load balancer. On the API
    /// server's, nodes and people no longer reach the API server. On another Service's, one of the two loses its
    /// traffic, and deleting that one deletes the load balancer.
    /// ## How to get it done anyway
    /// Create a load balancer of your own in the console and reuse that one. Write the ids of the API server's load
    /// balancers, which the console shows on the cluster's page, into `apiServerLoadBalancers`.
    docs: {
        title: Bilingual { en: "Reusing the API server's or another Service's load balancer", zh: "复用 API Server 或其他 Service 的负载均衡" },
        text_zh: "拦截 LoadBalancer 类型的 Service 或 AlbConfig 复用以下负载均衡：`apiServerLoadBalancers` 中列出的实例；授予查询 Service、AlbConfig 的权限后，还包括 CCM 为其他 Service、AlbConfig 创建的实例。两种注解前缀均计入。未配置列表时，强制覆盖监听且端口为 6443 的 Service 只告警。复用 API Server 的负载均衡会使节点和用户无法访问 API Server。请另建负载均衡再复用，并将控制台集群页面所示的 API Server 负载均衡 ID 填入 `apiServerLoadBalancers`。",
        severity: Severity::Critical,
        context: &[("alibabacloud.com/v1", "AlbConfig"), ("v1", "Service")],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Create, Operation::Update],
            group: "",
            versions: &["v1"],
            resources: &[("services", "Service"), ("services/status", "Service")],
        }, On {
            operations: &[Operation::Create, Operation::Update],
            group: "alibabacloud.com",
            versions: &["v1"],
            resources: &[("albconfigs", "AlbConfig")],
        }],
        rows: rows::ROWS,
    }
    settings: {
        /// Ids of the load balancers in front of the API server, as the console shows them on the cluster's page.
        #[zh("API Server 的负载均衡实例 ID，见控制台集群页面。")]
        api_server_load_balancers = "apiServerLoadBalancers": Vec<String> = [];
    }
    check: check, of Balanced
}

redline_engine::view! {
    struct Balancers<'a> {
        items: List<Balanced<'a>>,
    }
}

const OVERRIDE: &str = "loadbalancer-force-override-listeners";
/// The API server's own port.
const PORT: Option<i64> = Some(6443);

fn check(ctx: &Context<'_>, req: &Request<'_, Balanced<'_>>, own: &Settings, out: &mut Findings) {
    let Some(new) = &req.object else { return };
    let alb = ["albconfigs", "AlbConfig"].contains(&&*req.resource.resource) || req.kind.kind == "AlbConfig";
    let taken = |object: &Balanced<'_>| taken(object, alb);
    let old = req.old_object.as_ref().filter(|_| req.operation == Operation::Update);
    let (lb, by_force) = taken(new);
    if lb.is_empty() || old.map(taken) == Some((lb.clone(), by_force)) {
        return;
    }
    let (id, truncate_for_display) = (guards::path::truncate_for_display(&req.object_id()), guards::path::truncate_for_display(&lb));
    let kind = if alb { "AlbConfig" } else { "Service" };
    let path = if alb {
        "spec.config.id".to_owned()
    } else {
        format!("metadata.annotations[{}loadbalancer-id]", load_balancer::PREFIX)
    };
    if own.api_server_load_balancers.contains(&lb) {
        let text = text!(
            "{kind} `{id}` takes over `{shown}`, the API server's load balancer",
            "{kind} `{id}` 占用了 API Server 的负载均衡 `{shown}`"
        );
        out.push(Finding::deny(path, text).value(&*lb));
    } else if let Some(owner) = owner(ctx, req, &lb, alb) {
        let owner = guards::path::truncate_for_display(&owner);
        let text = text!(
            "{kind} `{id}` takes over `{shown}`, which the controller made for {kind} `{owner}`",
            "{kind} `{id}` 占用了控制器为 {kind} `{owner}` 创建的负载均衡 `{shown}`"
        );
        out.push(Finding::deny(path, text).value(&*lb));
    } else if by_force
        && own.api_server_load_balancers.is_empty()
        && new.spec.ports.iter().any(|port| port.port == PORT)
    {
        let text = text!(
            "Service `{id}` overrides port 6443 of `{shown}`, which may be the API server's (setting `apiServerLoadBalancers` would tell)",
            "Service `{id}` 强制覆盖 `{shown}` 的 6443 端口，该实例可能属于 API Server（配置 `apiServerLoadBalancers` 后可判断）"
        );
        out.push(Finding::warn(path, text).value(&*lb));
    }
}

/// The load balancer that an object takes over, and whether its listeners are overridden; empty for none.
fn taken(object: &Balanced<'_>, alb: bool) -> (String, bool) {
    if alb {
        return ((*object.spec.config.id).to_owned(), false);
    }
    if !object.is_load_balancer() || object.left_alone() {
        return (String::new(), false);
    }
    let by_force = load_balancer::annotation(&object.metadata.annotations, OVERRIDE) == Some("true");
    (object.reused().to_owned(), by_force)
}

/// The other object for which the controller made the load balancer.
fn owner(ctx: &Context<'_>, req: &Request<'_, Balanced<'_>>, lb: &str, alb: bool) -> Option<String> {
    let json =
        if alb { ctx.host.list("alibabacloud.com/v1", "AlbConfig", "") } else { ctx.host.list("v1", "Service", "") }?;
    let others: Balancers<'_> = read(core::str::from_utf8(&json).ok()?).ok()?;
    others.items.iter().find_map(|other| {
        let meta = &other.metadata;
        let id = if alb { (*meta.name).to_owned() } else { [&*meta.namespace, &*meta.name].join("/") };
        let made = if alb {
            other.spec.config.id.is_empty() && other.status.as_ref().is_some_and(|s| s.load_balancer.id == lb)
        } else {
            other.reused().is_empty() && other.in_use() == lb
        };
        (made && id != req.object_id()).then_some(id)
    })
}
