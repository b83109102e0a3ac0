"use strict";

// Small helpers for building the page.

const byId = (id) => document.getElementById(id);

/** An element with properties, `on…` listeners, attributes with a dash, and children. */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key.includes("-") || key === "role" || key === "for") element.setAttribute(key, value);
    else if (key === "class") element.className = value;
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A text in which backticks mark code. */
function prose(text) {
  const parts = text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));
  const fragment = document.createDocumentFragment();
  fragment.append(...parts);
  return fragment;
}

/** The little Markdown that rules are documented in: headings, lists, paragraphs, code. */
function markdown(text) {
  const fragment = document.createDocumentFragment();
  for (const block of text.split(/\n(?=#)|\n\s*\n/)) {
    const [first, ...rest] = block.trim().split("\n");
    if (!first) continue;
    const heading = first.match(/^#+\s+(.*)/);
    if (heading) fragment.append(make("h4", {}, prose(heading[1])));
    const body = (heading ? rest : [first, ...rest]).join("\n");
    if (/^[-*] /m.test(body) && /^[-*] /.test(body)) {
      const items = body.split(/\n(?=[-*] )/).map((item) => make("li", {}, prose(item.replace(/^[-*] /, ""))));
      fragment.append(make("ul", {}, ...items));
    } else if (body) {
      fragment.append(make("p", {}, prose(body)));
    }
  }
  return fragment;
}

/** Copies a text and says so on the button. */
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the clipboard's permission, as in a page opened as a file.
    const area = make("textarea", { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = say("copied");
  setTimeout(() => { button.textContent = before; }, 1500);
}

/** Calls a function when nothing has happened for a while. */
function debounce(wait, action) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
}
