"use strict";

/** The rules: which are enabled, their documentation, their settings, and the manifests that deploy them. */
class RulesView {
  #page;
  #shown = null;

  constructor(page) {
    this.#page = page;
    byId("rule-filter").addEventListener("input", () => this.list());
    byId("all-rules").addEventListener("click", () => this.#choose([]));
    byId("no-rules").addEventListener("click", () => this.#choose(page.rules.map((rule) => rule.id)));
  }

  #choose(off) {
    this.#page.state.off = off;
    this.list();
    this.#page.changed();
  }

  list() {
    const { rules, state, language } = this.#page;
    const words = byId("rule-filter").value.toLowerCase().split(/\s+/);
    const text = (rule) => `${rule.id} ${rule.title.en} ${rule.title.zh} ${rule.severity} ${rule.kind}`.toLowerCase();
    const found = rules.filter((rule) => words.every((word) => text(rule).includes(word)));
    const nothing = found.length ? [] : [make("li", { class: "quiet" }, say("noMatch"))];
    byId("rule-list").replaceChildren(...nothing, ...found.map((rule) => {
      const box = make("input", {
        type: "checkbox", checked: !state.off.includes(rule.id), "aria-label": `${say("useRule")}: ${rule.id}`,
        onchange: () => this.#choose(box.checked ? state.off.filter((id) => id !== rule.id) : [...state.off, rule.id]),
      });
      const current = rule.id === this.#shown && "true";
      const set = state.settings[rule.id] && make("span", { class: "dot", title: say("settings") });
      return make("li", { class: rule.severity }, box,
        make("button", { type: "button", "aria-current": current, onclick: () => this.show(rule.id) },
          make("code", {}, rule.id), set || "", make("span", { class: "quiet" }, rule.title[language])));
    }));
  }

  show(id) {
    const { state, language } = this.#page;
    const rule = this.#page.rules.find((rule) => rule.id === id);
    if (!rule) return;
    this.#shown = id;
    const problem = make("p", { class: "problem", role: "alert", hidden: true });
    const manifest = make("pre", { tabIndex: 0 });
    const mode = make("select", { id: "mode", onchange: () => update() },
      make("option", { value: "monitor" }, say("monitor")), make("option", { value: "protect" }, say("protect")));
    const update = async () => {
      const settings = state.settings[id] ?? {};
      const { valid, message } = await this.#page.client.call("validateSettings", id, settings);
      problem.hidden = valid;
      problem.replaceChildren(prose(message ?? ""));
      // Who reads the page in Chinese wants the messages in Chinese, too.
      const deployed = language === "zh" ? { language: "zh", ...settings } : settings;
      if (valid) manifest.textContent = await this.#page.client.call("manifest", id, deployed, mode.value);
    };
    const form = new SettingsForm(rule, state.settings[id] ?? {}, language, (values) => {
      if (Object.keys(values).length) state.settings[id] = values;
      else delete state.settings[id];
      update();
      this.list();
      this.#page.changed();
    });
    const copyButton = make("button", { type: "button", class: "small", onclick: () => copy(copyButton, manifest.textContent) }, say("copy"));
    const lookups = rule.lookups.length && make("p", { class: "quiet" },
      `${say("lookups")}: `, ...rule.lookups.flatMap((kind) => [make("code", {}, kind), " "]), say("lookupsHelp"));
    byId("rule-detail").replaceChildren(
      make("h2", {}, make("code", {}, id), make("span", { class: `chip ${rule.severity}` }, say("severities")[rule.severity])),
      make("p", { class: "lead" }, prose(rule.title[language])),
      make("p", { class: "quiet" }, [say(rule.kind === "cloud" ? "kindCloud" : "kindAdmission"), ...rule.rows.map((row) => say("row", row))].join(" · ")),
      rule.needsKind ? make("p", { class: "quiet" }, say("needsKind")[rule.needsKind]) : "",
      make("div", { class: "docs" }, markdown(rule.docs[language])), lookups || "",
      make("h3", {}, say("settings")), make("p", { class: "quiet" }, say("settingsHelp")), form.fields(), problem,
      make("h3", {}, say("manifest")),
      make("div", { class: "controls" }, make("label", { for: "mode" }, say("mode")), mode, copyButton), manifest);
    update();
    this.list();
  }

  /** Draws everything again, as in another language. */
  refresh() {
    this.list();
    this.show(this.#shown ?? this.#page.rules[0]?.id);
  }
}
