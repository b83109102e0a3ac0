//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Reusing the load balancer of the API server or of another Service",
        zh: "复用 API Server 或其他 Service 的负载均衡",
    },
    text: "\
## What it stops
A Service of type LoadBalancer, or an AlbConfig, that reuses a load balancer listed in
`apiServerLoadBalancers`, or one that the cloud controller manager (CCM) created for another Service or
AlbConfig. The second check requires permission to look up Services and AlbConfigs. Both annotation prefixes
are recognized. If the list is empty, a Service that overrides listeners by force and uses port 6443 warns.
## Why it is high-risk
The CCM writes the listeners and backends of the Service to the load balancer. If it belongs to the API
server, nodes and users can no longer reach the API server. If it belongs to another Service, one of the two
loses its traffic, and deleting the other Service deletes the load balancer.
## How to get it done anyway
Create a separate load balancer in the console and reuse that one. Add the ids of the load balancers of the
API server, which the cluster page of the console shows, to `apiServerLoadBalancers`.
",
    text_zh: "\
## 拦截的操作
拦截 LoadBalancer 类型的 Service 或 AlbConfig 复用以下负载均衡：`apiServerLoadBalancers` 中列出的实例；授予查\
询 Service、AlbConfig 的权限后，还包括 CCM 为其他 Service、AlbConfig 创建的实例。两种注解前缀均生效。未配置列\
表时，强制覆盖监听且使用 6443 端口的 Service 告警。
## 为何高危
CCM 会将该 Service 的监听和后端写入负载均衡：复用 API Server 的负载均衡会使节点和用户无法访问 API Server；复\
用其他 Service 的负载均衡会使其中一方流量中断，且删除原 Service 时负载均衡会随之删除。
## 正确做法
请在控制台另行创建负载均衡并复用该实例，并将控制台集群页面所示的 API Server 负载均衡 ID 填入 \
`apiServerLoadBalancers`。
",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "apiServerLoadBalancers",
        doc: Bilingual {
            en: "Ids of the load balancers of the API server, as the cluster page of the console shows them.\n",
            zh: "API Server 的负载均衡实例 ID，见控制台集群页面。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().api_server_load_balancers.to_json(),
    }],
    context: &[("alibabacloud.com/v1", "AlbConfig"), ("v1", "Service")],
    background_audit: false,
};
