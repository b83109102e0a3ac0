//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Writing the network's own objects", zh: "手工改动容器网络的自定义资源" },
    text: "\
## What it stops
Creating, changing or deleting PodENI, NetworkInterface, Node and NodeRuntime objects of
`network.alibabacloud.com`, and any object of `cilium.io` or `crd.projectcalico.org`, by hand, their status
included.
PodNetworking, which is made for people, passes.
## Why it is high-risk
Terway reads from these objects which interface and address belong to which pod. A wrong one takes pods off
the network, and a deleted one leaks or frees an interface in use.
## How to get it done anyway
Configure Terway with PodNetworking and `eni-config`. To clean up, restart the pods: Terway removes what is
left. Policies of Cilium and Calico are allowed with `allowUserPolicies`.
",
    text_zh: "拦截手工创建、修改、删除 `network.alibabacloud.com` 的 PodENI、NetworkInterface、Node、NodeRuntime，\
              以及 `cilium.io`、`crd.projectcalico.org` 的对象，包括其 status；供用户使用的 PodNetworking 放行\
              。Terway 依据这些对象管理网卡和 Pod 地址，改动会使 Pod 断网。请通过 PodNetworking 和 `eni-config` 配\
              置；Cilium、Calico 的策略对象可用 `allowUserPolicies` 放行。",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "allowUserPolicies",
        doc: Bilingual {
            en: "Let people write network policies of Cilium and Calico, for clusters where these are in use.\n",
            zh: "允许用户编写 Cilium、Calico 的网络策略对象，适用于使用这些策略的集群",
        },
        ty: <bool as Setting>::TYPE,
        default: || Settings::default().allow_user_policies.to_json(),
    }],
    context: &[],
    background_audit: false,
};
