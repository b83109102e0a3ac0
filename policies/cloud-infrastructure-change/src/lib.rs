//! Changing instances and the network of a cluster behind ACK.
#![no_std]

mod docs;

use redline_engine::alibaba::{AttributeChange, Call, Ownership};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::RN2], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        // What was bound before stays bound, and what goes is free.
        if found.action.message == NETWORK_ACL_BOUND
            && op.plan().is_some_and(|plan| plan.updates && !plan.after.list(RESOURCES[1]).contains(&found.id))
        {
            return false;
        }
        // Whoever tags a resource with the id of its own cluster changes nothing.
        if found.action.message == OVERWRITTEN {
            let own = |call: &Call<'_>| call.parameters.has_value(&["Tag.Value"], &[&*ctx.inventory.cluster_id]);
            return found.owner == Ownership::Ours && !op.call().is_some_and(own);
        }
        if found.action.message != UNTAGGED {
            return true;
        }
        // Tags of the user may change. A call that removes every tag does not tell whether ACK's are among them.
        match op.plan() {
            Some(plan) => plan.tag_changes().iter().any(|(key, change)| {
                let had = !matches!(change, AttributeChange::To(old, _) if old.is_empty());
                had && ACK_TAGS.contains(&&**key)
            }),
            None => {
                found.owner == Ownership::Ours
                    || op.call().is_some_and(|call| call.parameters.has_value(KEYS, ACK_TAGS))
            }
        }
    }
}

const NODE: Class = Class::Instance;
const GROUP: Class = Class::ScalingGroup;
const STOPPED: Bilingual = Bilingual { en: "stops instance {} of a node", zh: "停止节点实例 {}" };
const RESTARTED: Bilingual = Bilingual { en: "restarts instance {} of a node", zh: "重启节点实例 {}" };
const RESIZED: Bilingual =
    Bilingual { en: "changes the type of instance {} of a node", zh: "变更节点实例 {} 的实例规格" };
const MOVED: Bilingual =
    Bilingual { en: "moves instance {} of a node to another host", zh: "将节点实例 {} 迁移到其他宿主机" };
const RENAMED: Bilingual =
    Bilingual { en: "changes the host name of instance {} of a node", zh: "修改节点实例 {} 的主机名" };
const NETWORK: Bilingual = Bilingual {
    en: "changes the bandwidth, the public address or network options of instance {} of a node",
    zh: "修改节点实例 {} 的带宽、公网 IP 或网络选项",
};
const METADATA: Bilingual = Bilingual {
    en: "changes access to the metadata of instance {} of a node",
    zh: "修改节点实例 {} 的元数据访问设置",
};
const SUSPENDED: Bilingual =
    Bilingual { en: "suspends processes of scaling group {}", zh: "暂停伸缩组 {} 的流程" };
const GROUP_CHANGED: Bilingual = Bilingual {
    en: "changes settings of scaling group {} of a node pool",
    zh: "修改节点池的伸缩组 {} 的配置",
};
const HOOK: Bilingual = Bilingual {
    en: "changes or deletes a lifecycle hook of scaling group {}, which drains nodes",
    zh: "修改或删除伸缩组 {} 的生命周期挂钩，节点移除前将不再排空",
};

const ROUTE: Bilingual = Bilingual { en: "deletes or changes routes of {}", zh: "删除或修改 {} 的路由" };
const ROUTES: Bilingual =
    Bilingual { en: "changes the route table of vSwitch {}", zh: "更换交换机 {} 的路由表" };
const SWITCH: Bilingual = Bilingual { en: "deletes vSwitch {}", zh: "删除交换机 {}" };
const IPV6: Bilingual = Bilingual { en: "switches off IPv6 of vSwitch {}", zh: "关闭交换机 {} 的 IPv6" };
const NETWORK_ACL: Bilingual = Bilingual {
    en: "changes network ACL {}, which may cut off nodes and pods",
    zh: "修改网络 ACL {}，可能中断节点和 Pod 的网络",
};
const NETWORK_ACL_BOUND: Bilingual =
    Bilingual { en: "binds a network ACL to vSwitch {}", zh: "为交换机 {} 绑定网络 ACL" };
