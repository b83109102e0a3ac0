// The npm package as its users get it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { root, example } from "./common.mjs";
import { catalogue, evaluate, manifest, payload, rules, script, validateSettings } from "../../../target/npm/node.js";
import { PolicyModule } from "../../../target/npm/wapc.js";

const verdicts = ({ items }) => items.map(({ title, operation, verdict }) => [title, operation, verdict]);
const findings = ({ items }) => items.flatMap(({ results }) => results).flatMap(({ rule, findings }) =>
  findings.map(({ path, at }) => [rule, path, `${at.text}:${at.line}:${at.column}`]));

test("a review of a node deletion is denied, with impact and remedy", () => {
  const { verdict, items } = evaluate({ text: example("node-delete.review.json") });
  assert.equal(verdict, "deny");
  const [{ title, operation, results }] = items;
  assert.deepEqual([title, operation, results.map(({ rule }) => rule)], ["Node/cn-hangzhou.10.0.0.12", "DELETE", ["node-deletion"]]);
  const [{ text, impact, instead, row, at }] = results[0].findings;
  assert.match(text.en, /^deletes node `cn-hangzhou\.10\.0\.0\.12` through the API/);
  assert.match(impact.zh, /节点/);
  assert.match(instead.en, /RemoveNodePoolNodes/);
  assert.deepEqual([row, at.line, at.exact], ["26", 18, true]);
});

test("the same node removed by the cloud controller manager passes, and says why", () => {
  const { verdict, items } = evaluate({ text: example("node-delete-by-ccm.review.json") });
  assert.equal(verdict, "allow");
  assert.match(items[0].results[0].exempt, /cloud-controller-manager/);
});

test("a script is told command by command, in both languages", () => {
  const { verdict, converted, commands } = script("set -e\nrm -rf /etc/kubernetes/pki\n");
  assert.deepEqual([verdict, converted, commands.length], ["deny", undefined, 1]);
  const [{ line, command, files, findings }] = commands;
  assert.deepEqual([line, command], [2, "rm -rf /etc/kubernetes/pki"]);
  assert.deepEqual(files, [{ en: "removes /etc/kubernetes/pki and everything below", zh: "删除 /etc/kubernetes/pki 及其下所有内容" }]);
  const certificates = findings.find(({ row }) => row === "20");
  assert.deepEqual([certificates.level, certificates.rule], ["deny", "control-plane-certificate"]);
  assert.match(certificates.recovery.zh, /\S/);
  assert.match(script(example("user-data.yaml")).converted, /nameserver 10\.0\.0\.53/);
});

test("many documents are checked each for itself, and fields have places", () => {
  const evaluation = evaluate({ text: example("pods.yaml") });
  assert.deepEqual(verdicts(evaluation), [
    ["Pod/default/debug", "CREATE", "deny"], ["DaemonSet/ops/node-tuning", "CREATE", "deny"], ["Deployment/default/web", "CREATE", "allow"],
  ]);
  assert.deepEqual(evaluation.items.map(({ at }) => at.line), [1, 12, 28]);
  assert.deepEqual(findings(evaluation), [
    ["critical-host-path", "spec.volumes[0].hostPath.path", "text:10:42"],
    ["sysctl-ip-forward", "spec.template.spec.initContainers[0].command", "text:24:11"],
  ]);
});

test("two texts are updates, creations and deletions", () => {
  const node = "apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\n";
  const changed = evaluate({ text: example("service-without-id.yaml"), old: `${example("service.yaml")}---\n${node}` });
  assert.deepEqual(verdicts(changed), [["Service/shop/web", "UPDATE", "deny"], ["Node/worker-1", "DELETE", "deny"]]);
  assert.deepEqual(findings(changed), [
    ["slb-reuse-removal", "metadata.annotations[service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id]", "old:7:5"],
    ["node-deletion", "", "old:22:3"],
  ]);
  const created = evaluate({ text: node, old: "" });
  assert.deepEqual(verdicts(created).map(([, operation]) => operation), ["CREATE"]);
});

test("a key inside a ConfigMap's text has its place", () => {
  const edited = evaluate({ text: example("eni-config-tags.yaml"), old: example("eni-config.yaml") });
  assert.equal(edited.verdict, "deny");
  const places = findings(edited).filter(([rule]) => rule === "terway-config").map(([, , at]) => at);
  assert.deepEqual(places, ["text:14:7"]);
  assert.equal(evaluate({ text: example("eni-config-pool.yaml"), old: example("eni-config.yaml") }).verdict, "allow");
});

