// Links of the repository become links of the site: to a page, or to the file in the repository. Both the file and, in a page, the
// heading must exist.
import { existsSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path/posix";

export const REPOSITORY = "https://github.com/redline-policies/redline";

/** The text without code, in which nothing is a link. */
function withoutCode(text) {
  const blank = (code) => code.replace(/[^\n]/g, " ");
  return text.replace(/^( *)(```|~~~)[\s\S]*?^\1\2 *$/gm, blank).replace(/`[^`\n]+`/g, blank).replace(/<!--[\s\S]*?-->/g, blank);
}

/** The anchor that GitHub and the site give a heading. */
export function slug(heading) {
  const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "").trim().toLowerCase();
  return plain.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, "").replace(/\s/g, "-");
}

/** The anchors of a page. */
export function anchors(text) {
  const fences = text.replace(/^( *)(```|~~~)[\s\S]*?^\1\2 *$/gm, "");
  return new Set([...fences.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) => slug(heading)));
}

/** The places and targets of all links and images of a text. */
function targets(text) {
  const found = [];
  for (const match of withoutCode(text).matchAll(/\]\(([^()\s]+(?:\([^()\s]*\))?)\)|(?:src|srcset|href)="([^"]+)"/g)) {
    const target = match[1] ?? match[2];
    found.push({ target, at: match.index + match[0].lastIndexOf(target) });
  }
  return found;
}

/**
 * Rewrites the links of a page.
 * @param {object} page the page, with its `text` read
 * @param {Map<string, object>} site for each language and path in the repository, such as `en docs/cli.md`, its page
 * @param {string} root the repository
 * @param {string[]} dead takes a sentence for each link that leads nowhere
 * @returns {{text: string, files: string[]}} the text, and files that the page shows, such as pictures
 */
export function rewrite(page, site, root, dead) {
  let out = page.content;
  const files = [];
  for (const { target, at } of targets(page.content).reverse()) {
    if (/^[a-z]+:/i.test(target)) continue;
    const [path, anchor] = target.split("#");
    const say = (what) => dead.push(`${page.text}: ${target}: ${what}`);
    const file = path ? normalize(join(dirname(page.from), path)).replace(/\/$/, "") : page.from;
    const named = [file, `${file}/README.md`];
    const find = (language) => named.map((name) => site.get(`${language} ${name}`)).find(Boolean);
    const to = path ? find(page.language) ?? find("en") ?? find("zh") : page;
    if (!to && !existsSync(join(root, file))) {
      say("there is no such file");
      continue;
    }
    if (to && anchor && !anchors(to.content).has(decodeURIComponent(anchor))) say("there is no such heading");
    let link;
    if (to) {
      const step = relative(dirname(page.to), to.to) || ".";
      link = (path ? (step.startsWith(".") ? step : `./${step}`) : "") + (anchor ? `#${anchor}` : "");
    } else if (/\.(svg|png)$/.test(file)) {
      files.push(file);
      link = `${relative(dirname(page.to), "") || "."}/${file}`;
    } else {
      link = `${REPOSITORY}/tree/main/${file}${anchor ? `#${anchor}` : ""}`;
    }
    out = out.slice(0, at) + link + out.slice(at + target.length);
  }
  return { text: out, files };
}
