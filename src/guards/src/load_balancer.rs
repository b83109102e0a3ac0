//! How the cloud controller manager (CCM) reads the load balancer of a Service or an AlbConfig.
//!
//! From kubernetes/cloud-provider-alibaba-cloud: `pkg/controller/service/reconcile/annotation/annotations.go` (both prefixes of
//! annotations), `pkg/controller/helper/service_utils.go` (the Services that CCM manages, and how it marks them) and
//! `pkg/apis/alibabacloud/v1/albconfig_types.go`.

use redline_json::{List, Map, Str};
use redline_kubernetes::object_meta::ObjectMeta;
use redline_kubernetes::request::Request;

/// Prefix of CCM's annotations.
pub const PREFIX: &str = "service.beta.kubernetes.io/alibaba-cloud-";
/// Former prefix of CCM's annotations, which counts if the annotation with [`PREFIX`] is absent.
pub(crate) const LEGACY_PREFIX: &str = "service.beta.kubernetes.io/alicloud-";
/// The `loadBalancerClass` that CCM manages. It also manages Services without a class.
pub(crate) const NLB_CLASS: &str = "alibabacloud.com/nlb";
/// The label in which CCM records the id of the load balancer in use.
pub const IN_USE: &str = "service.k8s.alibaba/loadbalancer-id";
/// The finalizers with which CCM keeps a Service until its load balancer has been released: for CLB, then for NLB.
pub const FINALIZERS: &[&str] = &["service.k8s.alibaba/resources", "service.k8s.alibaba/nlb"];

/// Annotations of Services that CCM does not manage: one with a class, and the tunnel type with any value.
const CLASS: &str = "service.beta.kubernetes.io/class";
const TUNNEL_TYPE: &str = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-tunnel-type";

redline_json::view! {
    /// A Service or an AlbConfig. Their field names do not conflict.
    pub struct Balanced<'a> {
        /// The object's metadata.
        pub metadata: ObjectMeta<'a>,
        /// `spec`.
        pub spec: Spec<'a>,
        /// `status`; `None` in a manifest that somebody wrote.
        pub status: Option<Status<'a>>,
    }
    /// `spec` of either.
    pub struct Spec<'a> {
        /// Type of the Service.
        pub kind = "type": Str<'a>,
        /// Class of the Service's load balancer.
        pub load_balancer_class = "loadBalancerClass": Option<Str<'a>>,
        /// Ports of the Service.
        pub ports: List<Port<'a>>,
        /// Configuration of an ALB.
        pub config: AlbConfig<'a>,
    }
    /// A port of a Service.
    pub struct Port<'a> {
        /// The port on the load balancer.
        pub port: Option<i64>,
    }
    /// `spec.config` of an AlbConfig.
    pub struct AlbConfig<'a> {
        /// The id of an existing ALB that is reused; empty if CCM creates one.
        pub id: Str<'a>,
        /// Whether the ALB is protected from deletion. Without a value CCM assumes true.
        pub deletion_protection_enabled = "deletionProtectionEnabled": Option<bool>,
        /// Whether the ALB is protected from changes in the console.
        pub modification_protection_config = "modificationProtectionConfig": ModificationProtection<'a>,
    }
    /// `spec.config.modificationProtectionConfig` of an AlbConfig.
    pub struct ModificationProtection<'a> {
        /// `ConsoleProtection` or `NonProtection`.
        pub status: Str<'a>,
    }
    /// `status` of either.
    pub struct Status<'a> {
        /// The load balancer.
        pub load_balancer = "loadBalancer": LoadBalancer<'a>,
    }
    /// `status.loadBalancer` of either.
    pub struct LoadBalancer<'a> {
        /// Addresses of a Service.
        pub ingress: List<Ingress<'a>>,
        /// The id of the ALB in use.
        pub id: Str<'a>,
    }
    /// An address of a Service.
    pub struct Ingress<'a> {
        /// IP address.
        pub ip: Str<'a>,
        /// Host name.
        pub hostname: Str<'a>,
    }
}
redline_kubernetes::objects!(Balanced);

/// The effective value of a CCM annotation, whose `name` has no prefix: that of the annotation with [`PREFIX`] if it exists,
/// otherwise that with the legacy prefix. To CCM an empty value means the same as no annotation. It does not trim values.
pub fn annotation<'m>(annotations: &'m Map<'_>, name: &str) -> Option<&'m str> {
    let with = |prefix: &str| {
        let mut found = annotations.0.iter().rev().filter(|(key, _)| key.strip_prefix(prefix) == Some(name));
        found.next().map(|(_, value)| &**value)
    };
    with(PREFIX).or_else(|| with(LEGACY_PREFIX))
}

/// Whether a request is about an AlbConfig rather than a Service.
pub fn is_alb_config(req: &Request<'_, Balanced<'_>>) -> bool {
    // Kubewarden's audit scanner puts the kind where the plural belongs.
    ["albconfigs", "AlbConfig"].contains(&&*req.resource.resource) || req.kind.kind == "AlbConfig"
}

