//! Who calls Alibaba Cloud.

use alloc::format;
use alloc::string::{String, ToString};
use redline_core::pattern::first_match;
use redline_core::settings::CommonSettings;
use redline_json::Str;
use redline_text::{before, concat, contains_any, split_once_any};

/// Roles under which ACK itself acts, as ACK's documentation lists them; the event log writes them in lower case.
/// The roles of a cluster's nodes (`KubernetesWorkerRole-...`) are not among them, because whoever reaches a node can
/// act under those.
pub const ACK_ROLES: &[&str] = &[
    "AliyunCISDefaultRole",
    "AliyunCSDefaultRole",
    "AliyunCSKubernetesAuditRole",
    "AliyunCSManagedAcrRole",
    "AliyunCSManagedArmsRole",
    "AliyunCSManagedAutoScalerRole",
    "AliyunCSManagedBackupRestoreRole",
    "AliyunCSManagedCmsRole",
    "AliyunCSManagedCostRole",
    "AliyunCSManagedCsiPluginRole",
    "AliyunCSManagedCsiProvisionerRole",
    "AliyunCSManagedCsiRole",
    "AliyunCSManagedDefaultWorkerRole",
    "AliyunCSManagedEdgeRole",
    "AliyunCSManagedKubeAIRole",
    "AliyunCSManagedKubernetesRole",
    "AliyunCSManagedLicenseRole",
    "AliyunCSManagedLogRole",
    "AliyunCSManagedMseRole",
    "AliyunCSManagedNetworkRole",
    "AliyunCSManagedNimitzRole",
    "AliyunCSManagedNlcRole",
    "AliyunCSManagedSecurityRole",
    "AliyunCSManagedTraceRole",
    "AliyunCSManagedVKRole",
    "AliyunCSManagedWebhookInjectorRole",
    "AliyunCSServerlessKubernetesRole",
    "AliyunOOSLifecycleHook4CSRole",
];

/// How the names of service-linked roles begin, under which Alibaba Cloud's own services act, such as Auto Scaling. Only
/// the service that a role is linked to can assume it, and it predefines the name.
const SERVICE_LINKED: &str = "AliyunServiceRoleFor";

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The canonical spelling of one of [`ACK_ROLES`], given in any case.
pub fn ack_role(name: &str) -> Option<&'static str> {
    ACK_ROLES.iter().find(|role| role.eq_ignore_ascii_case(name)).copied()
}

redline_json::view! {
    /// `identity` of an OpenAPI call, or `userIdentity` of an ActionTrail event.
    pub(crate) struct Caller<'a> {
        kind = "type": Str<'a>,
        name: Str<'a>,
        user_name = "userName": Str<'a>,
        principal_id = "principalId": Str<'a>,
    }
}

/// Who performs an operation; both texts are empty where the input does not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// `root-account`, `ram-user`, `assumed-role`, `system`.
    pub kind: String,
    /// The user's name; for a role `role:session`.
    pub name: String,
}

impl From<Caller<'_>> for Identity {
    fn from(caller: Caller<'_>) -> Identity {
        let names = [&caller.name, &caller.user_name, &caller.principal_id];
        let mut name = names.into_iter().find(|name| !name.is_empty()).map_or_else(String::new, |n| n.to_string());
        // A role's principal is `<role id>:<session>`; the session is part of the name.
        if caller.kind.eq_ignore_ascii_case("assumed-role")
            && !contains_any(&name, ":")
            && let Some((_, session)) = split_once_any(&caller.principal_id, ":")
        {
            name = concat(&[&name, ":", session]);
        }
        Identity { kind: caller.kind.0.into_owned(), name }
    }
}

impl Identity {
    /// The role, when the caller has assumed one.
    pub fn role(&self) -> Option<&str> {
        let role = before(&self.name, ":");
        self.kind.eq_ignore_ascii_case("assumed-role").then_some(role)
    }

    /// Whether the caller is a node, by the role of nodes that ACK makes.
    pub(crate) fn is_node(&self) -> bool {
        self.role().is_some_and(|role| starts_with_ignoring_case(role, "KubernetesWorkerRole-"))
    }

    /// Why this caller is exempt, if so.
    pub(crate) fn exempt(&self, common: &CommonSettings) -> Option<String> {
        if common.exempt_defaults
            && let Some(role) = self.role().and_then(ack_role)
        {
            return Some(format!("ACK service role {role}"));
        }
        if common.exempt_defaults
            && let Some(role) = self.role().filter(|role| starts_with_ignoring_case(role, SERVICE_LINKED))
        {
            return Some(format!("service-linked role {role}"));
        }
        // A caller without a name matches no pattern, not even `*`.
        let name = Some(&*self.name).filter(|name| !name.is_empty())?;
        first_match(&common.exempt.users, name).map(|p| format!("exempt.users {p}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(json: &str) -> Identity {
        redline_json::read::<Caller<'_>>(json).unwrap().into()
    }

    #[test]
    fn only_exact_names_of_ack_roles_are_exempt() {
        let exempt = |json| user(json).exempt(&CommonSettings::default());
        assert!(exempt(r#"{"type":"assumed-role","userName":"aliyuncsmanagednlcrole:s"}"#).is_some());
        assert!(exempt(r#"{"type":"ram-user","userName":"AliyunCSManagedNlcRole:s"}"#).is_none());
        assert!(exempt(r#"{"type":"assumed-role","userName":"AliyunCSManagedNlcRole2:s"}"#).is_none());
        assert!(exempt(r#"{"type":"assumed-role","userName":"x:AliyunCSManagedNlcRole"}"#).is_none());
        let common = CommonSettings { exempt_defaults: false, ..CommonSettings::default() };
        assert!(user(r#"{"type":"assumed-role","userName":"AliyunCSDefaultRole:s"}"#).exempt(&common).is_none());
    }

    #[test]
    fn the_name_of_a_role_includes_its_session() {
        assert_eq!(user(r#"{"type":"assumed-role","userName":"ops","principalId":"33:ci"}"#).name, "ops:ci");
        assert_eq!(user(r#"{"type":"ram-user","userName":"ops","principalId":"33:ci"}"#).name, "ops");
        assert_eq!(user(r#"{"type":"root-account","principalId":"33"}"#).name, "33");
        let mut common = CommonSettings::default();
        common.exempt.users = vec!["ops:*".to_owned(), "*".to_owned()];
        assert!(Identity { kind: "assumed-role".to_owned(), name: "ops:ci".to_owned() }.exempt(&common).is_some());
        assert!(Identity::default().exempt(&common).is_none());
    }

    #[test]
    fn roles_are_sorted_and_unique() {
        assert!(ACK_ROLES.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(ACK_ROLES.len(), 28);
    }
}
