// The site as a reader sees it, in Chromium: both languages, links between pages, and the search.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { anchors, rewrite, slug } from "./links.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const html = join(root, "target/site/html");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };

let server, browser, address;
const outside = [];

before(async () => {
  server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url.split("?")[0]);
    const file = join(html, path.endsWith("/") ? `${path}index.html` : extname(path) ? path : `${path}.html`);
    try {
      const body = await readFile(file);
      response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "chromium", args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function open(path) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("request", (request) => request.url().startsWith(address) || request.url().startsWith("data:") || outside.push(request.url()));
  page.on("response", (response) => response.ok() || response.status() === 304 || errors.push(`${response.status()} ${response.url()}`));
  await page.goto(address + path, { waitUntil: "networkidle" });
  return { page, errors };
}

async function search(path, words) {
  const { page, errors } = await open(path);
  await page.locator(".DocSearch-Button").first().click();
  await page.locator("#localsearch-input").fill(words);
  await page.locator(".VPLocalSearchBox .result").first().waitFor();
  const links = await page.locator(".VPLocalSearchBox .result").evaluateAll((results) => results.map((each) => each.getAttribute("href")));
  assert.deepEqual(errors, []);
  await page.close();
  return links;
}

test("the first page shows the picture and links to the other language", async () => {
  const { page, errors } = await open("/");
  await page.getByRole("heading", { level: 1, name: "Redline" }).waitFor();
  assert.ok(await page.locator('img[alt*="refuses"]').evaluate((image) => image.naturalWidth > 0));
  await page.locator("main a", { hasText: "简体中文" }).click();
  await page.getByRole("heading", { level: 1, name: "Redline" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
  assert.deepEqual(errors, []);
  await page.close();
});

test("a rule has a page in each language, with settings and an example", async () => {
  for (const [path, settings, example] of [
    ["/rules/node-deletion", "Settings", "Example: deny"],
    ["/zh/rules/node-deletion", "配置", "示例：拒绝"],
  ]) {
    const { page, errors } = await open(path);
    await page.getByRole("heading", { level: 2, name: settings }).waitFor();
    await page.getByRole("heading", { level: 2, name: example }).waitFor();
    assert.deepEqual(errors, []);
    await page.close();
  }
});

test("the search finds English and Chinese words, also within a sentence", async () => {
  assert.ok((await search("/", "load balancer")).some((link) => link.includes("/rules/")));
  assert.ok((await search("/zh/", "伸缩组")).some((link) => link.includes("cloud-scaling-group")));
  assert.ok((await search("/zh/", "审批注解")).length > 0);
});

test("nothing is fetched from elsewhere", () => assert.deepEqual(outside, []));

test("links that lead nowhere are told", () => {
  const page = (from, to, content) => ({ from, text: from, to, language: "en", content });
  const all = [page("docs/a.md", "a.md", "[b](b.md) [c](b.md#a-b) [d](b.md#no) [e](no.md) `[f](no)` [g](../Cargo.toml)"), page("docs/b.md", "b.md", "# A *b*?\n")];
  const site = new Map(all.map((each) => [`en ${each.from}`, each]));
  const dead = [];
  const { text } = rewrite(all[0], site, root, dead);
  assert.match(text, /^\[b\]\(\.\/b\.md\) \[c\]\(\.\/b\.md#a-b\).*\[g\]\(https:\/\/github\.com\/.*\/tree\/main\/Cargo\.toml\)$/);
  assert.deepEqual(dead.sort(), ["docs/a.md: b.md#no: there is no such heading", "docs/a.md: no.md: there is no such file"]);
  assert.equal(slug("`kubectl` 仍然可以执行？"), "kubectl-仍然可以执行");
  assert.deepEqual([...anchors("# A\n```\n# no\n```\n## B c\n")], ["a", "b-c"]);
});