test("who acts matters", () => {
  const text = "apiVersion: v1\nkind: Node\nmetadata: {name: worker-1}\n";
  const as = (user) => evaluate({ text, operation: "DELETE", user, rules: ["node-deletion"] }).verdict;
  assert.equal(as("dev"), "deny");
  assert.equal(as("system:serviceaccount:kube-system:cluster-autoscaler"), "allow");
  const settings = { "node-deletion": { exempt: { groups: ["sre"] } } };
  const grouped = (groups) => evaluate({ text, operation: "DELETE", groups, settings, rules: ["node-deletion"] }).verdict;
  assert.deepEqual([grouped(["sre"]), grouped(["dev"])], ["allow", "deny"]);
});

test("messages come in the language asked for", () => {
  const message = (language) => evaluate({ text: example("crd.yaml"), operation: "DELETE", language }).items[0].results[0].message;
  assert.match(message("en"), /impact: .*instead: /);
  assert.match(message("zh"), /影响：.*正确做法：/);
  assert.match(message("both"), /impact: .*影响：/);
});

test("text that cannot be read is part of the answer, with its place", () => {
  const { verdict, items } = evaluate({ text: "kind: Pod\nspec:\n  a: [1\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\n" });
  assert.equal(verdict, "invalid");
  assert.equal(items[0].verdict, "invalid");
  assert.ok(items[0].problem.at.line >= 3 && items[0].problem.at.column > 0, JSON.stringify(items[0]));
  assert.equal(items[1].verdict, "allow");
  const json = evaluate({ text: '{"apiVersion": "v1",\n "kind": "Pod" "x"}' }).items[0].problem;
  assert.deepEqual([json.message, json.at.line, json.at.column], ["invalid JSON: expected `,` or `}`", 2, 16]);
});

test("a plan is checked change by change, by the cloud rules and an inventory", () => {
  const plan = evaluate({ text: example("plan.json"), inventory: example("cluster.yaml") });
  assert.equal(plan.items.length, 26);
  const count = (verdict) => plan.items.filter((item) => item.verdict === verdict).length;
  assert.deepEqual([count("deny"), count("warn"), count("allow")], [11, 2, 13]);
  assert.equal(plan.items[0].title, "module.cluster.alicloud_ess_scaling_group.general");
  assert.equal(plan.items[0].results[0].findings[0].at.line, 6);
  const elsewhere = evaluate({ text: example("plan-change.json"), inventory: { clusterId: "other", scalingGroups: ["asg-other"] } });
  assert.equal(elsewhere.verdict, "allow");
});

test("a trail is checked event by event", () => {
  const { items } = evaluate({ text: example("trail.json"), inventory: example("cluster.yaml") });
  assert.equal(items.length, 58);
  assert.ok(items.some(({ verdict }) => verdict === "deny") && items.some(({ verdict }) => verdict === "allow"));
});

test("a raw call, a list and nothing at all", () => {
  const call = { product: "ess", action: "DeleteScalingGroup", parameters: { ScalingGroupId: "asg-1" } };
  const inventory = { scalingGroups: ["asg-1"] };
  assert.equal(evaluate({ text: JSON.stringify(call), inventory }).verdict, "deny");
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n" } };
  const list = evaluate({ text: JSON.stringify({ apiVersion: "v1", kind: "List", items: [node, node] }), operation: "DELETE" });
  assert.deepEqual(list.items.map(({ within, verdict }) => [within, verdict]), [["item 1", "deny"], ["item 2", "deny"]]);
  assert.deepEqual(evaluate({ text: "# nothing\n" }), { verdict: "allow", items: [] });
});

test("questions that make no sense are exceptions", () => {
  assert.throws(() => evaluate({ text: "", rules: ["nothing"] }), /there is no rule `nothing`/);
  assert.throws(() => evaluate({ text: "", settings: { "node-deletion": { enforce: "warn" } } }), /node-deletion.*enforce/);
  assert.throws(() => evaluate({ txt: "" }), /^Error: unknown field `txt`/);
  assert.throws(() => evaluate({ text: "", inventory: "a: [" }), /inventory:1/);
});

