"use strict";

/** Height of a line; the style sheet has the same. */
const LINE = 20;

/** Columns of a line that are coloured: a line may be a megabyte long. */
const WIDEST = 400;

/** What is coloured in YAML and JSON: comments, keys, texts, and numbers with the words that stand for values. */
const TOKENS = /(?<em>(?:^|\s)#.*$)|(?<i>(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w./*@$-]+)(?=\s*:(?:\s|$)))|(?<q>"(?:[^"\\]|\\.)*"?|'[^']*'?)|(?<b>(?<![\w.-])(?:-?\d[\d.]*|true|false|null)(?![\w.-]))/g;

/** A line as elements, one for each token: `em` a comment, `i` a key, `q` a text, `b` a number. */
function coloured(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [name] = Object.entries(match.groups).find(([, token]) => token !== undefined);
    parts.push(text.slice(end, match.index), make(name, {}, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/**
 * A text area with line numbers, marked lines and colours. The colours are drawn behind the area, whose own text is transparent.
 * Only what can be seen is drawn, so long files cost nothing.
 */
class Editor {
  #area;
  #gutter = make("div", { class: "gutter", "aria-hidden": "true" });
  #stripes = make("div", { class: "stripes", "aria-hidden": "true" });
  #code = make("div", { class: "code", "aria-hidden": "true" });
  #marks = new Map();
  /** Where each line starts. */
  #starts = [0];

  constructor(area, changed) {
    this.#area = area;
    area.before(this.#gutter, this.#stripes, this.#code);
    const redraw = () => this.#draw();
    area.addEventListener("scroll", redraw, { passive: true });
    area.addEventListener("input", () => {
      this.#counted();
      changed();
    });
    new ResizeObserver(redraw).observe(area);
    for (const name of ["dragover", "drop"]) {
      area.addEventListener(name, (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        if (name === "drop") this.open([...event.dataTransfer.files], changed);
      });
    }
  }

  /** Puts files into the editor, one document after the other. */
  async open(files, changed) {
    const texts = await Promise.all(files.map((file) => file.text()));
    this.value = texts.join("\n---\n");
    changed();
  }

  get value() {
    return this.#area.value;
  }

  set value(text) {
    this.#area.value = text;
    this.#area.scrollTop = 0;
    this.#area.scrollLeft = 0;
    this.#marks.clear();
    this.#counted();
  }

  /** Marks lines: a map from line number to `deny`, `warn` or `invalid`. */
  mark(marks) {
    this.#marks = marks;
    this.#draw();
  }

  /** Shows a line and puts the cursor on it. */
  goTo(line, column) {
    const start = this.#starts[line - 1] ?? 0;
    const end = (this.#starts[line] ?? this.#area.value.length + 1) - 1;
    this.#area.focus();
    this.#area.setSelectionRange(column > 1 ? Math.min(start + column - 1, end) : start, end);
    this.#area.scrollTop = Math.max(0, (line - 1) * LINE - this.#area.clientHeight / 3);
    this.#area.scrollLeft = 0;
    this.#draw();
  }

  #counted() {
    const text = this.#area.value;
    this.#starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
    this.#draw();
  }

  #draw() {
    const top = this.#area.scrollTop;
    const first = Math.floor(top / LINE);
    const text = this.#area.value;
    const last = Math.min(this.#starts.length, first + Math.ceil(this.#area.clientHeight / LINE) + 1);
    const numbers = [];
    const stripes = [];
    const code = [];
    for (let line = first + 1; line <= last; line++) {
      const level = this.#marks.get(line);
      const place = (element) => {
        element.style.top = `${(line - 1) * LINE - top}px`;
        return element;
      };
      numbers.push(place(make("span", { class: level ?? "" }, String(line))));
      if (level) stripes.push(place(make("span", { class: level })));
      const from = this.#starts[line - 1];
      const to = Math.min((this.#starts[line] ?? text.length + 1) - 1, from + WIDEST + Math.round(this.#area.scrollLeft / 6));
      const shown = place(make("span", {}, ...coloured(text.slice(from, to))));
      shown.style.left = `${-this.#area.scrollLeft}px`;
      code.push(shown);
    }
    this.#gutter.replaceChildren(...numbers);
    this.#stripes.replaceChildren(...stripes);
    this.#code.replaceChildren(...code);
  }
}
