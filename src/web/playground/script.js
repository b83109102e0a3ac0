"use strict";

/** What is certainly no script: a manifest, whose first line that says anything is one of these keys, or JSON. */
const MANIFEST = /^(?:[^\S\n]*(?:#[^\n]*)?\n|---[^\n]*\n)*(?:(?:apiVersion|kind|metadata):\s|\{\s*")/;

/** What is certainly a script or user data. */
const SCRIPT = /^\s*(#!|#cloud-config|#include|Content-Type: multipart)/;

/** The view of scripts: the commands of a script in order, where they run, what they change, what the list says of them. */
class ScriptView {
  #page;
  #editor;
  #evaluation = null;
  #took = 0;
  #asked = 0;
  #wait;

  constructor(page) {
    this.#page = page;
    this.#editor = new Editor(byId("script-text"), () => this.#typed());
    byId("script-example").addEventListener("change", ({ target }) => this.example(target.value));
    byId("open-script").addEventListener("click", () => byId("script-file").click());
    byId("script-file").addEventListener("change", async ({ target }) => {
      await this.#editor.open([...target.files], () => this.#typed());
      target.value = "";
    });
  }

  /** Writes everything again, in the language of the page. */
  refresh() {
    const { language, state } = this.#page;
    byId("script-text").placeholder = say("scriptPlaceholder");
    byId("script-example").replaceChildren(make("option", { value: "" }, say("chooseExample")), ...examplesOf("script").map((example) =>
      make("option", { value: example.id }, example.title[language])));
    byId("script-example").value = state.scriptExample ?? "";
    this.#draw();
  }

  /** Shows one of the examples; out: whether there is such an example. */
  example(id) {
    const example = examplesOf("script").find((example) => example.id === id);
    if (example) this.put(example.text, id);
    return Boolean(example);
  }

  /** Takes over a script and shows what it does. */
  put(text, example = "") {
    Object.assign(this.#page.state, { script: text, scriptExample: example });
    this.#editor.value = text;
    byId("script-example").value = example;
    this.#evaluate();
  }

  /** Draws what the editor shows of its text, once it can be seen. */
  mark() {
    const marks = new Map();
    for (const { line, findings } of this.#evaluation?.converted ? [] : this.#evaluation?.commands ?? []) {
      for (const { level } of findings) if (marks.get(line) !== "deny") marks.set(line, level);
    }
    this.#editor.mark(marks);
  }

  #typed() {
    Object.assign(this.#page.state, { script: this.#editor.value, scriptExample: "" });
    byId("script-example").value = "";
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#evaluate(), this.#editor.value.length > LONG ? REST.long : REST.short);
  }

  async #evaluate() {
    const asked = ++this.#asked;
    const { script } = this.#page.state;
    this.#page.remember();
    if (!script.trim() || MANIFEST.test(script)) {
      this.#evaluation = null;
      return this.#draw();
    }
    byId("script-results").setAttribute("aria-busy", "true");
    const started = performance.now();
    try {
      const evaluation = await this.#page.client.call("script", script);
      if (asked !== this.#asked) return;
      this.#evaluation = evaluation;
      this.#took = performance.now() - started;
      this.#draw();
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#evaluation = null;
      this.#note(error.message);
    }
    byId("script-results").setAttribute("aria-busy", "false");
  }

  #note(title, ...below) {
    byId("script-summary").replaceChildren(make("strong", {}, title));
    byId("script-results").replaceChildren(...below);
  }

  #draw() {
    this.mark();
    const { script } = this.#page.state;
    if (!script.trim()) return this.#note(say("scriptEmpty"), make("p", { class: "quiet" }, say("scriptEmptyHelp")));
    if (MANIFEST.test(script)) {
      const check = make("button", { type: "button", onclick: () => this.#page.checkText(script) }, say("checkManifest"));
      return this.#note(say("looksLikeManifest"), make("p", {}, check));
    }
    if (!this.#evaluation) return;
    const { verdict, converted, commands } = this.#evaluation;
    const findings = commands.flatMap((command) => command.findings);
    const chips = ["deny", "warn"].map((name) => [name, findings.filter(({ level }) => level === name).length]).filter(([, count]) => count);
    byId("script-summary").replaceChildren(
      make("span", { class: `verdict ${verdict}` }, say(verdict)),
      ...chips.map(([name, count]) => chip(name, `${count} ${say(name)}`)),
      make("span", { class: "quiet" }, [say("commands", commands.length), say("took", Math.max(1, Math.round(this.#took)))].join(" · ")),
    );
    byId("script-results").replaceChildren(
      ...(converted ? [this.#converted(converted)] : []),
      ...(commands.length ? [] : [make("p", { class: "quiet" }, say("noCommands"))]),
      ...commands.slice(0, SHOWN).map((command) => this.#command(command)),
      ...(commands.length > SHOWN ? [make("p", { class: "quiet" }, say("more", commands.length - SHOWN))] : []),
    );
  }

  /** The script that user data was converted to, with the numbers of its lines. */
  #converted(script) {
    const lines = script.trimEnd().split("\n").map((line, index) => make("span", { id: `converted-${index + 1}`, tabIndex: -1 }, line));
    return make("details", { open: true }, make("summary", {}, say("converted")), make("pre", { class: "converted" }, ...lines));
  }

  #command({ line, command, places, files, unknown, findings }) {
    const { language } = this.#page;
    const worst = findings.some(({ level }) => level === "deny") ? "deny" : findings.length ? "warn" : "";
    const heading = make("h2", {},
      make("button", { type: "button", class: "place", onclick: () => this.#goTo(line) }, say("line", line)),
      worst && chip(worst), make("code", {}, command || say("redirection")),
      ...places.map((place) => make("span", { class: "chip" }, place[language])));
    const effects = [
      ...files.map((file) => make("li", {}, prose(file[language]))),
      ...unknown.map((reason) => make("li", {}, "? ", prose(reason[language]))),
    ];
    return make("article", { class: `command ${worst}` }, heading,
      effects.length ? make("ul", { class: "effects" }, ...effects) : null,
      ...findings.map((finding, at) => this.#finding(finding, worst, findings.slice(at + 1))));
  }

  /** One finding. What the list says of its row stands once, under the last finding of that row. */
  #finding(finding, worst, later) {
    const { language } = this.#page;
    const name = make("button", { type: "button", class: "link", onclick: () => this.#page.showRule(finding.rule) }, finding.rule);
    return make("section", { class: `result ${finding.level}` },
      make("h3", {}, finding.level === worst ? "" : chip(finding.level), name),
      make("p", { class: "said" }, prose(finding.text[language])),
      make("p", { class: "where" }, rowLink(this.#page, finding.row)),
      later.some(({ row }) => row === finding.row) ? null : advice(finding, language));
  }

  #goTo(line) {
    const converted = byId(`converted-${line}`);
    if (!converted) return this.#editor.goTo(line, 1);
    converted.closest("details").open = true;
    converted.focus();
  }
}
