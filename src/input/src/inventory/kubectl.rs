//! What `kubectl get ... -o json` says about a cluster's cloud resources: instances behind nodes, load balancers of
//! Services, disks and file systems of volumes, network interfaces of Terway.

use serde_json::Value;

use super::ack::each;
use super::lists::Lists;

/// How annotations and labels of a Service name the load balancer that it has.
const BALANCER: [&str; 3] = [
    "/metadata/labels/service.k8s.alibaba~1loadbalancer-id",
    "/metadata/annotations/service.beta.kubernetes.io~1alibaba-cloud-loadbalancer-id",
    "/metadata/annotations/service.beta.kubernetes.io~1alicloud-loadbalancer-id",
];

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// Adds the objects of a list, or a single object. Returns whether one of them was of a known kind.
pub(super) fn objects(lists: &mut Lists, document: &Value) -> bool {
    let kind = text(document, "/kind");
    let is_list = kind.ends_with("List");
    let items: Vec<&Value> = match is_list {
        true => each(document, "items").collect(),
        false => vec![document],
    };
    // One object, or one page of a list, says nothing about the others.
    let is_whole = is_list && text(document, "/metadata/continue").is_empty();
    let complete_before = lists.complete.clone();
    let mut known = false;
    for object in items {
        // The items of a typed list have no kind of their own.
        let own = text(object, "/kind");
        known |= add(lists, if own.is_empty() { kind.trim_end_matches("List") } else { own }, object);
    }
    if !is_whole {
        lists.complete = complete_before;
    }
    known
}

fn add(lists: &mut Lists, kind: &str, object: &Value) -> bool {
    match kind {
        "Node" => node(lists, object),
        "Service" => BALANCER.iter().for_each(|pointer| lists.add("loadBalancers", object.pointer(pointer))),
        "PersistentVolume" => volume(lists, object),
        "AlbConfig" => {
            lists.add("loadBalancers", object.pointer("/status/loadBalancer/id"));
            lists.add("loadBalancers", object.pointer("/spec/config/id"));
        }
        "NetworkInterface" => lists.add("networkInterfaces", object.pointer("/spec/eniID")),
        "PodENI" => {
            each(&object["spec"], "allocations").for_each(|a| lists.add("networkInterfaces", a.pointer("/eni/id")))
        }
        "ContainerNetworkFileSystem" => {
            lists.add_text("fileSystems", file_system(text(object, "/status/fsAttributes/server")))
        }
        _ => return false,
    }
    true
}

/// A node's provider id is `<region>.<instance>`; virtual nodes have none.
fn node(lists: &mut Lists, node: &Value) {
    let Some((_, id)) = text(node, "/spec/providerID").rsplit_once('.') else { return };
    lists.add_text("instances", id);
    lists.complete.insert("instances");
    lists.add("podCidrs", node.pointer("/spec/podCIDR"));
    lists.add("nodePools", node.pointer("/metadata/labels/alibabacloud.com~1nodepool-id"));
    let is_master = node.pointer("/metadata/labels").and_then(Value::as_object).is_some_and(|labels| {
        labels
            .keys()
            .any(|key| key == "node-role.kubernetes.io/control-plane" || key == "node-role.kubernetes.io/master")
    });
    if is_master {
        lists.add_text("controlPlaneInstances", id);
    }
}

fn volume(lists: &mut Lists, volume: &Value) {
    let csi = &volume["spec"]["csi"];
    match text(csi, "/driver") {
        "diskplugin.csi.alibabacloud.com" => {
            lists.add("disks", csi.get("volumeHandle"));
            lists.complete.insert("disks");
        }
        "nasplugin.csi.alibabacloud.com" => {
            lists.add_text("fileSystems", file_system(text(csi, "/volumeAttributes/server")))
        }
        _ => {}
    }
    lists.add_text("fileSystems", file_system(text(volume, "/spec/nfs/server")));
}

/// The file system in the address of a mount target: `0f1e49` of `0f1e49-abc.cn-hangzhou.nas.aliyuncs.com`; empty for any
/// other server.
fn file_system(server: &str) -> &str {
    let server = server.split([':', '/']).next().unwrap_or_default();
    match server.split_once('.') {
        Some((host, rest)) if rest.ends_with("nas.aliyuncs.com") => host.rsplit_once('-').map_or(host, |(id, _)| id),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_name_what_is_behind_them() {
        let mut lists = Lists::default();
        assert!(objects(
            &mut lists,
            &json!({"kind": "List", "items": [
                {"kind": "Node", "metadata": {"labels": {"alibabacloud.com/nodepool-id": "np1"}},
                 "spec": {"providerID": "cn-hangzhou.i-1", "podCIDR": "10.0.0.0/26"}},
                {"kind": "Node", "metadata": {"labels": {"type": "virtual-kubelet"}}, "spec": {}},
                {"kind": "Service", "metadata": {"labels": {"service.k8s.alibaba/loadbalancer-id": "lb-1"}}},
                {"kind": "PersistentVolume", "spec": {"csi": {"driver": "diskplugin.csi.alibabacloud.com", "volumeHandle": "d-1"}}},
                {"kind": "PersistentVolume", "spec": {"csi": {"driver": "nasplugin.csi.alibabacloud.com",
                    "volumeAttributes": {"server": "0f1e49-abc12.cn-hangzhou.nas.aliyuncs.com"}}}},
                {"kind": "PersistentVolume", "spec": {"nfs": {"server": "10.0.0.1"}}},
            ]})
        ));
        let list = |name| lists.ids[name].iter().map(String::as_str).collect::<Vec<_>>();
        assert_eq!((list("instances"), list("loadBalancers"), list("disks")), (vec!["i-1"], vec!["lb-1"], vec!["d-1"]));
        assert_eq!((list("fileSystems"), list("nodePools")), (vec!["0f1e49"], vec!["np1"]));
        assert!(lists.complete.iter().eq(["disks", "instances"].iter()));
        assert!(!objects(&mut Lists::default(), &json!({"kind": "Pod"})));
        let node = json!({"kind": "Node", "spec": {"providerID": "cn-hangzhou.i-1"}});
        let page = json!({"kind": "NodeList", "metadata": {"continue": "x"}, "items": [{"spec": {"providerID": "cn-hangzhou.i-1"}}]});
        for part in [node, page] {
            let mut lists = Lists::default();
            assert!(objects(&mut lists, &part) && lists.complete.is_empty() && lists.ids.contains_key("instances"));
        }
        assert_eq!(file_system("0f1e49-abc.cn-hangzhou.nas.aliyuncs.com:/share"), "0f1e49");
    }
}
