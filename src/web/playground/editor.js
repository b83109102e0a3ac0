"use strict";

/** Height of a line; the style sheet has the same. */
const LINE = 20;

/** A text area with line numbers and marked lines. Only what can be seen is drawn, so long files cost nothing. */
class Editor {
  #area;
  #gutter = make("div", { class: "gutter", "aria-hidden": "true" });
  #stripes = make("div", { class: "stripes", "aria-hidden": "true" });
  #marks = new Map();
  #count = 1;

  constructor(area, changed) {
    this.#area = area;
    area.before(this.#gutter, this.#stripes);
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
    const lines = this.#area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const end = start + (lines[line - 1]?.length ?? 0);
    this.#area.focus();
    this.#area.setSelectionRange(column > 1 ? Math.min(start + column - 1, end) : start, end);
    this.#area.scrollTop = Math.max(0, (line - 1) * LINE - this.#area.clientHeight / 3);
    this.#area.scrollLeft = 0;
    this.#draw();
  }

  #counted() {
    let count = 1;
    for (let at = this.#area.value.indexOf("\n"); at >= 0; at = this.#area.value.indexOf("\n", at + 1)) count++;
    this.#count = count;
    this.#draw();
  }

  #draw() {
    const top = this.#area.scrollTop;
    const first = Math.floor(top / LINE);
    const last = Math.min(this.#count, first + Math.ceil(this.#area.clientHeight / LINE) + 1);
    const numbers = [];
    const stripes = [];
    for (let line = first + 1; line <= last; line++) {
      const level = this.#marks.get(line);
      const place = (element) => {
        element.style.top = `${(line - 1) * LINE - top}px`;
        return element;
      };
      numbers.push(place(make("span", { class: level ?? "" }, String(line))));
      if (level) stripes.push(place(make("span", { class: level })));
    }
    this.#gutter.replaceChildren(...numbers);
    this.#stripes.replaceChildren(...stripes);
  }
}
