//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Reusing the API server's or another Service's load balancer",
        zh: "复用 API Server 或其他 Service 的负载均衡",
    },
    text: "\
## What it stops
A Service of type LoadBalancer, or an AlbConfig, that is told to reuse a load balancer on the list
`apiServerLoadBalancers`, or one that the cloud controller manager made for another Service or AlbConfig;
the latter once the look-ups of Services and AlbConfigs are granted. Both annotation prefixes count. Without
the list it warns when a Service takes listeners over by force and has port 6443.
## Why it is high-risk
The cloud controller manager writes the Service's listeners and backends to the load balancer. On the API
server's, nodes and people no longer reach the API server. On another Service's, one of the two loses its
traffic, and deleting that one deletes the load balancer.
## How to get it done anyway
Create a load balancer of your own in the console and reuse that one. Write the ids of the API server's load
balancers, which the console shows on the cluster's page, into `apiServerLoadBalancers`.
",
    text_zh: "拦截 LoadBalancer 类型的 Service 或 AlbConfig 复用以下负载均衡：`apiServerLoadBalancers` 中列出的\
              实例；授予查询 Service、AlbConfig 的权限后，还包括 CCM 为其他 Service、AlbConfig 创建的实例。两种\
              注解前缀均计入。未配置列表时，强制覆盖监听且端口为 6443 的 Service 只告警。复用 API Server 的负载\
              均衡会使节点和用户无法访问 API Server。请另建负载均衡再复用，并将控制台集群页面所示的 API Server 负\
              载均衡 ID 填入 `apiServerLoadBalancers`。",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "apiServerLoadBalancers",
        doc: Bilingual {
            en: "Ids of the load balancers in front of the API server, as the console shows them on the cluster's page.\n",
            zh: "API Server 的负载均衡实例 ID，见控制台集群页面。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().api_server_load_balancers.to_json(),
    }],
    context: &[("alibabacloud.com/v1", "AlbConfig"), ("v1", "Service")],
    background_audit: false,
};
