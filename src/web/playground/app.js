"use strict";

/** How long typing has to rest before the text is checked, for short and for long texts. */
const REST = { short: 120, long: 500 };
const LONG = 200_000;

/** A text in the page's language. */
function say(name, ...args) {
  const text = TEXTS[page.language][name];
  return typeof text === "function" ? text(...args) : text;
}

/** The examples of a view. */
function examplesOf(view) {
  return EXAMPLES.filter((example) => (example.view ?? "check") === view);
}

/** The whole page: its state, and what happens when that changes. */
class Page {
  language = "en";
  rules = [];
  catalogue = [];
  client = new Client();
  state = { view: "check", operation: "CREATE", user: "", groups: "", text: "", old: null, off: [], settings: {}, inventory: "", script: "" };
  #evaluation = null;
  #input = null;
  #wait;

  async start() {
    this.editors = {
      text: new Editor(byId("text"), () => this.#typed()),
      old: new Editor(byId("old"), () => this.#typed()),
    };
    this.results = new Results(this);
    this.scriptView = new ScriptView(this);
    this.rulesView = new RulesView(this);
    this.catalogueView = new CatalogueView(this);
    this.#listen();
    this.setLanguage(kept("language") ?? (navigator.language?.startsWith("zh") ? "zh" : "en"));
    this.results.note(`${say("starting")}…`);
    try {
      await this.client.ready;
      [this.rules, this.catalogue] = await Promise.all([this.client.call("rules"), this.client.call("catalogue")]);
    } catch (error) {
      byId("banner").textContent = error.message;
      byId("banner").hidden = false;
      return;
    }
    this.state.off = this.rules.filter((rule) => rule.needsKind).map((rule) => rule.id);
    await this.#restore();
    addEventListener("hashchange", () => this.#restore());
    document.documentElement.dataset.ready = "true";
  }

  #listen() {
    for (const button of document.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => this.show(button.dataset.view));
    }
    byId("language").addEventListener("click", () => this.setLanguage(this.language === "en" ? "zh" : "en", true));
    byId("theme").addEventListener("click", () => {
      const dark = getComputedStyle(document.documentElement).getPropertyValue("--dark").trim() === "1";
      document.documentElement.dataset.theme = dark ? "light" : "dark";
      keep("theme", document.documentElement.dataset.theme);
    });
    byId("share").addEventListener("click", async () => {
      const link = await Link.to(this.#shared());
      if (!link) return this.#announce(say("linkTooLong"));
      Link.show(link);
      copy(byId("share"), link);
    });
    byId("example").addEventListener("change", ({ target }) => this.#example(target.value));
    byId("open").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", async ({ target }) => {
      await this.editors.text.open([...target.files], () => this.#typed());
      target.value = "";
    });
    byId("compare").addEventListener("click", () => {
      this.state.old = this.state.old === null ? this.editors.old.value : null;
      this.#arrange();
      this.#evaluate();
    });
    byId("operation").addEventListener("change", ({ target }) => {
      this.state.operation = target.value;
      // An update is of something.
      if (target.value === "UPDATE" && this.state.old === null) this.state.old = this.editors.old.value;
      this.#arrange();
      this.changed();
    });
    for (const name of ["user", "groups", "inventory"]) {
      byId(name).addEventListener("input", ({ target }) => {
        this.state[name] = target.value;
        this.changed();
      });
    }
  }

  #announce(text) {
    byId("banner").textContent = text;
    byId("banner").hidden = false;
    setTimeout(() => { byId("banner").hidden = true; }, 5000);
  }

  /** Sets the language of everything. */
  setLanguage(language, chosen = false) {
    this.language = language;
    if (chosen) keep("language", language);
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = say("title");
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
    for (const element of document.querySelectorAll("[data-title]")) element.title = say(element.dataset.title);
    byId("language").textContent = say("otherLanguage");
    byId("docs-link").href = say("docsAddress");
    byId("version").textContent = `v${ENGINE.version}`;
    byId("text").placeholder = say("placeholder");
    byId("old").placeholder = say("oldPlaceholder");
    byId("example").replaceChildren(make("option", { value: "" }, say("chooseExample")), ...examplesOf("check").map((example) =>
      make("option", { value: example.id }, example.title[language])));
    byId("example").value = this.state.example ?? "";
    this.#arrange();
    this.scriptView.refresh();
    if (!this.rules.length) return;
    this.rulesView.refresh();
    this.catalogueView.refresh();
    this.#evaluate();
  }

  show(view) {
    this.state.view = view;
    for (const section of document.querySelectorAll("main > section")) section.hidden = section.dataset.name !== view;
    for (const button of document.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-current", button.dataset.view === view ? "page" : "false");
    }
    // The editors draw what can be seen of them.
    if (view === "check") this.#mark();
    if (view === "script") {
      if (!this.state.script) this.scriptView.example(examplesOf("script")[0].id);
      this.scriptView.mark();
    }
  }

  showRule(id) {
    if (!this.rules.some((rule) => rule.id === id)) this.#announce(say("noSuchRule", id));
    this.rulesView.show(id);
    this.show("rules");
    byId("rule-detail").focus();
  }

  showRow(row) {
    this.catalogueView.find(row);
    this.show("catalogue");
  }

  /** Shows what a script does. */
  showScript(text) {
    this.scriptView.put(text);
    this.show("script");
  }

  /** Checks a text as a manifest. */
  checkText(text) {
    this.#put({ text, old: null, operation: "CREATE", user: "", groups: "", inventory: "", example: undefined });
    this.show("check");
  }

  goTo(text, line, column) {
    this.editors[text === "old" ? "old" : "text"].goTo(line, column);
  }

  runModule(index, rule) {
    return this.client.runModule(this.#input, index, rule);
  }

  #example(id) {
    const example = examplesOf("check").find((example) => example.id === id);
    if (!example && id) this.#announce(say("noSuchExample", id));
    if (!example) return;
    const { text, old = null, operation = "CREATE", user = "", inventory = "" } = example;
    this.#put({ ...this.state, example: id, text, old, operation, user, inventory, groups: "" });
  }

  /** Takes over a state and shows it. */
  #put(state) {
    this.state = { ...this.state, ...state };
    this.editors.text.value = this.state.text;
    this.editors.old.value = this.state.old ?? "";
    for (const name of ["operation", "user", "groups", "inventory"]) byId(name).value = this.state[name];
    byId("example").value = this.state.example ?? "";
    byId("inventory-block").open = Boolean(this.state.inventory);
    this.#arrange();
    this.#evaluate();
  }

