//! What an `aliyun` command calls: `PRODUCT ACTION --Parameter value`, the same in the lower case of the program's
//! plugins (`product some-action --some-parameter value value`), or a method and a path of the API of ACK.

use redline_input::{RawShape, Subject, items_in};
use serde_json::{Map, Value, json};

use super::listed;
use super::plan::Plan;
use crate::faults;
use crate::language::either;

/// Options of the program itself that take a value. Whatever else begins with `--` is a parameter of the call.
const VALUED: &str = "\
    access-key-id access-key-secret body-file cli-query config-path connect-timeout endpoint \
    endpoint-type expired-seconds header language log-level mode output pager private-key profile \
    quiet-log ram-role-arn ram-role-name read-timeout retry-count role-session-name sts-region sts-token \
    version waiter";

/// Options of the program itself that take none.
const SWITCHES: &str = "\
    all-pages cli-ai-mode cli-dry-run dryrun force help insecure no-cli-ai-mode quiet roa secure \
    skip-secure-verify yes";

/// Parameters of plugins that are objects, even where one member alone is given.
const OBJECTS: &str = "addons addon tag tags";

/// Options with which the program sends nothing.
const DRY: &[&str] = &["cli-dry-run", "dryrun", "help"];

/// Methods of HTTP, in whose place a name in lower case is that of a call.
const METHODS: &str = "delete get head options patch post put";

/// Commands of the program that call no API of a product, or one that no row of the list is about.
const OWN: &[&str] = &[
    "",
    "auto-completion",
    "configure",
    "help",
    "mcp-proxy",
    "oss",
    "ossutil",
    "otsutil",
    "plugin",
    "upgrade",
    "version",
];

/// How the names of calls begin that only read.
const READS: &str = "Check Count Describe Get List Preview Query Search Verify";

/// The paths of the API of ACK that change something. `*` stands for an id, which is the parameter of that name.
const PATHS: &[(&str, &str, &str)] = &[
    ("DELETE", "/clusters/{ClusterId}", "DeleteCluster"),
    ("POST", "/clusters/{ClusterId}/attach", "AttachInstances"),
    ("POST", "/clusters/{ClusterId}/nodes", "DeleteClusterNodes"),
    ("PUT", "/clusters/{ClusterId}", "ScaleCluster"),
    ("POST", "/clusters/{ClusterId}/migrate", "MigrateCluster"),
    ("PUT", "/clusters/{ClusterId}/configuration", "ModifyClusterConfiguration"),
    ("POST", "/clusters/{ClusterId}/nodepools", "CreateClusterNodePool"),
    ("PUT", "/clusters/{ClusterId}/nodepools/{NodepoolId}", "ModifyClusterNodePool"),
    ("POST", "/clusters/{ClusterId}/nodepools/{NodepoolId}", "ScaleClusterNodePool"),
    ("DELETE", "/clusters/{ClusterId}/nodepools/{NodepoolId}", "DeleteClusterNodepool"),
    ("POST", "/clusters/{ClusterId}/nodepools/{NodepoolId}/attach", "AttachInstancesToNodePool"),
    ("DELETE", "/clusters/{ClusterId}/nodepools/{NodepoolId}/nodes", "RemoveNodePoolNodes"),
    ("PUT", "/clusters/{ClusterId}/nodepools/{NodepoolId}/node_config", "ModifyNodePoolNodeConfig"),
    ("POST", "/clusters/{ClusterId}/nodepools/{NodepoolId}/upgrade", "UpgradeClusterNodepool"),
    ("POST", "/clusters/{ClusterId}/components/install", "InstallClusterAddons"),
    ("POST", "/clusters/{ClusterId}/components/uninstall", "UnInstallClusterAddons"),
    ("POST", "/clusters/{ClusterId}/components/upgrade", "UpgradeClusterAddons"),
    ("POST", "/clusters/{ClusterId}/components/{component_id}/config", "ModifyClusterAddon"),
    ("PUT", "/api/v2/clusters/{ClusterId}", "ModifyCluster"),
    ("POST", "/api/v2/clusters/{ClusterId}", "ScaleOutCluster"),
    ("POST", "/api/v2/clusters/{ClusterId}/upgrade", "UpgradeCluster"),
];