impl Balanced<'_> {
    /// Whether this is a Service of type LoadBalancer.
    pub fn is_load_balancer(&self) -> bool {
        self.spec.kind == "LoadBalancer"
    }

    /// The id of the load balancer that the annotations of a Service ask CCM to reuse; empty for none.
    pub fn reused(&self) -> &str {
        annotation(&self.metadata.annotations, "loadbalancer-id").unwrap_or_default()
    }

    /// The id of the load balancer that CCM has recorded on a Service; empty for none.
    pub fn in_use(&self) -> &str {
        self.metadata.labels.get(IN_USE).map_or("", |id| id)
    }

    /// Whether CCM leaves a Service of type LoadBalancer to another controller.
    pub fn left_alone(&self) -> bool {
        match &self.spec.load_balancer_class {
            Some(class) => *class != NLB_CLASS,
            None => {
                let annotations = &self.metadata.annotations;
                annotations.get(CLASS).is_some_and(|class| !class.is_empty()) || annotations.get(TUNNEL_TYPE).is_some()
            }
        }
    }

    /// Whether CCM has marked a Service as one that it manages, with its label or a finalizer.
    pub fn marked(&self) -> bool {
        !self.in_use().is_empty() || self.metadata.finalizers.iter().any(|f| FINALIZERS.contains(&&**f))
    }

    /// Whether a Service has a load balancer. True for an object without a status, which does not say.
    pub fn provisioned(&self) -> bool {
        !self.in_use().is_empty() || self.status.as_ref().is_none_or(|s| !s.load_balancer.ingress.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use redline_json::read;

    fn service(annotations: &str, spec: &str) -> String {
        format!(r#"{{"metadata":{{"annotations":{annotations}}},"spec":{spec}}}"#)
    }

    fn check<T: PartialEq + core::fmt::Debug>(annotations: &str, spec: &str, f: impl Fn(&Balanced<'_>) -> T, want: T) {
        let json = service(annotations, spec);
        assert_eq!(f(&read(&json).unwrap()), want, "{json}");
    }

    #[test]
    fn the_new_prefix_wins_by_being_there() {
        let reused = |s: &Balanced<'_>| s.reused().to_owned();
        let (new, old) = ("service.beta.kubernetes.io/alibaba-cloud-", "service.beta.kubernetes.io/alicloud-");
        for (annotations, want) in [
            ("{}".to_owned(), ""),
            (format!(r#"{{"{old}loadbalancer-id":"a"}}"#), "a"),
            (format!(r#"{{"{old}loadbalancer-id":"a","{new}loadbalancer-id":"b"}}"#), "b"),
            (format!(r#"{{"{new}loadbalancer-id":"","{old}loadbalancer-id":"a"}}"#), ""),
            (format!(r#"{{"{new}loadbalancer-id":" b"}}"#), " b"),
            (format!(r#"{{"{new}loadbalancer-id-x":"b","x/loadbalancer-id":"c"}}"#), ""),
        ] {
            check(&annotations, "{}", reused, want.to_owned());
        }
    }

    #[test]
    fn whom_the_controller_leaves_alone() {
        let left_alone = |s: &Balanced<'_>| s.left_alone();
        let tunnel = r#"{"service.beta.kubernetes.io/alibaba-cloud-loadbalancer-tunnel-type":""}"#;
        for (annotations, spec, want) in [
            ("{}", "{}", false),
            ("{}", r#"{"loadBalancerClass":null}"#, false),
            ("{}", r#"{"loadBalancerClass":"alibabacloud.com/nlb"}"#, false),
            ("{}", r#"{"loadBalancerClass":"metallb.io/x"}"#, true),
            (r#"{"service.beta.kubernetes.io/class":""}"#, "{}", false),
            (r#"{"service.beta.kubernetes.io/class":"x"}"#, "{}", true),
            (r#"{"service.beta.kubernetes.io/class":"x"}"#, r#"{"loadBalancerClass":"alibabacloud.com/nlb"}"#, false),
            (tunnel, "{}", true),
        ] {
            check(annotations, spec, left_alone, want);
        }
    }

    #[test]
    fn what_stands_behind_it() {
        for (json, provisioned, marked) in [
            (r#"{"status":{"loadBalancer":{}}}"#, false, false),
            (r#"{"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}}"#, true, false),
            (r#"{"metadata":{"labels":{"service.k8s.alibaba/loadbalancer-id":"a"}},"status":{}}"#, true, true),
            (r#"{"metadata":{"finalizers":["service.k8s.alibaba/nlb"]},"status":{}}"#, false, true),
            ("{}", true, false),
        ] {
            let service: Balanced<'_> = read(json).unwrap();
            assert_eq!((service.provisioned(), service.marked()), (provisioned, marked), "{json}");
        }
    }

    proptest! {
        #[test]
        fn other_annotations_change_nothing(key in "[a-z./-]{0,40}", value in "[ -~]{0,10}") {
            let id = "service.beta.kubernetes.io/alicloud-loadbalancer-id";
            let annotations = serde_json::json!({ id: "lb-1", (format!("x{key}")): value });
            let json = service(&annotations.to_string(), "{}");
            let read: Balanced<'_> = read(&json).unwrap();
            prop_assert_eq!(read.reused(), "lb-1");
        }
    }
}
