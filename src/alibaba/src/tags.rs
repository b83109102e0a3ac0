//! Tags of a cloud resource, and those that ACK sets.

use crate::attributes::{Attributes, unquote};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use redline_json::Unreadable;
use redline_json::{self as json, Fields, List, Raw};

/// Keys and values; `None` when the input does not give the tags.
pub(crate) type Tags = Option<Vec<(String, String)>>;

/// On everything that ACK creates: the id of its cluster.
pub(crate) const CLUSTER: &str = "ack.aliyun.com";
/// On the ECS instances of a node pool: the id of the pool.
pub(crate) const NODE_POOL: &str = "ack.alibabacloud.com/nodepool-id";
/// On the instances of a scaling group: the id of the group.
pub(crate) const SCALING_GROUP: &str = "acs:autoscaling:scalingGroupId";

/// Tags that mark a load balancer as one that a Service or an Ingress uses
/// (cloud-provider-alibaba-cloud; ALB Ingress controller).
const SERVICE: &[(&str, &str)] =
    &[("kubernetes.do.not.delete", ""), ("kubernetes.reused.by.user", "true"), ("albconfig", "")];
const INGRESS_PREFIX: &str = "ingress.k8s.alibaba/";

/// Tags of other resources that components of ACK create: network interfaces (Terway), disks (CSI), nodes of automatic
/// scaling.
const COMPONENTS: &[(&str, &str)] =
    &[("creator", "terway"), ("createdby", "alibabacloud-csi-plugin"), ("k8s.aliyun.com", "true")];

/// Reads tags as a map, or as the lists that the APIs return: `[{"Key", "Value"}]`, `[{"TagKey", "TagValue"}]`,
/// either also as `{"Tag": [...]}`. `null` reads as `None`.
pub(crate) fn read(json: &str, path: &str) -> Result<Tags, Unreadable> {
    let wrong = || Unreadable::new(path, "expected tags: an object of strings");
    let json = json.trim_ascii();
    match json.bytes().next() {
        Some(b'n') | None => Ok(None),
        Some(b'[') => {
            let list: List<Raw<'_>> = json::read(json).map_err(|_| wrong())?;
            let mut tags = Vec::new();
            for item in &list {
                let tag = Attributes::of_call(Some(*item), path)?;
                let member = |names: [&str; 2]| names.into_iter().find_map(|name| tag.text(name)).unwrap_or_default();
                tags.push((member(["Key", "TagKey"]), member(["Value", "TagValue"])));
            }
            Ok(Some(tags))
        }
        _ => {
            let fields: Fields<'_> = json::read(json).map_err(|_| wrong())?;
            if let [(key, list)] = &*fields.0
                && key == "Tag"
                && list.get().starts_with('[')
            {
                return read(list.get(), path);
            }
            let mut tags = Vec::new();
            for (key, value) in &fields.0 {
                let value = match value.get().bytes().next() {
                    Some(b'{' | b'[') => return Err(wrong()),
                    Some(b'n') => String::new(),
                    _ => unquote(*value).into_owned(),
                };
                tags.push((key.to_string(), value));
            }
            Ok(Some(tags))
        }
    }
}

/// The value of a tag.
pub(crate) fn get<'t>(tags: &'t [(String, String)], key: &str) -> Option<&'t str> {
    tags.iter().find(|(k, _)| k == key).map(|(_, v)| &**v)
}

fn any_of(tags: &[(String, String)], known: &[(&str, &str)]) -> bool {
    tags.iter().any(|(k, v)| known.iter().any(|(key, value)| k == key && (value.is_empty() || v == value)))
}

/// Whether the tags mark a load balancer of a Service or an Ingress.
pub(crate) fn of_service(tags: &[(String, String)]) -> bool {
    any_of(tags, SERVICE) || tags.iter().any(|(k, _)| k.starts_with(INGRESS_PREFIX))
}

/// Whether a component of ACK set one of the tags.
pub(crate) fn of_component(tags: &[(String, String)]) -> bool {
    any_of(tags, COMPONENTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_every_spelling() {
        let tags = Some(vec![("a".to_owned(), "1".to_owned())]);
        for json in [
            r#"{"a":"1"}"#,
            r#"{"a":1}"#,
            r#"[{"Key":"a","Value":"1"}]"#,
            r#"[{"TagKey":"a","TagValue":"1"}]"#,
            r#"{"Tag":[{"TagKey":"a","TagValue":"1"}]}"#,
        ] {
            assert_eq!(read(json, "x"), Ok(tags.clone()), "{json}");
        }
        assert_eq!(read("null", "x"), Ok(None));
        assert_eq!(read("{}", "x"), Ok(Some(Vec::new())));
        assert_eq!(read(r#"{"a":null}"#, "x"), Ok(Some(vec![("a".to_owned(), String::new())])));
        // `Tag` is a tag like others where it holds a text.
        assert_eq!(read(r#"{"Tag":"1"}"#, "x"), Ok(Some(vec![("Tag".to_owned(), "1".to_owned())])));
        assert!(read(r#"{"a":["1"]}"#, "x").is_err() && read(r#"{"a":{}}"#, "x").is_err() && read("7", "x").is_err());
    }
}