const UNBOUND: Bilingual = Bilingual {
    en: "unbinds elastic IP {}, through which the cluster may be reached",
    zh: "解绑弹性公网 IP {}，集群可能通过该地址访问",
};
const ADDRESS: Bilingual = Bilingual {
    en: "releases or changes elastic IP {}, through which the cluster may be reached",
    zh: "释放或修改弹性公网 IP {}，集群可能通过该地址访问",
};

const BANDWIDTH: Bilingual = Bilingual {
    en: "changes the shared bandwidth of {}, through which the cluster may be reached",
    zh: "修改 {} 的共享带宽，集群可能通过该地址访问",
};

const UNTAGGED: Bilingual = Bilingual {
    en: "takes tags of ACK from {}, by which ACK recognises its resources",
    zh: "移除 {} 上的 ACK 标签，ACK 通过这些标签识别其资源",
};
const OVERWRITTEN: Bilingual = Bilingual {
    en: "overwrites tags of ACK on {}, by which ACK recognises its resources",
    zh: "覆盖 {} 上的 ACK 标签，ACK 通过这些标签识别其资源",
};
const CLOCK: Bilingual =
    Bilingual { en: "changes clock options of instance {} of a node", zh: "修改节点实例 {} 的时钟选项" };
const DHCP: Bilingual = Bilingual {
    en: "changes the name servers that {} gives to nodes by DHCP, which `/etc/resolv.conf` takes over",
    zh: "修改 {} 通过 DHCP 下发给节点的 DNS 服务器，节点的 `/etc/resolv.conf` 会随之改变",
};

/// What a call that removes tags names: those by which ACK and its components recognise instances, network interfaces,
/// disks and groups, or `true` in `All`.
const UNTAGGED_KEYS: &[&str] = &["ack.aliyun.com", "ack.alibabacloud.com/nodepool-id", "k8s.aliyun.com", "true"];
/// The tags alone.
const ACK_TAGS: &[&str] = UNTAGGED_KEYS.split_at(UNTAGGED_KEYS.len() - 1).0;
/// Where calls name keys of tags.
const KEYS: &[&str] = &["TagKey", "Tag.Key"];
const TAGGED: &[&str] = &["ResourceId"];
/// A call about tags does not tell the kind of its resources other than by their ids.
const ANY_TAGGED: &[(Class, &[&str])] = &[
    (NODE, TAGGED),
    (Class::NetworkInterface, TAGGED),
    (Class::Disk, TAGGED),
    (Class::SystemDisk, TAGGED),
    (Class::SecurityGroup, TAGGED),
];
/// A call that removes tags of ACK, or every tag.
const UNTAGS: When = When::Is(&["TagKey", "Tag.Key", "All"], UNTAGGED_KEYS);
const TAGS_CHANGE: When = When::Changes(&["tags"]);
const OF_VPC: &[&str] = &["VpcId", "vpc_id"];

/// Where the calls about routes name tables and entries, and the instances that packets go to.
const TABLES: &[&str] = &["RouteTableId", "RouteEntries.RouteTableId", "RouteEntryId", "RouteEntries.RouteEntryId"];
const HOPS: &[(Class, &[&str])] = &[
    (NODE, &["NextHopId", "RouteEntries.NextHop", "NextHopList.NextHopId", "nexthop_id"]),
    (NODE, &["next_hops.nexthop_id"]),
];
/// What a bandwidth package holds besides elastic IPs.
const IN_PACKAGE: &[(Class, &[&str])] = &[(Class::LoadBalancer, &["IpInstanceId", "instance_id"])];
/// What an elastic IP is bound to.
const BOUND_TO: &[&str] = &["InstanceId", "instance_id"];
const BOUND: &[(Class, &[&str])] = &[
    (Class::ApiServerLoadBalancer, BOUND_TO),
    (Class::LoadBalancer, BOUND_TO),
    (NODE, BOUND_TO),
    (Class::NetworkInterface, BOUND_TO),
];
const RESOURCES: &[&str] = &["Resource.ResourceId", "resources.resource_id", "resource_id"];
const ACL_ENTRIES: &[&str] = &["ingress_acl_entries", "egress_acl_entries", "ingress", "egress"];

/// Public templates of OOS that stop, restart and resize instances.
const STOPPING: &[&str] = &[
    "ACS-ECS-BulkyStopInstances",
    "ACS-ECS-ScheduleToStopInstances",
    "ACS-ECS-ScheduleToStartAndStopInstances",
    "ACS-ECS-ScheduleToStartAndStopOrStopAndStartInstances",
    "ACS-ECS-ScheduleToStopAndStartInstances",
];
const RESTARTING: &[&str] =
    &["ACS-ECS-BulkyRebootInstances", "ACS-ECS-ScheduleToRebootInstances", "ACS-ECS-ScheduleToRebootInstancesWithSLR"];
