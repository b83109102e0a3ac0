//! The registries of container images.

use redline_text::split_once_any;

/// Whether an image is from ACK's own registries: `registry*.<region>.aliyuncs.com/acs/` and
/// `registry-<region>*.ack.aliyuncs.com/acs/` (ACK documentation of the add-ons, and their manifests).
pub fn from_ack(image: &str) -> bool {
    let Some((host, path)) = split_once_any(image, "/") else { return false };
    host.starts_with("registry") && host.ends_with(".aliyuncs.com") && path.starts_with("acs/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries() {
        for image in [
            "registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/kube-proxy:v1.30.1-aliyun.1",
            "registry.cn-hangzhou.aliyuncs.com/acs/coredns:v1.9.3",
        ] {
            assert!(from_ack(image), "{image}");
        }
        for image in [
            "coredns:1",
            "registry.k8s.io/acs/x:1",
            "registry.cn-hangzhou.aliyuncs.com/team/acs:1",
            "registry.aliyuncs.com.example.com/acs/x",
            "",
        ] {
            assert!(!from_ack(image), "{image}");
        }
    }
}
