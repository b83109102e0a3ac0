// The site's looks: two languages, a sidebar from `pages.mjs`, and a search that runs in the browser.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { GROUPS, rules } from "../pages.mjs";
import { REPOSITORY } from "../links.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const source = join(root, "target/site/src");

/** The heading of a page. */
const title = (path) => readFileSync(join(source, `${path}.md`), "utf8").match(/^# (.+)$/m)[1].replaceAll("`", "");

function sidebar(language) {
  const prefix = language === "zh" ? "zh/" : "";
  const item = (path) => ({ text: title(path), link: `/${path}` });
  const groups = GROUPS.map((group) => ({
    text: group[language],
    items: group.pages.map((page) => prefix + page).filter((path) => existsSync(join(source, `${path}.md`))).map(item),
  }));
  const [cloud, admission] = [[], []];
  for (const id of rules(root)) (/^(redline-)?cloud/.test(id) ? cloud : admission).push({ text: id, link: `/${prefix}rules/${id}` });
  groups.push(
    { text: language === "zh" ? "准入规则" : "Admission rules", collapsed: true, items: admission },
    { text: language === "zh" ? "云上操作规则" : "Cloud rules", collapsed: true, items: cloud },
  );
  if (language === "en") {
    const names = ["project/architecture", "project/contributing", "decisions/index", "project/security", "project/changelog"];
    groups.push({ text: "Project", collapsed: true, items: names.map(item) });
  }
  return groups;
}

/** Words of Latin letters, and pairs of Chinese characters: Chinese has no spaces between words. It is sent to the browser as text. */
function tokenize(text) {
  const words = text.toLowerCase().match(/[\p{Script=Han}]+|[\p{L}\p{N}_]+/gu) ?? [];
  return words.flatMap((word) => {
    if (!/\p{Script=Han}/u.test(word)) return [word];
    const letters = [...word.replace(/[^\p{Script=Han}]/gu, "")];
    return letters.length < 2 ? letters : letters.slice(1).map((letter, i) => letters[i] + letter);
  });
}

const description = {
  en: "Stops the high-risk operations on Alibaba Cloud's list for ACK before they do harm",
  zh: "在操作造成损失之前，拦截阿里云 ACK 高危操作清单中的操作",
};

export default {
  title: "Redline",
  description: description.en,
  srcDir: source,
  outDir: join(root, "target/site/html"),
  cacheDir: join(root, "target/site/cache"),
  base: process.env.SITE_BASE ?? "/",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${process.env.SITE_BASE ?? "/"}icon.svg` }]],
  markdown: { lineNumbers: false },
  vite: { publicDir: join(root, "docs/images"), build: { chunkSizeWarningLimit: 4000 } },
  locales: {
    root: { label: "English", lang: "en", description: description.en, themeConfig: { sidebar: sidebar("en") } },
    zh: {
      label: "简体中文",
      lang: "zh-CN",
      description: description.zh,
      themeConfig: {
        sidebar: sidebar("zh"),
        outline: { label: "本页目录" },
        docFooter: { prev: "上一页", next: "下一页" },
        darkModeSwitchLabel: "外观",
        lightModeSwitchTitle: "切换到浅色模式",
        darkModeSwitchTitle: "切换到深色模式",
        sidebarMenuLabel: "目录",
        returnToTopLabel: "回到顶部",
        langMenuLabel: "语言",
        skipToContentLabel: "跳到正文",
      },
    },
  },
  themeConfig: {
    outline: [2, 3],
    externalLinkIcon: true,
    socialLinks: [{ icon: "github", link: REPOSITORY }],
    search: {
      provider: "local",
      options: {
        miniSearch: { options: { tokenize }, searchOptions: { combineWith: "AND", prefix: true, fuzzy: false } },
        locales: {
          zh: {
            translations: {
              button: { buttonText: "搜索", buttonAriaLabel: "搜索文档" },
              modal: {
                displayDetails: "显示详情",
                resetButtonTitle: "清除",
                backButtonTitle: "关闭",
                noResultsText: "没有找到",
                footer: { selectText: "打开", navigateText: "切换", closeText: "关闭" },
              },
            },
          },
        },
      },
    },
  },
};