const RESIZING: &[&str] =
    &["ACS-ECS-BulkyModifyPostPaidInstanceSpec", "ACS-ECS-BulkyModifyPrepayInstanceSpec", "ACS-ECS-ModifyInstanceSpec"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "StopInstance StopInstances", NODE, STOPPED).unless_dry_run(),
    Action::call("eflo", "StopNodes", NODE, STOPPED).ids(LINGJUN),
    Action::orchestrated(STOPPING, NODE, STOPPED),
    Action::call("ecs", "RebootInstance RebootInstances", NODE, RESTARTED).unless_dry_run().warns(),
    Action::orchestrated(RESTARTING, NODE, RESTARTED).warns(),
    Action::call("eflo", "RebootNodes", NODE, RESTARTED).ids(LINGJUN).warns(),
    Action::call("ecs", "ModifyInstanceSpec", NODE, RESIZED).unless_dry_run(),
    Action::call("ecs", "ModifyPrepayInstanceSpec", NODE, RESIZED),
    Action::call("eflo", "ChangeNodeTypes", NODE, RESIZED).ids(LINGJUN).warns(),
    Action::orchestrated(RESIZING, NODE, RESIZED),
    Action::call("ecs", "RedeployInstance ModifyInstanceDeployment", NODE, MOVED),
    Action::call("ecs", "ModifyInstanceAttribute", NODE, RENAMED).when(When::Given(&["HostName"])).warns(),
    Action::call(
        "ecs",
        "ModifyInstanceNetworkSpec ConvertNatPublicIpToEip ModifyInstanceNetworkOptions",
        NODE,
        NETWORK,
    )
    .warns(),
    Action::call("ecs", "ReleasePublicIpAddress", NODE, NETWORK).unless_dry_run().warns(),
    Action::call("ecs", "ModifyInstanceMetadataOptions", NODE, METADATA).warns(),
    Action::call("ecs", "ModifyInstanceClockOptions", NODE, CLOCK).unless_dry_run().warns(),
    Action::call("ecs", "UntagResources RemoveTags", Class::Other, UNTAGGED)
        .ids(TAGGED)
        .related(ANY_TAGGED)
        .when(UNTAGS)
        .warns(),
    Action::call("ess", "UntagResources", GROUP, UNTAGGED).ids(TAGGED).when(UNTAGS).warns(),
    Action::call("ecs", "TagResources AddTags", Class::Other, OVERWRITTEN)
        .ids(TAGGED)
        .related(ANY_TAGGED)
        .when(When::Is(KEYS, ACK_TAGS))
        .warns(),
    Action::call("ess", "TagResources", GROUP, OVERWRITTEN).ids(TAGGED).when(When::Is(KEYS, ACK_TAGS)).warns(),
    Action::call("tag", "UntagResources", NODE, UNTAGGED).ids(&["ResourceARN"]).when(UNTAGS).warns(),
    Action::call("vpc", "UpdateDhcpOptionsSetAttribute", Class::Other, DHCP)
        .ids(&["DhcpOptionsSetId"])
        .when(When::Given(&["DomainNameServers"]))
        .unless_dry_run()
        .warns(),
    Action::call(
        "vpc",
        "AttachDhcpOptionsSetToVpc DetachDhcpOptionsSetFromVpc ReplaceVpcDhcpOptionsSet",
        Class::Other,
        DHCP,
    )
    .ids(OF_VPC)
    .unless_dry_run()
    .warns(),
    // Flannel has a route for each node, and Terway has vSwitches for pods.
    Action::call("vpc", "DeleteRouteEntry DeleteRouteEntries", Class::RouteTable, ROUTE)
        .ids(TABLES)
        .related(HOPS)
        .unless_dry_run(),
    Action::call("vpc", "ModifyRouteEntry", Class::RouteTable, ROUTE)
        .ids(TABLES)
        .related(HOPS)
        .unless_dry_run()
        .warns(),
    Action::call("vpc", "AssociateRouteTable UnassociateRouteTable", Class::VSwitch, ROUTES)
        .related(&[(Class::RouteTable, &["RouteTableId"])])
        .warns(),
    Action::call("vpc", "DeleteVSwitch", Class::VSwitch, SWITCH).unless_dry_run(),
    Action::call("vpc", "ModifyVSwitchAttribute", Class::VSwitch, IPV6).when(When::Is(&["EnableIPv6"], &["false"])),
    Action::call("vpc", "AssociateNetworkAcl", Class::VSwitch, NETWORK_ACL_BOUND)
        .ids(RESOURCES)
        .unless_dry_run()
        .warns(),
    Action::call("vpc", "UpdateNetworkAclEntries CopyNetworkAclEntries", Class::AccessControlList, NETWORK_ACL)
        .ids(&["NetworkAclId"])
        .unless_dry_run()
        .warns(),
    Action::call("vpc", "UnassociateEipAddress", Class::ElasticIp, UNBOUND).related(BOUND).naming(BOUND_TO),
    Action::call("vpc", "ReleaseEipAddress", Class::ElasticIp, ADDRESS),
    Action::refunded(&["eip"], Class::ElasticIp, ADDRESS),
    Action::call("vpc", "ModifyEipAddressAttribute", Class::ElasticIp, ADDRESS)
        .when(When::Given(&["Bandwidth"]))
        .warns(),
    Action::call("vpc", "RemoveCommonBandwidthPackageIp", Class::ElasticIp, BANDWIDTH)
        .ids(&["IpInstanceId"])
        .related(IN_PACKAGE)
        .unless_dry_run()
        .warns(),
    Action::call("vpc", "ModifyCommonBandwidthPackageIpBandwidth", Class::ElasticIp, BANDWIDTH).ids(&["EipId"]).warns(),
    Action::call("ess", "SuspendProcesses", GROUP, SUSPENDED),
    Action::call("ess", "DeleteLifecycleHook ModifyLifecycleHook", GROUP, HOOK).warns(),
    Action::call("ess", "ModifyScalingGroup", GROUP, GROUP_CHANGED)
        .when(When::Given(&[
            "VSwitchIds",
            "ActiveScalingConfigurationId",
            "LaunchTemplateId",
            "LaunchTemplateOverride",
            "RemovalPolicy",
            "HealthCheckType",
            "MultiAZPolicy",
            "ScalingPolicy",
            "CompensateWithOnDemand",
        ]))
        .warns(),
    Action::terraform("alicloud_route_entry alicloud_vpc_route_entry", Change::Delete, Class::RouteTable, ROUTE)
        .ids(&["route_table_id"])
        .related(HOPS),
    Action::terraform("alicloud_route_entry alicloud_vpc_route_entry", Change::Update, Class::RouteTable, ROUTE)
        .ids(&["route_table_id"])
        .related(HOPS)
        .when(When::Changes(&["nexthop_id", "next_hops", "nexthop_type"]))
        .warns(),
    Action::terraform("alicloud_route_table_attachment", Change::Any, Class::VSwitch, ROUTES)
        .ids(&["vswitch_id"])
        .warns(),
    Action::terraform("alicloud_vswitch alicloud_subnet", Change::Delete, Class::VSwitch, SWITCH),
    Action::terraform("alicloud_vswitch alicloud_subnet", Change::Update, Class::VSwitch, IPV6)
        .when(When::Leaves(&["enable_ipv6"], &["true"])),
    Action::terraform("alicloud_network_acl alicloud_network_acl_entries", Change::Update, Class::VSwitch, NETWORK_ACL)
        .ids(RESOURCES)
        .when(When::Changes(ACL_ENTRIES))
        .warns(),
    Action::terraform(
        "alicloud_network_acl alicloud_network_acl_attachment",
        Change::Update,
        Class::VSwitch,
        NETWORK_ACL_BOUND,
    )
    .ids(RESOURCES)
    .when(When::Changes(RESOURCES))
    .warns(),
    Action::terraform("alicloud_network_acl", Change::Create, Class::VSwitch, NETWORK_ACL_BOUND)
        .ids(RESOURCES)
        .when(When::Given(&["resources"]))
        .warns(),
    Action::terraform("alicloud_network_acl_entries", Change::Create, Class::AccessControlList, NETWORK_ACL)
        .ids(&["network_acl_id"])
        .warns(),
    Action::terraform(
        "alicloud_network_acl_attachment alicloud_vpc_network_acl_attachment",
        Change::Create,
        Class::VSwitch,
        NETWORK_ACL_BOUND,
    )
    .ids(RESOURCES)
    .warns(),
    Action::terraform("alicloud_eip_association", Change::Delete, Class::ElasticIp, UNBOUND)
        .ids(&["allocation_id"])
        .related(BOUND)
        .naming(BOUND_TO),
    Action::terraform("alicloud_eip_address alicloud_eip", Change::Delete, Class::ElasticIp, ADDRESS),
    Action::terraform("alicloud_eip_address alicloud_eip", Change::Update, Class::ElasticIp, ADDRESS)
        .when(When::Changes(&["bandwidth"]))
        .warns(),
    Action::terraform("alicloud_common_bandwidth_package_attachment", Change::Delete, Class::ElasticIp, BANDWIDTH)
        .ids(&["instance_id"])
        .related(IN_PACKAGE)
        .warns(),
    Action::terraform("alicloud_common_bandwidth_package_attachment", Change::Update, Class::ElasticIp, BANDWIDTH)
        .ids(&["instance_id"])
        .related(IN_PACKAGE)
        .when(When::Changes(&["bandwidth_package_bandwidth"]))
        .warns(),
    Action::terraform("alicloud_ess_suspend_process", Change::Create, GROUP, SUSPENDED).ids(&["scaling_group_id"]),
    Action::terraform("alicloud_ess_lifecycle_hook alicloud_ess_lifecyclehook", Change::Delete, GROUP, HOOK)
        .ids(&["scaling_group_id"])
        .warns(),
    Action::terraform("alicloud_ess_lifecycle_hook alicloud_ess_lifecyclehook", Change::Update, GROUP, HOOK)
        .ids(&["scaling_group_id"])
        .warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, GROUP_CHANGED)
        .when(When::Changes(&[
            "vswitch_id",
            "vswitch_ids",
            "launch_template_id",
            "launch_template_override",
            "removal_policies",
            "health_check_type",
            "health_check_types",
            "launch_template_version",
            "scaling_policy",
            "compensate_with_on_demand",
            "multi_az_policy",
        ]))
        .warns(),
    Action::terraform("alicloud_instance", Change::Update, NODE, STOPPED).when(When::Becomes("status", &["Stopped"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, RESIZED).when(When::Changes(&["instance_type"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, RENAMED).when(When::Changes(&["host_name"])).warns(),
    Action::terraform("alicloud_instance", Change::Update, NODE, MOVED)
        .when(When::Changes(&["dedicated_host_id", "deployment_set_id"]))
        .warns(),
    Action::terraform("alicloud_instance", Change::Update, NODE, NETWORK)
        .when(When::Changes(&[
            "internet_max_bandwidth_out",
            "internet_charge_type",
            "ipv6_address_count",
            "ipv6_addresses",
            "secondary_private_ip_address_count",
            "secondary_private_ips",
            "source_dest_check",
        ]))
        .warns(),
    Action::terraform("alicloud_instance", Change::Update, NODE, METADATA)
        .when(When::Changes(&["http_endpoint", "http_tokens"]))
        .warns(),
    Action::terraform("alicloud_instance", Change::Update, NODE, UNTAGGED).when(TAGS_CHANGE).warns(),
    Action::terraform("alicloud_security_group", Change::Update, Class::SecurityGroup, UNTAGGED)
        .when(TAGS_CHANGE)
        .warns(),
    Action::terraform(
        "alicloud_ecs_network_interface alicloud_network_interface",
        Change::Update,
        Class::NetworkInterface,
        UNTAGGED,
    )
    .when(TAGS_CHANGE)
    .warns(),
    Action::terraform("alicloud_ecs_disk alicloud_disk", Change::Update, Class::Disk, UNTAGGED)
        .when(TAGS_CHANGE)
        .warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, UNTAGGED).when(TAGS_CHANGE).warns(),
    Action::terraform("alicloud_vpc_dhcp_options_set", Change::Update, Class::Other, DHCP)
        .when(When::Changes(&["domain_name_servers"]))
        .warns(),
    Action::terraform("alicloud_vpc_dhcp_options_set_attachment", Change::Any, Class::Other, DHCP).ids(OF_VPC).warns(),
];

/// Where calls of Lingjun name nodes.
const LINGJUN: &[&str] = &["NodeId", "Nodes", "NodeIds", "Nodes.NodeId"];