  async #restore() {
    const { s, example, script, view, rule, row, lang } = Link.read();
    if (lang in TEXTS && lang !== this.language) this.setLanguage(lang);
    try {
      if (s) this.#put(await Link.unpack(s));
      if (s && this.state.script) this.scriptView.put(this.state.script);
      if (script && !this.scriptView.example(script)) this.#announce(say("noSuchExample", script));
      if (!s && example) this.#example(example);
    } catch {
      this.#announce(say("linkBroken"));
    }
    if (!this.state.text && this.state.old === null) this.#example(examplesOf("check")[0].id);
    this.rulesView.refresh();
    this.catalogueView.refresh();
    this.show(["check", "script", "rules", "catalogue"].includes(view) ? view : script ? "script" : this.state.view);
    if (rule) this.showRule(rule);
    if (row) this.showRow(row);
  }

  #shared() {
    const { view, operation, user, groups, text, old, off, settings, inventory, script } = this.state;
    return { view, operation, user, groups, text, old, off, settings, inventory, ...(view === "script" ? { script } : {}) };
  }

  #arrange() {
    const comparing = this.state.old !== null;
    byId("old-block").hidden = !comparing;
    byId("compare").setAttribute("aria-pressed", String(comparing));
    byId("text-label").textContent = say(comparing ? "after" : "input");
    // Of two texts the operation is what they differ in, and a review or a plan says it itself.
    const items = this.#evaluation?.items ?? [];
    const own = !comparing && items.length > 0 && items.every((item) => item.selfContained);
    byId("operation").disabled = comparing || own;
    byId("operation").value = comparing ? "UPDATE" : this.state.operation;
    for (const name of ["user", "groups"]) byId(name).disabled = own;
    byId("own-help").hidden = !own;
  }

  #typed() {
    this.state.text = this.editors.text.value;
    if (this.state.old !== null) this.state.old = this.editors.old.value;
    // What is pasted over an example is a new question, and is created unless somebody says otherwise.
    const example = EXAMPLES.find((example) => example.id === this.state.example);
    if (example && this.state.old === null && !this.state.text.startsWith(example.text.slice(0, 20))) {
      Object.assign(this.state, { operation: "CREATE", user: "", inventory: "" });
      for (const name of ["operation", "user", "inventory"]) byId(name).value = this.state[name];
    }
    this.state.example = undefined;
    byId("example").value = "";
    this.changed();
  }

  /** Evaluates again as soon as nothing changes for a moment. */
  changed() {
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#evaluate(), this.state.text.length > LONG ? REST.long : REST.short);
  }

  #evaluate() {
    const { text, old, operation, user, groups, off, settings, inventory } = this.state;
    byId("size").textContent = text.length > 100_000 ? `${(text.length / 1e6).toFixed(2)} MB` : "";
    if (!text.trim() && !old?.trim()) return this.#nothing("empty", "emptyHelp");
    const rules = this.rules.map((rule) => rule.id).filter((id) => !off.includes(id));
    if (!rules.length) return this.#nothing("noRules");
    const input = {
      text, operation, user, rules, settings, inventory, language: this.language,
      groups: groups.split(",").map((group) => group.trim()).filter(Boolean),
      ...(old === null ? {} : { old }),
    };
    byId("results").setAttribute("aria-busy", "true");
    this.client.evaluate(input, ({ value, error }, took) => {
      byId("results").setAttribute("aria-busy", "false");
      this.#evaluation = value ?? { items: [] };
      this.#input = input;
      if (error) this.results.refuse(error.message);
      else this.results.show(value, took);
      this.#arrange();
      this.#mark();
    });
    this.remember();
  }

  /** Keeps the state in the address, once it rests. */
  remember = debounce(800, async () => {
    const link = await Link.to(this.#shared());
    if (link) Link.show(link);
  });

  #nothing(title, help) {
    this.#evaluation = { items: [] };
    this.#mark();
    this.results.note(say(title), help ? say(help) : "");
  }

  /** Marks the lines that findings point at, the gravest on each. */
  #mark() {
    const grave = { deny: 3, invalid: 2, warn: 1 };
    const marks = { text: new Map(), old: new Map() };
    const add = (at, level) => {
      const before = marks[at.text].get(at.line);
      if (!before || grave[before] < grave[level]) marks[at.text].set(at.line, level);
    };
    for (const item of this.#evaluation?.items ?? []) {
      if (item.problem) add(item.problem.at, "invalid");
      for (const result of item.results) {
        if (result.verdict === "allow") continue;
        for (const finding of result.findings) add(finding.at, result.verdict === "deny" ? finding.level : "warn");
      }
    }
    this.editors.text.mark(marks.text);
    this.editors.old.mark(marks.old);
  }
}

// What the browser remembers. It may be forbidden to, and then the page does without.
function kept(name) {
  try {
    return localStorage.getItem(`redline-${name}`);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`redline-${name}`, value);
  } catch { /* as said */ }
}

const theme = kept("theme");
if (theme) document.documentElement.dataset.theme = theme;

const page = new Page();
page.start();
