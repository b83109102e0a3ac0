//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "7",
        impact: Bilingual {
            en: "component versions no longer match and the node may become unusable",
            zh: "组件版本不匹配，节点可能无法使用",
        },
        way_back: Bilingual {
            en: "roll the component back to the version it had",
            zh: "将组件回退到原版本",
        },
        instead: Bilingual {
            en: "upgrade the node pool in the ACK console or with `cs:UpgradeClusterNodepool`",
            zh: "在 ACK 控制台或通过 `cs:UpgradeClusterNodepool` 升级节点池",
        },
    },
    Row {
        id: "9",
        impact: Bilingual {
            en: "the component may fail to start and the node become unavailable",
            zh: "组件可能无法启动，节点随之不可用",
        },
        way_back: Bilingual {
            en: "set the parameters back to the values ACK recommends",
            zh: "将参数改回 ACK 推荐的值",
        },
        instead: Bilingual {
            en: "set kubelet and containerd parameters on the node pool or with `cs:ModifyNodePoolNodeConfig`",
            zh: "在节点池配置中或通过 `cs:ModifyNodePoolNodeConfig` 设置 kubelet 和 containerd 参数",
        },
    },
    Row {
        id: "10",
        impact: Bilingual {
            en: "the node may become unavailable",
            zh: "节点可能不可用",
        },
        way_back: Bilingual {
            en: "restore the configuration, or remove the node and create a new one",
            zh: "恢复原配置，或移除节点后新建",
        },
        instead: Bilingual {
            en: "set OS parameters on the node pool in the ACK console or with `cs:ModifyNodePoolNodeConfig`",
            zh: "在 ACK 控制台的节点池配置中或通过 `cs:ModifyNodePoolNodeConfig` 设置操作系统参数",
        },
    },
    Row {
        id: "11",
        impact: Bilingual {
            en: "components on the node malfunction, as certificates and leases depend on its clock",
            zh: "证书和租约都依赖节点时间，节点上的组件会工作异常",
        },
        way_back: Bilingual {
            en: "set the correct time and turn time synchronisation on again",
            zh: "校正时间并恢复时间同步",
        },
        instead: Bilingual {
            en: "leave NTP running, set `TZ` in the container, choose the node `timezone` when creating the cluster",
            zh: "保持 NTP 同步，容器时区用环境变量 `TZ`，节点时区在创建集群时用 `timezone` 指定",
        },
    },
    Row {
        id: "16",
        impact: Bilingual {
            en: "component versions no longer match and the cluster may become unusable",
            zh: "组件版本不匹配，集群可能无法使用",
        },
        way_back: Bilingual {
            en: "roll the component back to the version it had",
            zh: "将组件回退到原版本",
        },
        instead: Bilingual {
            en: "upgrade the cluster in the ACK console or with `cs:UpgradeCluster`",
            zh: "在 ACK 控制台或通过 `cs:UpgradeCluster` 升级集群",
        },
    },
    Row {
        id: "17",
        impact: Bilingual {
            en: "certificates and manifests are gone and the control-plane node stops working",
            zh: "证书和组件清单丢失，Master 节点无法工作",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "leave these directories alone, and free disk space by clearing old logs and images",
            zh: "不要动这些目录，磁盘紧张时清理旧日志和无用镜像",
        },
    },
    Row {
        id: "19",
        impact: Bilingual {
            en: "the component may fail to start and the cluster become unavailable",
            zh: "组件可能无法启动，集群随之不可用",
        },
        way_back: Bilingual {
            en: "set the parameters back to the values ACK recommends",
            zh: "将参数改回 ACK 推荐的值",
        },
        instead: Bilingual {
            en: "keep ACK's recommended values, on managed clusters change them with `cs:ModifyClusterConfiguration`",
            zh: "沿用 ACK 推荐的参数，托管集群通过 `cs:ModifyClusterConfiguration` 修改",
        },
    },
    Row {
        id: "20",
        impact: Bilingual {
            en: "components stop trusting each other and the cluster may become unusable",
            zh: "组件之间不再互信，集群可能无法使用",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "renew them with the certificate rotation of the ACK console",
            zh: "使用 ACK 控制台的证书轮转功能更新证书",
        },
    },
    Row {
        id: "22",
        impact: Bilingual {
            en: "control-plane components malfunction, as certificates and etcd depend on the clock",
            zh: "证书和 etcd 都依赖节点时间，控制面组件会工作异常",
        },
        way_back: Bilingual {
            en: "set the correct time and turn time synchronisation on again",
            zh: "校正时间并恢复时间同步",
        },
        instead: Bilingual {
            en: "leave NTP running, and choose the `timezone` when creating the cluster",
            zh: "保持 NTP 同步，时区在创建集群时用 `timezone` 指定",
        },
    },
    Row {
        id: "33",
        impact: Bilingual {
            en: "packets are no longer forwarded and the network of pods breaks",
            zh: "节点不再转发报文，容器网络不通",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.ip_forward=1`",
            zh: "设置 `net.ipv4.ip_forward=1`",
        },
        instead: Bilingual {
            en: "keep `net.ipv4.ip_forward=1`, and set other sysctls with `cs:ModifyNodePoolNodeConfig`",
            zh: "保持 `net.ipv4.ip_forward=1`，其他内核参数通过 `cs:ModifyNodePoolNodeConfig` 设置",
        },
    },
    Row {
        id: "34",
        impact: Bilingual {
            en: "packets that come back by another interface are dropped and the network of pods breaks",
            zh: "来回路径不一致的报文被丢弃，容器网络不通",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.conf.all.rp_filter=0`, and `net.ipv4.conf.[ethX].rp_filter=0` for every eth interface",
            zh: "设置 `net.ipv4.conf.all.rp_filter=0`，并为每个 eth 网卡设置 `net.ipv4.conf.[ethX].rp_filter=0`",
        },
        instead: Bilingual {
            en: "keep `rp_filter` at `0`, and limit the traffic of pods with a NetworkPolicy",
            zh: "保持 `rp_filter` 为 `0`，限制 Pod 流量请用 NetworkPolicy",
        },
    },
    Row {
        id: "35",
        impact: Bilingual {
            en: "health checks of pods fail",
            zh: "Pod 健康检查异常",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.tcp_tw_reuse=0`",
            zh: "设置 `net.ipv4.tcp_tw_reuse=0`",
        },
        instead: Bilingual {
            en: "keep `net.ipv4.tcp_tw_reuse=0`, and save connections with keep-alive or a connection pool",
            zh: "保持 `net.ipv4.tcp_tw_reuse=0`，改用长连接或连接池减少新建连接",
        },
    },
    Row {
        id: "36",
        impact: Bilingual {
            en: "connections that pass NAT fail",
            zh: "经过 NAT 的连接异常",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.tcp_tw_recycle=0`",
            zh: "设置 `net.ipv4.tcp_tw_recycle=0`",
        },
        instead: Bilingual {
            en: "keep `net.ipv4.tcp_tw_recycle=0`, and save connections with keep-alive or a connection pool",
            zh: "保持 `net.ipv4.tcp_tw_recycle=0`，改用长连接或连接池减少新建连接",
        },
    },
    Row {
        id: "37",
        impact: Bilingual {
            en: "connections of the node or pod fail intermittently",
            zh: "节点或 Pod 的网络连接会间歇性失败",
        },
        way_back: Bilingual {
            en: "set `net.ipv4.ip_local_port_range=\"32768 60999\"`",
            zh: "设置 `net.ipv4.ip_local_port_range=\"32768 60999\"`",
        },
        instead: Bilingual {
            en: "keep `32768 60999`, and use keep-alive or more replicas when ports run short",
            zh: "保持 `32768 60999`，端口不足时改用长连接或增加副本数",
        },
    },
    Row {
        id: "38",
        impact: Bilingual {
            en: "the network of the containers on the node fails",
            zh: "节点上的容器网络不通",
        },
        way_back: Bilingual {
            en: "uninstall the firewall software and reboot the node",
            zh: "卸载防火墙软件并重启节点",
        },
        instead: Bilingual {
            en: "limit traffic with a NetworkPolicy and with the security group chosen for the node pool",
            zh: "用 NetworkPolicy 和节点池所选的安全组控制流量",
        },
    },
    Row {
        id: "45",
        impact: Bilingual {
            en: "DNS on the node and in its pods may fail",
            zh: "节点及其 Pod 的 DNS 解析可能失败",
        },
        way_back: Bilingual {
            en: "put the previous `nameserver` lines of `/etc/resolv.conf` back",
            zh: "恢复 `/etc/resolv.conf` 原有的 `nameserver` 配置",
        },
        instead: Bilingual {
            en: "set upstreams with `forward` in ConfigMap `kube-system/coredns`, or `dnsConfig` in the pod",
            zh: "在 ConfigMap `kube-system/coredns` 中用 `forward` 配置上游 DNS，或在 Pod 中设置 `dnsConfig`",
        },
    },
    Row {
        id: "51",
        impact: Bilingual {
            en: "the pod goes on writing, but to the local disk of the node",
            zh: "Pod 会继续写入，但数据落到节点本地盘",
        },
        way_back: Bilingual {
            en: "restart the pod",
            zh: "重启 Pod",
        },
        instead: Bilingual {
            en: "delete the pod, and CSI unmounts the volume itself",
            zh: "删除 Pod，由 CSI 卸载存储卷",
        },
    },
    Row {
        id: "52",
        impact: Bilingual {
            en: "data on the disk may be destroyed, and pods write to the local disk of the node",
            zh: "云盘数据可能损坏，Pod 数据会写到节点本地盘",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "grow the disk by raising the PVC's request, and use `volumeMode: Block` for raw access",
            zh: "扩容请调大 PVC 容量，需要裸设备时使用 `volumeMode: Block`",
        },
    },
    Row {
        id: "54",
        impact: Bilingual {
            en: "pods that use the directory get IO errors",
            zh: "使用该目录的 Pod 出现 IO 错误",
        },
        way_back: Bilingual {
            en: "restart the pods",
            zh: "重启 Pod",
        },
        instead: Bilingual {
            en: "stop the pods, then delete a PVC whose StorageClass has `archiveOnDelete: \"true\"`",
            zh: "先停止 Pod，再删除 PVC，StorageClass 应设置 `archiveOnDelete: \"true\"`",
        },
    },
    Row {
        id: "56",
        impact: Bilingual {
            en: "logs already sent are collected a second time",
            zh: "已上报的日志会被重复采集",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "keep this and `/var/lib/kube-system-logtail-ds/checkpoint`, and delete a collector pod to restart it",
            zh: "保留该目录和 `/var/lib/kube-system-logtail-ds/checkpoint`，需重启采集时删除采集 Pod 即可",
        },
    },
    Row {
        id: "57",
        impact: Bilingual {
            en: "logs that wait in the buffer are lost",
            zh: "缓冲区中尚未上报的日志丢失",
        },
        way_back: Bilingual {
            en: "none",
            zh: "无法恢复",
        },
        instead: Bilingual {
            en: "let the collector send what it holds, and free disk space in other directories",
            zh: "等待采集组件上报完缓存的日志，磁盘空间从其他目录清理",
        },
    },
];
