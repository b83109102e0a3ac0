// The playground as somebody meets it who has never seen it: what it shows first, and what it says to what it cannot check.
import assert from "node:assert/strict";
import { test } from "node:test";

import { open, paste, verdict } from "./browser.mjs";

test("a newcomer sees what the page is for, a manifest, and what deleting it does", async () => {
  const { page, close } = await open();
  await verdict(page, "deny");
  assert.match(await page.locator("#check .tagline").innerText(), /high-risk operations/);
  assert.match(await page.inputValue("#text"), /^#.*\napiVersion: v1\nkind: Node/);
  assert.equal(await page.inputValue("#operation"), "DELETE");
  assert.match(await page.locator("#version").innerText(), /^v\d+\.\d+\.\d+$/);
  // The level of the item is not said again for each rule.
  assert.equal(await page.locator("#results .chip.deny").count(), 1);
  // Keys and comments have colours of their own.
  assert.ok(await page.locator("#text-block .code i", { hasText: "kind" }).count() > 0);
  await close();
});


test("the controls follow the input", async () => {
  const { page, close } = await open("#example=review");
  await page.waitForFunction(() => document.querySelector("#operation").disabled);
  for (const name of ["operation", "user", "groups"]) assert.ok(await page.locator(`#${name}`).isDisabled(), name);
  await page.locator("#own-help").waitFor();
  await paste(page, "apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\n");
  await page.waitForFunction(() => !document.querySelector("#operation").disabled);
  assert.ok(await page.locator("#own-help").isHidden());
  await close();
});


test("what is nothing to check is told, with the way on", async () => {
  for (const [language, words] of [["en-US", [/Expected YAML or JSON/, /redline guard/, /terraform show -json/, /helm template/]], ["zh-CN", [/应为 YAML 或 JSON/, /像是一条命令/, /Terraform 代码/, /Helm 模板/]]]) {
    const { page, close } = await open("", { locale: language });
    const texts = ["please check my cluster", "kubectl delete node worker-1", 'resource "alicloud_vpc" "a" {\n}\n', "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n"];
    for (const [at, text] of texts.entries()) {
      await paste(page, text);
      await page.locator("#results .item.invalid", { hasText: words[at] }).waitFor();
    }
    await close();
  }
});


test("what leads nowhere is told", async () => {
  for (const [hash, words] of [["#s=broken", /damaged/], ["#rule=no-such-rule", /no rule "no-such-rule"/], ["#example=no-such", /no example/]]) {
    const { page, close } = await open(hash);
    await page.locator("#banner", { hasText: words }).waitFor();
    await page.click("[data-view=check]");
    await verdict(page, "deny");
    await close();
  }
  const { page, close } = await open();
  await paste(page, "please delete the node worker-1\n");
  await verdict(page, "invalid");
  assert.match(await page.locator("#results .problem").innerText(), /expected|manifest/);
  await page.click("[data-view=rules]");
  await page.fill("#rule-filter", "zzz");
  await page.locator("#rule-list", { hasText: "Nothing matches" }).waitFor();
  await page.click("[data-view=catalogue]");
  await page.fill("#row-filter", "zzz");
  await page.locator("#rows", { hasText: "Nothing matches" }).waitFor();
  await close();
});


test("what stands in the wrong view leads to the right one", async () => {
  const { page, close } = await open();
  await paste(page, "#!/bin/sh\nsysctl -w net.ipv4.ip_forward=0\n");
  await verdict(page, "invalid");
  await page.getByRole("button", { name: "Show what the script does" }).click();
  await page.waitForSelector("#script-summary .verdict.deny");
  await page.fill("#script-text", "# settings\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
  await page.getByRole("button", { name: "Check it in the other view" }).click();
  await verdict(page, "allow");
  await page.click("[data-view=script]");
  await page.fill("#script-text", "cat <<EOF | kubectl apply -f -\napiVersion: v1\nkind: Node\nEOF\n");
  await page.waitForSelector("#script-summary .verdict.allow");
  await close();
});


test("rules for one kind of cluster wait until they are ticked", async () => {
  const { page, close } = await open("#view=rules&rule=registered-node-metadata");
  assert.match(await page.locator("#rule-detail").innerText(), /For registered clusters alone/);
  const off = () => page.$$eval("#rule-list input:not(:checked)", (boxes) => boxes.map((box) => box.closest("li").querySelector("code").textContent));
  assert.deepEqual(await off(), ["registered-node-metadata", "serverless-dependency-deletion"]);
  await page.click("#all-rules");
  assert.deepEqual(await off(), []);
  await close();
});