/// A command of `aliyun`, taken apart.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Invocation {
    operands: Vec<String>,
    options: Vec<(String, Option<String>)>,
    parameters: Map<String, Value>,
}

impl Invocation {
    /// Takes the arguments apart.
    pub(crate) fn parse(args: &[String]) -> Self {
        let mut this = Invocation::default();
        let mut rest = args.iter().peekable();
        while let Some(arg) = rest.next() {
            let name = match (arg.strip_prefix("--"), &**arg) {
                (Some(name), _) => name,
                (None, "-p") => "profile",
                (None, "-o") => "output",
                (None, "-q") => "quiet",
                (None, "-h") => "help",
                (None, operand) => {
                    this.operands.push(operand.to_owned());
                    continue;
                }
            };
            let (name, value) =
                name.split_once('=').map_or((name, None), |(name, value)| (name, Some(value.to_owned())));
            if listed(SWITCHES, name) {
                this.options.push((name.to_owned(), value));
                continue;
            }
            // A flag follows a parameter without a value. Plugins take several values after one name.
            let plugin = this.is_of_plugin();
            let mut values = Vec::from_iter(value);
            while (values.is_empty() || plugin)
                && let Some(next) = rest.next_if(|next| !next.starts_with("--"))
            {
                values.push(next.clone());
            }
            if listed(VALUED, name) || matches!(name, "region" | "body" | "method" | "path" | "product") {
                this.options.push((name.to_owned(), values.into_iter().next()));
            } else {
                let value = value_of(values, plugin && listed(OBJECTS, name));
                let name = if plugin { spelt_out(name.strip_prefix("biz-").unwrap_or(name)) } else { name.to_owned() };
                this.add(name, value);
            }
        }
        this
    }

