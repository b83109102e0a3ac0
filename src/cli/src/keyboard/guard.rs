//! Checks a line of shell before it runs: each command in it that is guarded.

use std::sync::Arc;

use redline_host::{Cluster, Verdict};
use redline_input::Requester;

use super::decision::Decision;
use super::kubectl::{self, Client, LookupsByKubectl};
use super::line::{self, LineCommand};
use super::plan::Plan;
use super::plan_checker::PlanChecker;
use super::program::Program;
use super::{SOMEONE, aliyun, helm, node, terraform};

/// Commands that are checked wherever they run. Shell hooks test for their names before they ask.
pub(crate) const GUARDED: &[&str] = &["aliyun", "helm", "kubectl", "ssh", "terraform", "tofu"];

/// What a check of a line may use.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reach {
    /// Whether the user's kubectl and helm may ask the cluster.
    pub cluster: bool,
    /// Whether this machine is a node, so that commands on files and kernel parameters count.
    pub node: bool,
}

/// Checks a line.
pub(crate) fn decide(checker: &PlanChecker, text: &str, reach: Reach) -> Decision {
    let mut decision = Decision { evaluations: Vec::new(), notes: Vec::new() };
    // Another cluster than that of the environment may be meant.
    let elsewhere = text.contains("KUBECONFIG=");
    let cluster = reach.cluster && !elsewhere;
    let mut local = Vec::new();
    for command in line::commands(text) {
        let name = line::program(&command.words[0]).to_owned();
        let args = &command.words[1..];
        let requester = Requester::new(SOMEONE);
        match &*name {
            "kubectl" => decision.append(kubectl_command(checker, &command, cluster)),
            "aliyun" => decision.append(checker.decide(aliyun::Invocation::parse(args).plan(), None)),
            "helm" => decision.append(checker.decide(helm::plan(args, cluster, &requester), None)),
            "terraform" | "tofu" => decision.append(checker.decide(terraform::plan(&name, args), None)),
            "ssh" => {
                if let Some((host, script)) = node::remote(&command.words) {
                    decision.append(checker.decide(node::plan(&host, &script, requester), None));
                }
            }
            _ => local.push(name),
        }
    }
    if (reach.node || node::is_here()) && !local.is_empty() {
        decision.append(checker.decide(node::plan("localhost", text, Requester::new(SOMEONE)), None));
    }
    if elsewhere && reach.cluster {
        let mut plan = Plan::default();
        plan.remark(
            "the cluster was not asked, because the line names another",
            "该命令行指定了其他集群，因此未查询集群",
        );
        decision.append(Decision { evaluations: Vec::new(), notes: plan.notes });
    }
    decision
}

fn kubectl_command(checker: &PlanChecker, command: &LineCommand, cluster: bool) -> Decision {
    let invocation = kubectl::Invocation::parse(&command.words[1..]);
    if kubectl::is_harmless(&invocation) || invocation.verb == "redline" {
        return Decision { evaluations: Vec::new(), notes: Vec::new() };
    }
    let input = command.input.as_deref().map(str::as_bytes);
    let known = command.words.iter().all(|word| line::is_known(word));
    match Program::find("kubectl").ok().filter(|_| cluster && known) {
        Some(program) => Live { program: &program, invocation: &invocation }
            .decide(checker, |client, requester| kubectl::plan(&invocation, Some(client), input, requester)),
        None => {
            let requester = kubectl::requester(&invocation);
            checker.decide(kubectl::plan(&invocation, None, input, requester), None)
        }
    }
}

/// A command on a living cluster.
pub(crate) struct Live<'l> {
    pub program: &'l Program,
    pub invocation: &'l kubectl::Invocation,
}

impl Live<'_> {
    /// Checks a plan. Who the user is costs a question to the API server, which is sent only if it matters.
    pub(crate) fn decide(&self, checker: &PlanChecker, plan: impl Fn(&Client, Requester) -> Plan) -> Decision {
        let client = Client::new(self.program.clone(), self.invocation);
        let lookups = LookupsByKubectl::new(Client::new(self.program.clone(), self.invocation));
        let cluster = Cluster::live(Arc::new(lookups));
        let decision = checker.decide(plan(&client, kubectl::requester(self.invocation)), Some(&cluster));
        if decision.verdict() == Verdict::Allow {
            return decision;
        }
        match client.who_am_i() {
            Some((user, groups)) if user != SOMEONE => {
                checker.decide(plan(&client, Requester { user, groups }), Some(&cluster))
            }
            _ => decision,
        }
    }
}
