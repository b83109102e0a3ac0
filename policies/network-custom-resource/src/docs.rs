//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Writing custom resources of the container network", zh: "手动修改容器网络的自定义资源"
    },
    text: "\
## What it stops
Creating, changing or deleting PodENI, NetworkInterface, Node and NodeRuntime objects of
`network.alibabacloud.com`, and all objects of `cilium.io` and `crd.projectcalico.org`, by hand, including
their status. Like ACK's list, this counts network policies of Cilium and Calico; the finding names the
setting that allows them. PodNetworking, which is meant for users, passes.
## Why it is high-risk
Terway reads from these objects which network interface and address belong to which Pod. A wrong object
disconnects Pods from the network, and deleting one leaks a network interface or releases one in use.
## How to get it done anyway
Configure Terway with PodNetworking and `eni-config`. To clean up, restart the Pods: Terway removes what is
left over. To allow policies of Cilium and Calico, enable `allowUserPolicies`.
",
    text_zh: "\
## 拦截的操作
拦截手动创建、修改、删除 `network.alibabacloud.com` 的 PodENI、NetworkInterface、Node、NodeRuntime，以及 \
`cilium.io`、`crd.projectcalico.org` 的全部对象，包括其 status；与 ACK 的清单一致，Cilium、Calico 的网络策略\
也在其中，检查结果会提示放行它们的配置项；供用户使用的 PodNetworking 放行。
## 为何高危
Terway 依据这些对象管理网卡和 Pod 地址，错误的对象会使 Pod 断网，删除对象会造成网卡泄漏或释放使用中的网卡。
## 正确做法
请通过 PodNetworking 和 `eni-config` 配置 Terway；如需清理残留，请重启 Pod，由 Terway 自行清\
理；Cilium、Calico 的网络策略可通过 `allowUserPolicies` 放行。
",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "allowUserPolicies",
        doc: Bilingual {
            en: "Allow users to write network policies of Cilium and Calico, for clusters that use them.\n",
            zh: "允许用户编写 Cilium、Calico 的网络策略对象，适用于使用这些策略的集群。",
        },
        ty: <bool as Setting>::TYPE,
        default: || Settings::default().allow_user_policies.to_json(),
    }],
    context: &[],
    background_audit: false,
};
