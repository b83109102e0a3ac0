//! Services and AlbConfigs that take over a load balancer of another owner.
#![no_std]

mod docs;
mod settings;

use guards::load_balancer::{self, Balanced};
use redline_engine::kubernetes::lookup::items;
use redline_engine::prelude::*;
use redline_engine::strings::{concat, truncate_for_display};
use settings::Settings;

/// A Service or AlbConfig must not take over the load balancer of the API server or of another object.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Balanced<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(CREATE_UPDATE, kinds::SERVICE),
            on(CREATE_UPDATE, kinds::SERVICE).sub("status"),
            on(CREATE_UPDATE, kinds::ALB_CONFIG),
        ],
        rows: &[rows::R1],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Balanced<'_>>, own: &Settings, out: &mut Findings) {
        let Some(new) = &req.object else { return };
        let alb = load_balancer::is_alb_config(req);
        let reused = |object: &Balanced<'_>| reused_load_balancer(object, alb);
        let old = req.old_object.as_ref().filter(|_| req.operation == Operation::Update);
        let (lb, by_force) = reused(new);
        if lb.is_empty() || old.map(reused) == Some((lb.clone(), by_force)) {
            return;
        }
        let (id, shown) = (truncate_for_display(&req.object_id()), truncate_for_display(&lb));
        let kind = if alb { "AlbConfig" } else { "Service" };
        let path = if alb {
            "spec.config.id".to_owned()
        } else {
            format!("metadata.annotations[{}loadbalancer-id]", load_balancer::PREFIX)
        };
        if own.api_server_load_balancers.contains(&lb) {
            let text = text!(
                "makes {kind} `{id}` take over `{shown}`, the API server's load balancer",
                "该请求将使 {kind} `{id}` 占用 API Server 的负载均衡 `{shown}`"
            );
            out.push(Finding::deny(path, text).value(&*lb));
        } else if let Some(owner) = other_owner(ctx, req, &lb, alb) {
            let owner = truncate_for_display(&owner);
            let text = text!(
                "makes {kind} `{id}` take over `{shown}`, the load balancer created for {kind} `{owner}`",
                "该请求将使 {kind} `{id}` 占用为 {kind} `{owner}` 创建的负载均衡 `{shown}`"
            );
            out.push(Finding::deny(path, text).value(&*lb));
        } else if by_force
            && own.api_server_load_balancers.is_empty()
            && new.spec.ports.iter().any(|port| port.port == PORT)
        {
            let text = text!(
                "makes Service `{id}` override port 6443 of `{shown}`, possibly the API server's load \
                 balancer (set `apiServerLoadBalancers` to be certain)",
                "该请求将使 Service `{id}` 强制覆盖 `{shown}` 的 6443 端口监听，该实例可能属于 API \
                 Server（配置 `apiServerLoadBalancers` 后可确认）"
            );
            out.push(Finding::warn(path, text).value(&*lb));
        }
    }
}

const OVERRIDE: &str = "loadbalancer-force-override-listeners";
/// The API server's own port.
const PORT: Option<i64> = Some(6443);

/// The load balancer that an object reuses, empty for none, and whether it overrides the listeners.
fn reused_load_balancer(object: &Balanced<'_>, alb: bool) -> (String, bool) {
    if alb {
        return ((*object.spec.config.id).to_owned(), false);
    }
    if !object.is_load_balancer() || object.left_alone() {
        return (String::new(), false);
    }
    let by_force = load_balancer::annotation(&object.metadata.annotations, OVERRIDE) == Some("true");
    (object.reused().to_owned(), by_force)
}

/// Another object for which the controller created the load balancer.
fn other_owner(ctx: &Context<'_>, req: &Request<'_, Balanced<'_>>, lb: &str, alb: bool) -> Option<String> {
    let json =
        if alb { ctx.host.list("alibabacloud.com/v1", "AlbConfig", "") } else { ctx.host.list("v1", "Service", "") };
    items::<Balanced<'_>>(json.as_deref())?.iter().find_map(|other| {
        let meta = &other.metadata;
        let id = if alb { (*meta.name).to_owned() } else { concat(&[&meta.namespace, "/", &meta.name]) };
        let created_for_it = if alb {
            other.spec.config.id.is_empty() && other.status.as_ref().is_some_and(|s| s.load_balancer.id == lb)
        } else {
            other.reused().is_empty() && other.in_use() == lb
        };
        (created_for_it && id != req.object_id()).then_some(id)
    })
}
