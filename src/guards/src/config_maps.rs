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

#[cfg(test)]
mod tests {
    use super::*;

    /// The files that a container has, given the ConfigMap, the volume and the mount.
    fn found(data: &str, volume: &str, mount: &str) -> Vec<(String, String)> {
        let pod = format!(
            r#"{{"spec":{{"volumes":[{{"name":"other","emptyDir":{{}}}},{{"name":"v","configMap":{{"name":"m"{volume}}}}}],
               "containers":[{{"name":"c","volumeMounts":[{{"name":"other","mountPath":"/o"}},
               {{"name":"v","mountPath":"/scripts/"{mount}}}]}}]}}}}"#
        );
        let object: Workload<'_> = redline_json::read(&pod).unwrap();
        let call = |operation: &str, request: &[u8]| {
            let request = String::from_utf8_lossy(request);
            let right = request.contains("\"ConfigMap\"") && request.contains("\"ns\"") && request.contains("\"m\"");
            assert!(right, "{operation} {request}");
            Ok(format!(r#"{{"kind":"ConfigMap","metadata":{{"name":"m"}},"data":{data}}}"#).into_bytes())
        };
        let reach = Reach::new(&object.spec, &object.spec.containers[0]);
        let files = files(&Host { now: &|| None, call: Some(&call) }, "ns", &reach);
        assert!(super::files(&Host::SILENT, "ns", &reach).is_empty());
        files.into_iter().map(|(path, content)| (path, content.into_owned())).collect()
    }

    #[test]
    fn keys_are_files_unless_the_volume_names_them_otherwise() {
        let data = r#"{"a.sh":"A","b.sh":"B"}"#;
        let file = |path: &str, content: &str| (path.to_owned(), content.to_owned());
        assert_eq!(found(data, "", ""), [file("/scripts/a.sh", "A"), file("/scripts/b.sh", "B")]);
        let items = r#","items":[{"key":"b.sh","path":"deep/run"}]"#;
        assert_eq!(found(data, items, ""), [file("/scripts/deep/run", "B")]);
        // One file of the volume, at the path of the mount, or one of its directories.
        assert_eq!(found(data, "", r#","subPath":"b.sh""#), [file("/scripts", "B")]);
        assert_eq!(found(data, items, r#","subPath":"deep""#), [file("/scripts/run", "B")]);
        assert_eq!(found(data, "", r#","subPath":"c.sh""#), []);
        assert_eq!(found("null", "", ""), []);
    }

    #[test]
    fn files_have_a_size_together() {
        let half = "x".repeat(MOST / 2);
        let sizes = |data: &str| found(data, "", "").iter().map(|(_, content)| content.len()).collect::<Vec<_>>();
        assert_eq!(sizes(&format!(r#"{{"a":"{half}","b":"{half}","c":""}}"#)), [MOST / 2, MOST / 2, 0]);
        assert_eq!(sizes(&format!(r#"{{"a":"{half}","b":"{half}","c":"x","d":""}}"#)), [MOST / 2, MOST / 2]);
    }
}
