//! The commands about a cluster: approvals, inventory and RAM policies.

use std::path::PathBuf;

use super::duration::duration;

/// Print the kubectl command that temporarily allows one operation on one object
///
/// The approval is valid for the named rules until it expires, if their setting `approval.enabled` is on.
#[derive(Debug, clap::Args)]
pub(crate) struct Approve {
    /// The object as kubectl names it: `node worker-1`, `service/web`
    #[arg(required = true, num_args = 1..=2, value_name = "OBJECT")]
    pub object: Vec<String>,

    /// The rule to approve the operation for; may be repeated
    #[arg(long = "rule", required = true, value_name = "ID")]
    pub rules: Vec<String>,

    /// How long it is valid: 30m, 24h, 7d
    #[arg(long = "for", value_name = "DURATION", default_value = "30m", value_parser = duration)]
    pub duration: jiff::SignedDuration,

    /// The reason, for the audit log
    #[arg(long, value_name = "TEXT")]
    pub reason: String,

    /// The object's namespace
    #[arg(short, long)]
    pub namespace: Option<String>,

    /// Run the command
    #[arg(long)]
    pub apply: bool,
}

/// Write the inventory of a cluster from documents of Terraform, ACK and kubectl
///
/// Reads the output of `terraform show -json` (a state or a plan), saved replies of DescribeClusterDetail,
/// DescribeClusterResources, DescribeClusterNodePools and DescribeClusterNodes with all their pages, and the output of
/// `kubectl get nodes,services,persistentvolumes -A -o json`. Prints YAML for `--inventory`. Lists that a source has
/// completely are named under `complete`.
#[derive(Debug, clap::Args)]
pub(crate) struct Inventory {
    /// JSON files; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// Id of the cluster, if the files describe several; may be repeated
    #[arg(long, value_name = "ID")]
    pub cluster: Vec<String>,
}

/// Write RAM policies that deny the calls that the cloud rules check, on the cluster's resources
///
/// Prints one policy document on a line, or several if one would exceed RAM's limit. Attach them to users, groups and roles;
/// ACK's service roles are not affected unless you attach the policies to them. A control policy of a Resource Directory
/// applies to everybody in an account, so it exempts those roles by name. Calls that cannot be denied are listed on standard
/// error.
#[derive(Debug, clap::Args)]
pub(crate) struct RamPolicy {
    /// YAML: the cluster's resources (clusterId, scalingGroups, instances, ...); - for standard input
    #[arg(long, value_name = "FILE")]
    pub inventory: String,

    /// Deny calls, too, that the rules only warn about
    #[arg(long)]
    pub warnings: bool,

    /// Deny only the calls that this rule checks; may be repeated
    #[arg(long = "rule", value_name = "ID")]
    pub rules: Vec<String>,

    /// Write control policies of a Resource Directory
    #[arg(long)]
    pub control_policy: bool,

    /// Write each policy to a file in this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