    /// Adds the value of a parameter; one that is given twice is a list.
    fn add(&mut self, name: String, value: Value) {
        match self.parameters.get_mut(&name) {
            None => {
                self.parameters.insert(name, value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }

    /// Whether the command is in the lower case of plugins.
    fn is_of_plugin(&self) -> bool {
        let action = self.operand(1);
        !action.is_empty() && !action.contains(|c: char| c.is_ascii_uppercase()) && !listed(METHODS, action)
    }

    /// The name of the call, or the method.
    fn action(&self) -> String {
        if self.is_of_plugin() { spelt_out(self.operand(1)) } else { self.operand(1).to_owned() }
    }

    fn option(&self, name: &str) -> Option<&str> {
        let found = self.options.iter().rev().find(|(option, _)| option == name)?;
        Some(found.1.as_deref().unwrap_or_default())
    }

    fn operand(&self, at: usize) -> &str {
        self.operands.get(at).map(String::as_str).unwrap_or_default()
    }

    /// Whether the command changes nothing.
    pub(crate) fn is_harmless(&self) -> bool {
        let action = self.action();
        OWN.contains(&self.operand(0))
            || action.is_empty()
            || action.eq_ignore_ascii_case("GET")
            || READS.split(' ').any(|begin| action.starts_with(begin))
            || self.operands.iter().any(|operand| operand == "help")
            || DRY.iter().any(|option| self.option(option).is_some())
    }

    /// The call that the command makes.
    pub(crate) fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        if self.is_harmless() {
            return plan;
        }
        let (product, mut action) = (self.operand(0).to_lowercase(), self.action());
        let mut parameters = self.parameters.clone();
        if let Some(path) = self.operands.get(2).filter(|path| path.starts_with('/')) {
            match action_at(&action, path) {
                Some((name, ids)) if matches!(&*product, "cs" | "ack") => {
                    action = name.to_owned();
                    parameters.extend(ids);
                }
                _ => plan.remark(
                    format!("`{action} {path}` is no call that the rules know"),
                    format!("`{action} {path}` 不是规则所涉及的调用"),
                ),
            }
        }
        match self.body() {
            None => {}
            Some(Ok(Value::Object(members))) => parameters.extend(members),
            Some(Ok(other)) => {
                parameters.insert("body".to_owned(), other);
            }
            Some(Err(reason)) => plan.open(
                format!("the body of the call could not be read: {reason}"),
                format!("无法读取调用的请求体：{reason}"),
            ),
        }
        let mut call = json!({"product": product, "action": action, "parameters": parameters});
        let region = self.option("region").or_else(|| self.parameters.get("RegionId")?.as_str());
        if let Some(region) = region {
            call["region"] = region.into();
        }
        let id = resource_id(&call["parameters"]);
        let name = format!("{product}:{action}");
        let title = if id.is_empty() { name } else { format!("{name}/{id}") };
        plan.add_as(Subject::Raw(RawShape::Call, call.clone()), title, "call");
        // A template in the call makes calls of its own.
        let tasks = items_in(call).into_iter().skip(1).filter_map(|item| item.subject.ok());
        tasks.for_each(|task| plan.add(task));
        plan
    }

    /// The body of the call, from the command line or a file.
    fn body(&self) -> Option<Result<Value, String>> {
        let text = match (self.option("body"), self.option("body-file")) {
            (Some(text), _) => Ok(text.to_owned()),
            (None, Some(file)) => {
                std::fs::read_to_string(file).map_err(|error| faults::unreadable(file.as_ref(), &error))
            }
            (None, None) => return None,
        };
        Some(
            text.and_then(|text| {
                serde_json::from_str(&text).map_err(|_| either("it is not JSON", "不是 JSON").to_owned())
            }),
        )
    }
}

/// A name in the lower case of plugins as the API spells it: `instance-id` is `InstanceId`.
fn spelt_out(name: &str) -> String {
    let capital =
        |part: &str| part.get(..1).unwrap_or_default().to_ascii_uppercase() + part.get(1..).unwrap_or_default();
    name.split('-').map(capital).collect()
}

/// What the words after the name of a parameter mean: a text, the members of an object (`key=a value=b`), or a list.
fn value_of(words: Vec<String>, is_object: bool) -> Value {
    // Where double quotes are hard to type, lists are written with single ones.
    let text = |word: String| {
        let is_quoted = word.starts_with("['") || word.starts_with("[{'") || word.starts_with("{'");
        Value::from(if is_quoted && !word.contains('"') { word.replace('\'', "\"") } else { word })
    };
    let members = || words.iter().map(|word| word.split_once('=')).collect::<Option<Vec<_>>>();
    match words.len() {
        0 => "".into(),
        1 if !is_object || !words[0].contains('=') => words.into_iter().map(text).next().unwrap_or_default(),
        _ => match members() {
            Some(members) => members.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect(),
            None => words.into_iter().map(text).collect(),
        },
    }
}

/// The id of what a call is about, for reports: the longest path ends in it.
fn resource_id(parameters: &Value) -> &str {
    let ids =
        parameters.as_object().into_iter().flatten().filter(|(name, _)| name.ends_with("Id") && *name != "RegionId");
    let (of_cluster, others): (Vec<_>, Vec<_>) = ids.partition(|(name, _)| *name == "ClusterId");
    others.into_iter().chain(of_cluster).find_map(|(_, id)| id.as_str()).unwrap_or_default()
}

/// The name of the call that a method and a path stand for, and the ids in the path.
fn action_at(method: &str, path: &str) -> Option<(&'static str, Map<String, Value>)> {
    let parts: Vec<&str> = path.split('?').next()?.trim_matches('/').split('/').collect();
    PATHS.iter().filter(|(own, ..)| own.eq_ignore_ascii_case(method)).find_map(|(_, pattern, action)| {
        let pattern: Vec<&str> = pattern.trim_matches('/').split('/').collect();
        let mut ids = Map::new();
        let same = pattern.len() == parts.len()
            && pattern.iter().zip(&parts).all(|(pattern, part)| {
                match pattern.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                    Some(name) => ids.insert(name.to_owned(), (*part).into()).is_none(),
                    None => pattern == part,
                }
            });
        same.then_some((*action, ids))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Vec<String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let plan = Invocation::parse(&words).plan();
        let call = |request: &super::super::plan::PlannedRequest| match &request.subject {
            Subject::Raw(_, call) => call.to_string(),
            _ => panic!("no call"),
        };
        plan.requests.iter().map(call).collect()
    }

    #[test]
    fn commands_are_calls() {
        for (line, want) in [
            (
                "slb DeleteLoadBalancer --LoadBalancerId lb-1 --region cn-hangzhou -p ops --force",
                r#"{"action":"DeleteLoadBalancer","parameters":{"LoadBalancerId":"lb-1"},"product":"slb","region":"cn-hangzhou"}"#,
            ),
            (
                "--profile ops ecs DeleteInstance --InstanceId=i-1 --Force true",
                r#"{"action":"DeleteInstance","parameters":{"Force":"true","InstanceId":"i-1"},"product":"ecs"}"#,
            ),
            (
                r#"cs POST /clusters/c1/components/uninstall --header x=y --body [{"name":"a"}]"#,
                r#"{"action":"UnInstallClusterAddons","parameters":{"ClusterId":"c1","body":[{"name":"a"}]},"product":"cs"}"#,
            ),
            (
                r#"cs PUT /clusters/c1/nodepools/np1 --body {"scaling_group":{"a":1}}"#,
                concat!(
                    r#"{"action":"ModifyClusterNodePool","parameters":{"ClusterId":"c1","NodepoolId":"np1","#,
                    r#""scaling_group":{"a":1}},"product":"cs"}"#
                ),
            ),
        ] {
            assert_eq!(told(line), [want], "{line}");
        }
    }

    #[test]
    fn commands_of_plugins_are_calls() {
        for (line, want) in [
            (
                "ecs delete-instances --instance-id i-1 i-2 --biz-region-id cn-hangzhou",
                concat!(
                    r#"{"action":"DeleteInstances","parameters":{"InstanceId":["i-1","i-2"],"#,
                    r#""RegionId":"cn-hangzhou"},"product":"ecs","region":"cn-hangzhou"}"#
                ),
            ),
            (
                "slb tag-resources --tag key=a value=b --resource-id lb-1 --resource-id lb-2",
                concat!(
                    r#"{"action":"TagResources","parameters":{"ResourceId":["lb-1","lb-2"],"#,
                    r#""Tag":{"key":"a","value":"b"}},"product":"slb"}"#
                ),
            ),
            (
                "cs un-install-cluster-addons --cluster-id c1 --addons name=logtail-ds",
                concat!(
                    r#"{"action":"UnInstallClusterAddons","parameters":{"Addons":{"name":"logtail-ds"},"ClusterId":"c1"},"#,
                    r#""product":"cs"}"#
                ),
            ),
            (
                "ecs DeleteInstances --InstanceId ['i-1','i-2']",
                r#"{"action":"DeleteInstances","parameters":{"InstanceId":"[\"i-1\",\"i-2\"]"},"product":"ecs"}"#,
            ),
        ] {
            assert_eq!(told(line), [want], "{line}");
        }
    }

    #[test]
    fn what_reads_is_no_call() {
        for line in [
            "ecs describe-instances",
            "ecs delete-instance --instance-id i-1 --cli-dry-run",
            "cs get /clusters",
            "ecs DescribeInstances",
            "cs GET /clusters",
            "configure set",
            "version",
            "ecs DeleteInstance --help",
            "ecs",
        ] {
            assert!(told(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn what_the_path_means_is_said() {
        let words = ["cs", "POST", "/other"].map(str::to_owned);
        assert_eq!(Invocation::parse(&words).plan().notes.len(), 1);
        let words = ["cs", "PUT", "/clusters/c1", "--body", "x"].map(str::to_owned);
        assert!(Invocation::parse(&words).plan().notes[0].open);
    }
}
