// The playground in a real browser, served and opened as a file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { address, contrast, folder, marked, open, paste, verdict } from "./browser.mjs";
import { example, root } from "./common.mjs";

test("pasted text is checked as it changes, and the offending line is marked", async () => {
  const { page, close } = await open();
  await verdict(page, "deny");
  await paste(page, example("pods.yaml").split("---\n")[0]);
  await page.locator("#results").getByText("critical-host-path", { exact: true }).waitFor();
  assert.deepEqual(await marked(page), ["deny 10"]);
  assert.match(await page.locator("#results").innerText(), /can write to \/var\/lib\/kubelet/);
  await page.locator(".finding .place").first().click();
  const selected = await page.$eval("#text", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.match(selected, /^path: \/var\/lib/);
  await paste(page, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
  await verdict(page, "allow");
  assert.deepEqual(await marked(page), []);
  await close();
});

test("every example has its verdict", async () => {
  const examples = JSON.parse(readFileSync(join(root, "src/web/playground/examples.json"), "utf8"));
  const { page, close } = await open();
  for (const { id, view = "check", verdict: expected } of examples) {
    await page.click(`[data-view=${view}]`);
    const [select, summary, results] = view === "script" ? ["#script-example", "#script-summary", "#script-results"] : ["#example", "#summary", "#results"];
    await page.selectOption(select, id);
    await page.waitForFunction((results) => document.querySelector(results).getAttribute("aria-busy") === "false", results);
    await page.waitForSelector(`${summary} .verdict.${expected}`, { timeout: 5000 }).catch(() => assert.fail(`${id}: not ${expected}`));
  }
  await close();
});

/** What the view of scripts says of each command that it does not let pass: line, level, command, row. */
const findings = (page) => page.$$eval("#script-results .command:is(.deny, .warn)", (commands) => commands.flatMap((command) =>
  [...command.querySelectorAll(".result")].map((result) => [
    command.querySelector(".place").innerText, result.className, command.querySelector("h2 code").innerText,
    result.querySelector(".where").innerText].join(" | "))));

test("a runbook is told command by command", async () => {
  const { page, close } = await open("#script=runbook");
  await page.waitForSelector("#script-summary .verdict.deny");
  assert.deepEqual(await findings(page), [
    "line 10 | result deny | systemctl stop kubelet | row 9 of the list",
    "line 12 | result deny | rm -rf /var/lib/kubelet/pods | row N4 of the list",
    "line 12 | result deny | rm -rf /var/lib/kubelet/pods | row 54 of the list",
    "line 17 | result deny | sysctl -w net.ipv4.ip_forward=0 | row 33 of the list",
    "line 19 | result deny | redirection | row 33 of the list",
    "line 21 | result deny | timedatectl set-time … | row 11 of the list",
    "line 22 | result warn | timedatectl set-time … | row 11 of the list",
  ]);
  const removal = page.locator(".command", { hasText: "rm -rf /var/lib/kubelet/pods" });
  assert.match(await removal.innerText(), /removes \/var\/lib\/kubelet\/pods and everything below/);
  assert.match(await page.locator(".command.warn").innerText(), /remote[^]*`?…`? is not known/);
  const marks = await page.$$eval("#script-block .gutter span:not([class=''])", (spans) => spans.map((span) => `${span.className} ${span.textContent}`));
  assert.deepEqual(marks, ["deny 10", "deny 12", "deny 17", "deny 19", "deny 21", "warn 22"]);
  await removal.locator(".place").click();
  assert.equal(await page.$eval("#script-text", (area) => area.value.slice(area.selectionStart, area.selectionEnd)), 'rm -rf "$state"/pods');
  await page.click("#language");
  assert.match(await removal.innerText(), /删除 \/var\/lib\/kubelet\/pods 及其下所有内容/);
  assert.match(await page.locator(".command.warn").innerText(), /其他机器/);
  await removal.getByText("清单条目 54").click();
  await page.locator("#rows", { hasText: "NAS" }).waitFor();
  await close();
});

test("user data is shown as the script that it amounts to", async () => {
  const { page, close } = await open("#view=script&script=user-data&lang=zh");
  await page.waitForSelector("#script-summary .verdict.deny");
  assert.deepEqual(await findings(page), [
    "第 1 行 | result deny | 重定向 | 清单条目 9",
    "第 6 行 | result deny | 重定向 | 清单条目 45",
  ]);
  assert.match(await page.locator(".converted").innerText(), /nameserver 10\.0\.0\.53/);
  await page.locator(".command", { hasText: "写入 /etc/resolv.conf" }).locator(".place").click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "converted-6");
  await close();
});

test("a manifest copied from the Chinese page speaks Chinese", async () => {
  const { page, close } = await open("#rule=node-deletion&lang=zh");
  await page.waitForFunction(() => /settings:\n {4}language: zh/.test(document.querySelector("#rule-detail pre")?.textContent));
  await close();
});

test("who acts and what is done can be said", async () => {
  const { page, close } = await open();
  await paste(page, "apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\n");
  await page.locator("#results").getByText("CREATE").waitFor();
  await page.selectOption("#operation", "DELETE");
  await page.locator(".result.deny", { hasText: "node-deletion" }).waitFor();
  await page.fill("#user", "system:serviceaccount:kube-system:cluster-autoscaler");
  await page.locator(".result.allow", { hasText: "node-deletion" }).getByText(/^Exempt: /).waitFor();
  await close();
});

test("the whole page speaks Chinese", async () => {
  const { page, close } = await open("#example=pods");
  await verdict(page, "deny");
  await page.click("#language");
  await page.getByText("容器 shell 可写入节点路径").waitFor();
  assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
  for (const view of ["check", "script", "rules", "catalogue"]) {
    await page.click(`[data-view=${view}]`);
    const latin = await page.$$eval(`[data-name=${view}] :is(label, th, summary, dt, option, .chip, h3)`, (elements) => elements
      .filter((element) => element.checkVisibility() && !element.querySelector("code, button"))
      .map((element) => element.innerText).filter((text) => /[a-z]{4}/i.test(text) && !/[\u4e00-\u9fff]/.test(text)));
    assert.deepEqual(latin.filter((text) => !/^(CREATE|UPDATE|DELETE|CONNECT|kubectl delete node|deny.*|audit|warn|strict|N\d)$/.test(text)), [], view);
  }
  await page.click("#language");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await close();
});

test("an error in YAML has its place", async () => {
  const { page, close } = await open();
  await paste(page, "apiVersion: v1\nkind: Pod\nspec: [1\n");
  await verdict(page, "invalid");
  await page.locator(".problem .place").waitFor();
  assert.match(await page.locator(".problem .place").innerText(), /line [34], column \d+/);
  assert.equal((await marked(page)).length, 1);
  await close();
});

test("the real module gives the same answer, also where the page is a file", async () => {
  for (const base of [address, pathToFileURL(join(folder, "index.html")).href]) {
    const { page, close } = await open("#example=slb-reuse", {}, base);
    await verdict(page, "deny");
    await page.getByRole("button", { name: "Run the actual module" }).first().click();
    assert.match(await page.locator(".outcome .same").innerText(), /^Identical answer from the real module \(\d+ kB/);
    await close();
  }
});

test("a link holds everything", async () => {
  const first = await open();
  await paste(first.page, "apiVersion: v1\nkind: Node\nmetadata: {name: linked}\n");
  await first.page.selectOption("#operation", "DELETE");
  await first.page.fill("#user", "somebody");
  await verdict(first.page, "deny");
  await first.page.waitForFunction(() => location.hash.startsWith("#s="));
  await first.page.waitForTimeout(1200);
  const hash = await first.page.evaluate(() => location.hash);
  await first.close();
  const second = await open(hash);
  await verdict(second.page, "deny");
  assert.match(await second.page.inputValue("#text"), /name: linked/);
  assert.deepEqual([await second.page.inputValue("#operation"), await second.page.inputValue("#user")], ["DELETE", "somebody"]);
  await second.close();
});

test("a link to a rule, its settings and its manifest", async () => {
  const { page, close } = await open("#rule=node-deletion");
  await page.locator("#rule-detail h2", { hasText: "node-deletion" }).waitFor();
  await page.selectOption("#setting-enforcement", "warn");
  await page.selectOption("#mode", "protect");
  await page.waitForFunction(() => /settings:\n {4}enforcement: warn/.test(document.querySelector("#rule-detail pre").textContent));
  assert.match(await page.locator("#rule-detail pre").innerText(), /kind: ClusterAdmissionPolicy[^]*mode: protect/);
  await page.click("#setting-exempt-users >> xpath=ancestor::details/summary");
  await page.fill("#setting-exempt-users", "a*b");
  await page.locator("#rule-detail .problem:visible").waitFor();
  await page.fill("#setting-exempt-users", "");
  await page.click("[data-view=check]");
  await page.selectOption("#example", "node-deletion");
  await verdict(page, "warn");
  await page.click("[data-view=rules]");
  await page.getByLabel("evaluate this rule: node-deletion").uncheck();
  await page.click("[data-view=check]");
  await verdict(page, "allow");
  await close();
});

test("the catalogue can be searched", async () => {
  const { page, close } = await open("#view=catalogue");
  const all = await page.locator("#rows tbody tr").count();
  assert.ok(all > 0, String(all));
  await page.fill("#row-filter", "terway");
  const found = await page.locator("#rows tbody tr").count();
  assert.ok(found > 0 && found < all, String(found));
  await page.fill("#row-filter", "");
  await page.selectOption("#row-status", "impossible");
  assert.match(await page.locator("#rows tbody").innerText(), /^N8/);
  await close();
});

test("a megabyte does not freeze the page", async () => {
  const { page, close } = await open();
  const pod = example("pods.yaml").split("---\n")[0];
  const many = Array.from({ length: 3600 }, (_, index) => pod.replace("name: debug", `name: debug-${index}`)).join("---\n");
  // A page that froze would draw nothing between the file and the summary. How long one frame takes depends on the machine.
  const drawn = page.evaluate(() => new Promise((resolve) => {
    let frames = 0;
    const tick = () => {
      frames += 1;
      if (document.querySelector("#summary")?.textContent.includes("3600")) resolve(frames);
      else requestAnimationFrame(tick);
    };
    document.querySelector("#file").addEventListener("change", () => requestAnimationFrame(tick), { once: true, capture: true });
  }));
  await page.setInputFiles("#file", { name: "many.yaml", mimeType: "text/yaml", buffer: Buffer.from(many) });
  const frames = await drawn;
  console.log(`frames drawn while ${(many.length / 1e6).toFixed(1)} MB are checked: ${frames}`);
  assert.ok(frames >= 5, `${frames} frames`);
  await close();
});

test("on a phone everything fits", async () => {
  const { page, close } = await open("#example=slb-reuse", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await verdict(page, "deny");
  for (const view of ["check", "script", "rules", "catalogue"]) {
    await page.click(`[data-view=${view}]`);
    const { inner, outer } = await page.evaluate(() => ({ inner: document.documentElement.scrollWidth, outer: innerWidth }));
    assert.ok(inner <= outer, `${view}: ${inner} > ${outer}`);
    if (view !== "catalogue") continue;
    const heads = await page.$$eval("#rows tbody tr:first-child td", (cells) => cells.map((cell) => getComputedStyle(cell, "::before").content));
    assert.deepEqual(heads, ['"Operation"', '"Impact and recovery"', '"Instead"', '"Rules"', '"Coverage"']);
  }
  await close();
});

test("light and dark, and both can be read", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await open("#example=plan", { colorScheme });
    await verdict(page, "deny");
    const back = () => page.$eval("body", (body) => getComputedStyle(body).backgroundColor);
    const before = await back();
    assert.equal(before === "rgb(18, 22, 29)", colorScheme === "dark");
    for (const selector of [".chip.deny", ".chip.warn", ".chip.allow", ".finding .said", ".where .place", "dt", ".quiet", "header button", ".gutter span", ".code i", ".code q", "#summary .verdict", ".controls span"]) {
      const ratio = await contrast(page, selector);
      assert.ok(ratio >= 4.5, `${colorScheme} ${selector}: ${ratio.toFixed(2)}`);
    }
    await page.click("#theme");
    assert.notEqual(await back(), before);
    await close();
  }
});

test("the keyboard reaches everything, and every control has a name", async () => {
  const { page, close } = await open("#example=node-deletion");
  await verdict(page, "deny");
  await page.evaluate(() => document.activeElement.blur());
  const reached = new Set();
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.dataset.view || document.activeElement.className));
  }
  for (const name of ["skip", "check", "script", "rules", "catalogue", "share", "language", "theme", "docs-link", "example", "operation", "user", "groups", "open", "compare", "text", "place"]) {
    assert.ok(reached.has(name), `${name} is not among ${[...reached]}`);
  }
  for (const view of ["check", "script", "rules", "catalogue"]) {
    await page.click(`[data-view=${view}]`);
    const nameless = await page.$$eval("button, select, textarea, input", (controls) => controls
      .filter((control) => control.checkVisibility() && !control.labels?.length && !control.getAttribute("aria-label") && !control.textContent.trim())
      .map((control) => control.outerHTML));
    assert.deepEqual(nameless, []);
  }
  await close();
});
