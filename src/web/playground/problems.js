"use strict";

// What a newcomer reads where the text that was pasted is nothing that the rules check.

/** Beginnings and marks of what people paste in place of an object, with the name of the text that helps. */
const MISTAKEN = [
  [/^\s*(\$\s+)?(sudo\s+)?(kubectl|helm|terraform|tofu|aliyun)\s+[a-z-]/, "looksLikeCommand"],
  [/^[^\S\n]*(resource|module|provider|data|variable|locals|terraform)[^\S\n]*("[\w-]+"[^\S\n]*)*\{/m, "looksLikeTerraform"],
  [/\{\{-?\s*[.$a-z]/, "looksLikeTemplate"],
];

/** What the reader of documents says, in Chinese. What is not here is said in English. */
const PROBLEMS_ZH = [
  [/^expected an object$/, () => TEXTS.zh.notAnObject],
  [/^not recognised;.*/, () => `无法识别。${TEXTS.zh.notAnObject}`],
  [/^`(kind|apiVersion)` is missing.*/, (name) => `缺少 \`${name}\`，每个对象都需要 \`apiVersion\` 和 \`kind\``],
  [/^a tab cannot indent YAML.*/, () => "YAML 不能使用制表符缩进，请使用空格"],
  [/^expected `key: value` at this indentation$/, () => "此缩进处应为 `key: value`"],
  [/^expected an item that starts with `-` at this indentation$/, () => "此缩进处应为以 `-` 开头的列表项"],
  [/^expected `,` or `([\]}])`$/, (end) => `此处应为 \`,\` 或 \`${end}\``],
  [/^expected `:` after a key$/, () => "键之后应为 `:`"],
  [/^a key cannot begin here.*/, () => "此处不能开始一个键，请检查缩进"],
  [/^`- ` cannot begin an item here.*/, () => "此处不能开始列表项，请另起一行"],
  [/^a value cannot begin with `(.)`.*/, (character) => `值不能以 \`${character}\` 开头，请加引号`],
  [/^a key has to be a text.*/, () => "键必须是文本"],
  [/^invalid JSON: .*ends.*/, () => "JSON 不完整"],
  [/^invalid JSON: (.*)/, (rest) => `JSON 无效：${rest}`],
  [/^the text ends within.*/, () => "内容不完整"],
];

/** A problem in the page's language. */
function problemText(message, language) {
  if (language !== "zh") return message === "expected an object" ? TEXTS.en.notAnObject : message;
  for (const [pattern, text] of PROBLEMS_ZH) {
    const match = message.match(pattern);
    if (match) return text(...match.slice(1));
  }
  return message;
}

/** What helps with this text; `null` where nothing is known to. */
function mistaken(text) {
  return MISTAKEN.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
