//! Scripts that a container finds in a ConfigMap.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use redline_json::read_into;
use redline_kubernetes::lookup::Host;
use redline_kubernetes::workload::Workload;
use redline_text::concat;
use redline_text::path::{below, clean};

use crate::reach::Reach;

/// The maximum size of all files together. A ConfigMap has at most 1 MiB, and few scripts are long.
const MOST: usize = 256 * 1024;

/// The files that a container has from ConfigMaps, with their clean path and content, as far as the host can look up the
/// ConfigMap in the pod's namespace.
#[inline(never)]
pub fn files(host: &Host<'_>, namespace: &str, reach: &Reach<'_>) -> Vec<(String, Cow<'static, str>)> {
    let mut out: Vec<(String, Cow<'static, str>)> = Vec::new();
    if host.call.is_none() {
        return out;
    }
    let mut size = 0;
    for mount in &reach.container.volume_mounts {
        let volume = reach.spec.volumes.iter().find(|volume| volume.name == mount.name);
        let Some(source) = volume.and_then(|volume| volume.config_map.as_ref()) else { continue };
        let json = host.get("v1", "ConfigMap", namespace, &source.name);
        let text = json.as_deref().and_then(|json| core::str::from_utf8(json).ok()).unwrap_or("");
        let mut object = None::<Workload<'_>>;
        let (Ok(()), Some(object)) = (read_into(text, &mut object), &object) else { continue };
        let at = clean(&mount.mount_path);
        for (key, content) in object.data.iter() {
            let item = source.items.iter().find(|item| item.key == *key);
            let name = match item {
                Some(item) => &*item.path,
                None if source.items.is_empty() => key,
                None => continue,
            };
            let name = clean(name);
            let Some(rest) = below(&name, &clean(&mount.sub_path)) else { continue };
            size += content.len();
            if size > MOST {
                return out;
            }
            out.push((clean(&concat(&[&at, "/", rest])), Cow::Owned(String::from(&**content))));
        }
    }
    out
}
