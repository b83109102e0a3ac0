use super::*;

fn inventory(json: &str) -> Inventory {
    use crate::inventory::WithInventory;
    use redline_core::settings::RuleSettings;
    struct Nothing;
    impl RuleSettings for Nothing {
        fn set(&mut self, _: &str, _: &str) -> Option<Result<(), String>> {
            None
        }
    }
    let mut settings = WithInventory { inventory: Inventory::default(), own: &mut Nothing };
    let fields: redline_json::Fields<'_> = redline_json::read(json).unwrap();
    for (key, value) in fields.iter() {
        settings.set(key, value.get()).unwrap().unwrap();
    }
    settings.inventory
}

fn owner(class: Class, id: &str, name: &str, tags: Option<&[(&str, &str)]>, settings: &str) -> Ownership {
    let tags: Option<Vec<_>> = tags.map(|t| t.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect());
    let evidence = Evidence { product: "x", id, name, tags: tags.as_deref(), own_tags: true, created: "" };
    evidence.owner(class, &inventory(settings))
}

const OURS: Option<&[(&str, &str)]> = Some(&[("ack.aliyun.com", "c1")]);
const NONE: Option<&[(&str, &str)]> = Some(&[]);

#[test]
fn tags_count_before_lists_and_lists_before_the_lack_of_tags() {
    let group = |tags, settings| owner(Class::ScalingGroup, "asg-1", "", tags, settings);
    assert_eq!(group(OURS, "{}"), Ours);
    assert_eq!(group(OURS, r#"{"clusterId":"c1"}"#), Ours);
    assert_eq!(group(OURS, r#"{"clusterId":"c2"}"#), NotOurs);
    assert_eq!(group(OURS, r#"{"clusterId":"c2","scalingGroups":["asg-1"]}"#), NotOurs);
    assert_eq!(group(None, "{}"), Unknown);
    assert_eq!(group(None, r#"{"scalingGroups":["asg-1"]}"#), Ours);
    assert_eq!(group(None, r#"{"scalingGroups":["asg-2"]}"#), Unknown);
    assert_eq!(group(None, r#"{"scalingGroups":["asg-2"],"complete":true}"#), NotOurs);
    assert_eq!(group(NONE, "{}"), NotOurs);
    assert_eq!(group(NONE, r#"{"scalingGroups":["asg-1"]}"#), Ours);
    assert_eq!(group(Some(&[("team", "web")]), "{}"), NotOurs);
    assert_eq!(owner(Class::ScalingGroup, "", "", None, r#"{"scalingGroups":["asg-1"]}"#), Unknown);
}

#[test]
fn components_of_ack_tag_what_they_create() {
    let instance = |tags, settings| owner(Class::Instance, "i-1", "", Some(tags), settings);
    let pool = &[("ack.alibabacloud.com/nodepool-id", "np1")];
    assert_eq!(instance(pool, "{}"), Ours);
    assert_eq!(instance(pool, r#"{"nodePools":["np2"],"complete":true}"#), NotOurs);
    let group = &[("acs:autoscaling:scalingGroupId", "asg-1")];
    assert_eq!(instance(group, "{}"), NotOurs);
    assert_eq!(instance(group, r#"{"scalingGroups":["asg-1"]}"#), Ours);
    assert_eq!(owner(Class::NetworkInterface, "eni-1", "", Some(&[("creator", "terway")]), "{}"), Ours);
    assert_eq!(owner(Class::Disk, "d-1", "", Some(&[("createdby", "alibabacloud-csi-plugin")]), "{}"), Ours);
}

#[test]
fn only_listed_instances_are_control_plane_nodes() {
    let settings = r#"{"controlPlaneInstances":["i-1"],"instances":["i-2"]}"#;
    assert_eq!(owner(Class::Instance, "i-1", "", None, settings), Ours);
    assert_eq!(owner(Class::ControlPlaneInstance, "i-1", "", None, settings), Ours);
    assert_eq!(owner(Class::ControlPlaneInstance, "i-2", "", None, settings), Unknown);
    let complete = r#"{"controlPlaneInstances":["i-1"],"instances":["i-2"],"complete":true}"#;
    assert_eq!(owner(Class::ControlPlaneInstance, "i-2", "", None, complete), NotOurs);
    assert_eq!(owner(Class::ControlPlaneInstance, "i-1", "", OURS, "{}"), Unknown);
    let worker = Some(&[("ack.aliyun.com", "c1"), ("ack.alibabacloud.com/nodepool-id", "np1")][..]);
    assert_eq!(owner(Class::ControlPlaneInstance, "i-1", "", worker, "{}"), NotOurs);
}

#[test]
fn load_balancers_of_the_api_server_and_of_services_are_told_apart() {
    let both = |id, name, tags, settings| {
        (
            owner(Class::ApiServerLoadBalancer, id, name, tags, settings),
            owner(Class::LoadBalancer, id, name, tags, settings),
        )
    };
    assert_eq!(both("lb-1", "", OURS, "{}"), (Ours, NotOurs));
    let service = Some(&[("ack.aliyun.com", "c1"), ("kubernetes.do.not.delete", "a1")][..]);
    assert_eq!(both("lb-1", "", service, "{}"), (NotOurs, Ours));
    assert_eq!(both("lb-1", "", service, r#"{"clusterId":"c2"}"#), (NotOurs, NotOurs));
    assert_eq!(both("lb-1", "K8sMasterSlbIntranet", service, "{}"), (Ours, NotOurs));
    assert_eq!(both("lb-1", "ManagedK8SSlbIntranet-c1", NONE, "{}"), (Ours, NotOurs));
    assert_eq!(both("lb-1", "ManagedK8SSlbIntranet-c1", NONE, r#"{"clusterId":"c2"}"#), (NotOurs, NotOurs));
    assert_eq!(both("lb-1", "", service, r#"{"apiServerLoadBalancers":["lb-1"]}"#), (Ours, NotOurs));
    assert_eq!(both("lb-1", "", None, r#"{"loadBalancers":["lb-1"]}"#), (NotOurs, Ours));
    assert_eq!(both("lb-2", "", None, r#"{"apiServerLoadBalancers":["lb-1"]}"#), (NotOurs, Unknown));
    assert_eq!(both("lb-2", "", NONE, "{}"), (Unknown, NotOurs), "an API server's load balancer need not have tags");
    assert_eq!(both("lb-2", "", NONE, r#"{"apiServerLoadBalancers":["lb-1"]}"#), (NotOurs, NotOurs));
    assert_eq!(both("lb-2", "", None, "{}"), (Unknown, Unknown));
}

#[test]
fn names_that_only_ack_gives_are_evidence() {
    let cluster = "c0123456789abcdef0123456789abcdef";
    let project = |id: &str, settings: &str| owner(Class::LogProject, id, "", None, settings);
    assert_eq!(project(&format!("k8s-log-{cluster}"), "{}"), Ours);
    assert_eq!(project(&format!("k8s-log-{cluster}"), r#"{"clusterId":"c1"}"#), NotOurs);
    assert_eq!(project("k8s-log-custom", r#"{"clusterId":"c1"}"#), Unknown);
    assert_eq!(project("k8s-log-custom", r#"{"logProjects":["k8s-log-custom"]}"#), Ours);
    assert_eq!(project("k8s-log-custom", r#"{"logProjects":["k8s-log-x"]}"#), NotOurs);
    assert_eq!(project("web", "{}"), Unknown);
    let role = |id: &str| owner(Class::Role, id, "", None, "{}");
    assert_eq!(role("aliyuncsmanagednetworkrole"), Ours);
    assert_eq!(role("KubernetesWorkerRole-5e2"), Ours);
    assert_eq!(role("AliyunCSManagedNetworkRole@role.1234.onaliyunservice.com"), Ours);
    assert_eq!(role("AliyunCSManagedNetworkRolePolicy"), Ours);
    assert_eq!(role("k8sMasterRolePolicy-5e2"), Ours);
    assert_eq!(role("web"), NotOurs);
    assert_eq!(owner(Class::Role, "web", "", None, r#"{"roles":["web"]}"#), Ours);
    assert_eq!(role("Policy"), NotOurs);
    assert_eq!(role("角色Policy"), NotOurs);
    assert_eq!(role(""), Unknown);
    for id in [
        "k8s-log-c0123456789abcdef0123456789abcdeg",
        "k8s-log-c0123456789abcdef",
        "k8s-log-d0123456789abcdef0123456789abcdef",
    ] {
        assert_eq!(project(id, "{}"), Unknown, "{id}");
    }
    let interface = |name: &str| owner(Class::NetworkInterface, "eni-1", name, NONE, "{}");
    assert_eq!((interface("k8s-eni-x"), interface("web")), (Ours, NotOurs));
    for class in [Class::ScalingGroup, Class::Other] {
        assert_eq!(owner(class, "x-1", "kubernetes_autoscaler_autogen", NONE, "{}"), Ours);
    }
    let name = "alicloud-cs-auto-created-security-group-c1";
    assert_eq!(owner(Class::SecurityGroup, "sg-1", name, NONE, r#"{"clusterId":"c1"}"#), Ours);
}

#[test]
fn the_lack_of_tags_proves_nothing_where_acks_tags_are_not_always_there() {
    for class in [
        Class::FileSystem,
        Class::Disk,
        Class::SystemDisk,
        Class::SecurityGroup,
        Class::VSwitch,
        Class::RouteTable,
        Class::AccessControlList,
        Class::ServerGroup,
        Class::Listener,
        Class::ElasticIp,
        Class::AccessGroup,
        Class::ApiServerLoadBalancer,
        Class::Other,
    ] {
        assert_eq!(owner(class, "x-1", "", Some(&[("team", "web")]), "{}"), Unknown, "{class:?}");
        assert_eq!(
            owner(class, "x-1", "", Some(&[("ack.aliyun.com", "c2")]), r#"{"clusterId":"c1"}"#),
            NotOurs,
            "{class:?}"
        );
    }
    for class in [Class::Instance, Class::ScalingGroup, Class::NetworkInterface, Class::LoadBalancer] {
        assert_eq!(owner(class, "x-1", "", Some(&[("team", "web")]), "{}"), NotOurs, "{class:?}");
        assert_eq!(owner(class, "x-1", "", None, "{}"), Unknown, "{class:?}");
    }
}

#[test]
fn a_tagged_load_balancer_is_told_apart_by_its_product_or_the_list() {
    let alb = |class| {
        let tags = [("ack.aliyun.com".to_owned(), "c1".to_owned())];
        let evidence =
            Evidence { product: "Alb", id: "alb-1", tags: Some(&tags), own_tags: true, ..Evidence::default() };
        evidence.owner(class, &inventory("{}"))
    };
    assert_eq!([Class::ApiServerLoadBalancer, Class::LoadBalancer].map(alb), [NotOurs, Ours]);
    let listed = r#"{"apiServerLoadBalancers":["lb-1"],"complete":true}"#;
    assert_eq!(owner(Class::LoadBalancer, "lb-2", "", OURS, listed), Ours);
    assert_eq!(owner(Class::ApiServerLoadBalancer, "lb-2", "", OURS, listed), NotOurs);
}

#[test]
fn blocks_of_pods_are_cidr_blocks_and_lists_are_complete_by_name() {
    use redline_core::settings::RuleSettings;
    let set = |key: &str, json: &str| {
        use crate::inventory::WithInventory;
        let mut own = redline_core::settings::NoSettings;
        let mut settings = WithInventory { inventory: Inventory::default(), own: &mut own };
        settings.set(key, json).unwrap()
    };
    for block in ["172.20.0.0/16", "fd00::/64", "0.0.0.0/0", "::/128"] {
        assert_eq!(set("podCidrs", &format!("[\"{block}\"]")), Ok(()), "{block}");
    }
    for block in ["172.20.0.0", "/16", "172.20.0.0/", "172.20.0.0/129", "pods/16", "172.20.0.0/x", "*"] {
        assert!(set("podCidrs", &format!("[\"10.0.0.0/8\",\"{block}\"]")).is_err(), "{block}");
    }
    assert_eq!(set("instances", r#"["i-*"]"#), Ok(()));
    for time in ["", "2026-11-28T12:00:00Z", "2026-11-28T12:00Z"] {
        assert_eq!(set("asOf", &format!("\"{time}\"")), Ok(()), "{time}");
    }
    for time in [
        "2026-11-28T12:00:00",
        "2026-11-28T12Z",
        "x026-11-28T12:00:00Z",
        "2026-xx-28T12:00:00Z",
        "12:00Z",
        "2026-11-28T12:0Z",
    ] {
        assert!(set("asOf", &format!("\"{time}\"")).is_err(), "{time}");
    }
    // A list that is named twice is complete all the same.
    let twice = r#"{"instances":["i-1"],"disks":["d-1"],"complete":["instances","disks","instances"]}"#;
    assert_eq!(owner(Class::Instance, "i-2", "", None, twice), NotOurs);
    assert_eq!(owner(Class::Disk, "d-2", "", None, twice), NotOurs);
    assert_eq!(owner(Class::ScalingGroup, "asg-2", "", None, twice), Unknown);
    // Where there is no control plane of one's own, the list of its nodes is empty; where nothing is listed, nothing is known.
    let workers = r#"{"instances":["i-1"],"complete":true}"#;
    assert_eq!(owner(Class::Instance, "i-2", "", None, workers), NotOurs);
    assert_eq!(
        owner(Class::Instance, "i-2", "", None, r#"{"controlPlaneInstances":["i-1"],"complete":true}"#),
        Unknown
    );
    assert_eq!(owner(Class::Disk, "d-2", "", None, r#"{"complete":true}"#), Unknown);
    let masters = r#"{"instances":["i-1"],"controlPlaneInstances":["i-9"],"complete":["instances"]}"#;
    assert_eq!(owner(Class::Instance, "i-2", "", None, masters), Unknown);
}

#[test]
fn several_clusters_fit_in_one_inventory() {
    let both = r#"{"clusterId":"c1","clusters":["c2"]}"#;
    for (cluster, expected) in [("c1", Ours), ("c2", Ours), ("c3", NotOurs)] {
        assert_eq!(
            owner(Class::Instance, "i-1", "", Some(&[("ack.aliyun.com", cluster)]), both),
            expected,
            "{cluster}"
        );
        assert_eq!(owner(Class::Cluster, cluster, "", None, both), expected, "{cluster}");
    }
}

#[test]
fn a_class_is_judged_by_its_own_list() {
    let settings =
        r#"{"disks":["d-1"],"networkInterfaces":["eni-1"],"primaryNetworkInterfaces":["eni-p"],"complete":true}"#;
    assert_eq!(owner(Class::Disk, "d-sys", "", None, settings), NotOurs);
    assert_eq!(owner(Class::SystemDisk, "d-sys", "", None, settings), Unknown);
    assert_eq!(owner(Class::NetworkInterface, "eni-p", "", None, settings), Ours);
    assert_eq!(owner(Class::NetworkInterface, "eni-9", "", None, settings), NotOurs);
}
