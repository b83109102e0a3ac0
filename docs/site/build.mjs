// Builds the documentation site from the Markdown of the repository into target/site/html. `--check` only looks at the links.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { GROUPS, pages } from "./pages.mjs";
import { rewrite } from "./links.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const source = join(root, "target/site/src");

/** All pages with their text. */
function read() {
  const out = pages(root);
  for (const page of out) page.content = readFileSync(join(root, page.text), "utf8");
  const grouped = new Set(GROUPS.flatMap((group) => group.pages));
  for (const { to } of out) {
    const name = to.replace(/^zh\//, "").replace(/\.md$/, "");
    if (!name.includes("/") && name !== "index" && !grouped.has(name)) {
      throw new Error(`docs/${name}.md is in no group of docs/site/pages.mjs`);
    }
  }
  return out;
}

/** What VitePress would take for a tag or a template is text in our pages. */
const literal = (text) => text.replace(/^<!-- Generated.*-->\n/, "").replace(/\{\{/g, "{<!-- -->{");

function assemble() {
  const all = read();
  const site = new Map(all.map((page) => [`${page.language} ${page.from}`, page]));
  const dead = [];
  const files = new Set();
  rmSync(source, { recursive: true, force: true });
  for (const page of all) {
    const { text, files: shown } = rewrite(page, site, root, dead);
    shown.forEach((file) => files.add(file));
    const to = join(source, page.to);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, literal(text));
  }
  for (const file of files) cpSync(join(root, file), join(source, file));
  if (dead.length) throw new Error(`links that lead nowhere:\n  ${dead.sort().join("\n  ")}`);
  return all.length;
}

try {
  const count = assemble();
  console.log(`${count} pages, every link leads somewhere`);
  if (!process.argv.includes("--check")) {
    // The pages are compiled where they lie, and find Vue there.
    const modules = join(root, "target/site/node_modules");
    if (!existsSync(modules)) symlinkSync(join(root, "docs/site/node_modules"), modules);
    const { build } = await import("vitepress");
    await build(join(root, "docs/site"), { logLevel: "warn" });
    console.log("target/site/html");
  }
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exit(1);
}
