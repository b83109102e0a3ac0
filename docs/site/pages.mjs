// Which file of the repository becomes which page of the site. Everybody who writes documentation writes Markdown where it
// belongs in the repository, with links that work there; this table and `links.mjs` make a site of it.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const markdown = (folder) => readdirSync(folder).filter((name) => name.endsWith(".md")).sort();

/** Names of the guides in the order of the sidebar, with their groups. A guide that no group names is an error. */
export const GROUPS = [
  { key: "start", en: "Start", zh: "入门", pages: ["quickstart", "coverage", "comparison", "faq"] },
  { key: "cli", en: "Command line", zh: "命令行", pages: ["cli", "keyboard", "scripts", "ci"] },
  { key: "cluster", en: "In a cluster", zh: "集群", pages: ["rollout", "settings", "lookups", "audit", "registry", "security"] },
  { key: "cloud", en: "Cloud operations", zh: "云上操作", pages: ["cloud", "atlas"] },
  { key: "reference", en: "Reference", zh: "参考", pages: ["hosts", "bench", "glossary"] },
];

/** Pages about the project, which are in English alone. */
const PROJECT = {
  "ARCHITECTURE.md": "project/architecture.md",
  "CONTRIBUTING.md": "project/contributing.md",
  "SECURITY.md": "project/security.md",
  "CODE_OF_CONDUCT.md": "project/conduct.md",
  "CHANGELOG.md": "project/changelog.md",
  "docs/decisions/README.md": "decisions/index.md",
  "deploy/README.md": "project/deploy.md",
  "deploy/helm/redline/README.md": "project/chart.md",
  "src/web/npm/README.md": "project/npm.md",
};

/**
 * Every page of the site.
 * @param {string} root the repository
 * @returns {{from: string, text: string, to: string, language: "en" | "zh"}[]} `from` is where links in the text start, `text` where
 * the text is read, both below the root; `to` is the page
 */
export function pages(root) {
  const out = [];
  const add = (from, to, language, text = from) => out.push({ from, text, to, language });
  add("README.md", "index.md", "en");
  add("README.zh-CN.md", "zh/index.md", "zh");
  for (const name of markdown(join(root, "docs"))) add(`docs/${name}`, name, "en");
  for (const name of markdown(join(root, "docs/zh"))) add(`docs/zh/${name}`, `zh/${name}`, "zh");
  for (const name of markdown(join(root, "docs/decisions"))) {
    if (name !== "README.md") add(`docs/decisions/${name}`, `decisions/${name}`, "en");
  }
  for (const [from, to] of Object.entries(PROJECT)) add(from, to, "en");
  for (const id of rules(root)) {
    const from = `policies/${id}/README.md`;
    add(from, `rules/${id}.md`, "en");
    add(from, `zh/rules/${id}.md`, "zh", `target/dist/policies/${id}/README.zh-CN.md`);
  }
  return out;
}

/** The ids of all rules and bundles. */
export function rules(root) {
  return readdirSync(join(root, "policies")).filter((id) => existsSync(join(root, "policies", id, "README.md"))).sort();
}
