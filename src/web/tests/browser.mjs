// The playground in a real browser, for the tests: a server, Chromium, and what every test does with a page.
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before } from "node:test";

import { chromium } from "playwright-core";

import { root } from "./common.mjs";

/** The folder of the page. */
export const folder = join(root, "target/playground");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
let browser, server;
/** Where the page is served. */
export let address;

before(async () => {
  server = createServer(({ url }, response) => {
    const path = normalize(new URL(url, "http://x").pathname).replace(/\/$/, "/index.html");
    response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
    createReadStream(join(folder, path)).on("error", () => response.writeHead(404).end()).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}/`;
  const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens the page; whatever it complains about fails the test. */
export async function open(hash = "", options = {}, base = address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US", ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("request", (request) => /^(https?):/.test(request.url()) && !request.url().startsWith(address) && complaints.push(`asks ${request.url()}`));
  await page.goto(base + hash);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  const close = async () => {
    assert.deepEqual(complaints, []);
    await context.close();
  };
  return { page, close };
}

/** Waits for a verdict. */
export const verdict = (page, name) => page.waitForSelector(`#summary .verdict.${name}`);
/** Replaces the text in the editor. */
export const paste = async (page, text) => {
  await page.locator("#text").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
};
/** The marked lines of the editor. */
export const marked = (page) => page.$$eval("#text-block .gutter span:not([class=''])", (spans) => spans.map((span) => `${span.className} ${span.textContent}`));
/** The contrast of a text with what is behind it. */
export const contrast = (page, selector) => page.$eval(selector, (element) => {
  const channels = (color) => color.match(/[\d.]+/g).slice(0, 3).map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = (color) => channels(color).reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  let behind = element;
  while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
  const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
});
