"use strict";

// What a newcomer reads where the text that was pasted is nothing that the rules check.

/** Beginnings and marks of what people paste in place of an object, with the name of the text that helps. */
const MISTAKEN = [
  [/^\s*(\$\s+)?(sudo\s+)?(kubectl|helm|terraform|tofu|aliyun)\s+[a-z-]/, "looksLikeCommand"],
  [/^[^\S\n]*(resource|module|provider|data|variable|locals|terraform)[^\S\n]*("[\w-]+"[^\S\n]*)*\{/m, "looksLikeTerraform"],
  [/\{\{-?\s*[.$a-z]/, "looksLikeTemplate"],
];

/** A problem in the page's language. */
function problemText({ message, messageZh }, language) {
  if (message === "expected an object") return TEXTS[language].notAnObject;
  return language === "zh" ? messageZh : message;
}

/** What helps with this text; `null` where nothing is known to. */
function mistaken(text) {
  return MISTAKEN.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