test("rules, catalogue, settings and manifests are there", () => {
  assert.equal(rules().length, readdirSync(join(root, "policies"), { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith("redline-")).length);
  const rows = catalogue();
  assert.deepEqual([rows[0].row, rows[0].status, rows[0].rules], ["N1", "covered", ["addon-change"]]);
  assert.equal(validateSettings("node-deletion", {}).valid, true);
  const refused = validateSettings("node-deletion", { enforcement: "no" });
  assert.equal(refused.valid, false);
  assert.match(refused.message, /enforcement/);
  const text = manifest("node-deletion", { enforcement: "warn" }, "protect");
  assert.match(text, /^apiVersion: policies.kubewarden.io\/v1\nkind: ClusterAdmissionPolicy\n/);
  assert.match(text, /\n {2}mode: protect\n[^]*\n {2}settings:\n {4}enforcement: warn\n {2}rules:\n/);
});

test("every rule answers to the byte as its module does", async () => {
  const inputs = [
    { text: example("node-delete.review.json") }, { text: example("pods.yaml"), language: "both" },
    { text: example("service-without-id.yaml"), old: example("service.yaml"), language: "zh" },
    { text: example("plan-change.json") }, { text: example("trail-event.json"), inventory: example("cluster.yaml") },
    { text: "apiVersion: v1\nkind: Node\nmetadata: {name: 7}\n", operation: "DELETE" },
  ].map((input) => ({ ...input, allResults: true, rules: rules().map((rule) => rule.id) }));
  let compared = 0;
  const seen = new Set();
  const modules = new Map();
  for (const input of inputs) {
    for (const [index, { results }] of evaluate(input).items.entries()) {
      for (const { rule, verdict, answer } of results) {
        if (!modules.has(rule)) modules.set(rule, await PolicyModule.load(readFileSync(join(root, `target/modules/${rule}.wasm`))));
        assert.equal(modules.get(rule).call("validate", payload(input, index, rule)).text, answer, rule);
        seen.add(verdict);
        compared++;
      }
    }
  }
  assert.equal(modules.size, rules().length);
  assert.ok(compared > 300, String(compared));
  assert.ok(seen.has("deny") && seen.has("invalid"));
});

test("a megabyte is checked in reasonable time", () => {
  const pod = example("pods.yaml").split("---\n")[0];
  const many = Array.from({ length: 3600 }, (_, index) => pod.replace("name: debug", `name: debug-${index}`)).join("---\n");
  assert.ok(many.length > 1e6);
  const started = performance.now();
  const { items } = evaluate({ text: many });
  const took = performance.now() - started;
  assert.equal(items.length, 3600);
  assert.equal(items.at(-1).results[0].findings[0].at.line, 3599 * 11 + 10);
  console.log(`${(many.length / 1e6).toFixed(1)} MB in ${took.toFixed(0)} ms`);
  assert.ok(took < 20_000, `${took} ms`);
});

const scratch = mkdtempSync(join(tmpdir(), "redline-npm-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

test("the packed package works in a project of its own, and its types hold", () => {
  const run = (command, args, cwd = scratch) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const packed = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", scratch], join(root, "target/npm")))[0];
  assert.ok(packed.files.some(({ path }) => path === "redline_bg.wasm") && packed.files.some(({ path }) => path === "node.d.ts"));
  writeFileSync(join(scratch, "package.json"), '{ "type": "module", "private": true }');
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${packed.filename}`]);
  const script = `import init, { evaluate, type Evaluation, type Input } from "@redline-policies/redline";
    import { PolicyModule } from "@redline-policies/redline/wapc";
    await init();
    const load: (bytes: Uint8Array<ArrayBuffer>) => Promise<PolicyModule> = PolicyModule.load;
    const input: Input = { text: "apiVersion: v1\\nkind: Node\\nmetadata: {name: node-1}\\n", operation: "DELETE" };
    const { verdict, items }: Evaluation = evaluate(input);
    // @ts-expect-error there is no such operation
    const wrong: Input = { text: "", operation: "PATCH" };
    console.log(verdict, items[0]!.results[0]!.findings[0]!.at.line, wrong.text, typeof load);\n`;
  writeFileSync(join(scratch, "use.ts"), script);
  mkdirSync(join(scratch, "out"));
  const tsc = join(root, "src/web/node_modules/.bin/tsc");
  const options = ["--module", "nodenext", "--target", "es2022", "--strict", "--types", "", "--lib", "es2022,dom", "--outDir", "out", "use.ts"];
  try {
    run(tsc, options);
  } catch (error) {
    assert.fail(error.stdout);
  }
  assert.equal(run("node", ["out/use.js"]).trim(), "deny 3  function");
});
