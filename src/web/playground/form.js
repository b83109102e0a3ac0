"use strict";

/** A form made from a rule's JSON Schema. It keeps only what differs from the defaults. */
class SettingsForm {
  #rule;
  #values;
  #changed;
  #language;

  constructor(rule, values, language, changed) {
    this.#rule = rule;
    this.#values = structuredClone(values);
    this.#language = language;
    this.#changed = changed;
  }

  /** The form's fields. */
  fields() {
    // The page's own switch sets the language.
    const { language: _, ...properties } = this.#rule.schema.properties;
    const common = ["enforcement", "exemptDefaults", "exempt", "approval"];
    const own = Object.keys(properties).filter((name) => !common.includes(name));
    const order = ["enforcement", ...own, "exemptDefaults", "exempt", "approval"].filter((name) => properties[name]);
    return make("div", { class: "form" }, ...order.map((name) => this.#field([name], properties[name])));
  }

  #get(path) {
    return path.reduce((value, key) => value?.[key], this.#values);
  }

  #set(path, value) {
    const holders = [this.#values];
    for (const key of path.slice(0, -1)) holders.push((holders.at(-1)[key] ??= {}));
    if (value === undefined) delete holders.at(-1)[path.at(-1)];
    else holders.at(-1)[path.at(-1)] = value;
    for (let depth = path.length - 1; depth > 0; depth--) {
      if (!Object.keys(holders[depth]).length) delete holders[depth - 1][path[depth - 1]];
    }
    this.#changed(this.#values);
  }

  #help(path, schema) {
    return this.#rule.settings[path.join(".")]?.[this.#language] ?? schema.description ?? "";
  }

  #field(path, schema) {
    const name = path.at(-1);
    const id = `setting-${path.join("-")}`;
    const help = make("span", { class: "quiet", id: `${id}-help` }, prose(this.#help(path, schema)));
    if (schema.type === "object") {
      const fields = Object.entries(schema.properties).map(([key, below]) => this.#field([...path, key], below));
      return make("details", { class: "group", open: this.#get(path) !== undefined },
        make("summary", {}, make("code", {}, name), " ", help), ...fields);
    }
    const control = this.#control(path, schema);
    control.id = id;
    control.setAttribute("aria-describedby", `${id}-help`);
    const label = make("label", { for: id }, make("code", {}, name));
    return make("div", { class: `field ${control.type}` }, label, control, help);
  }

  #control(path, schema) {
    const standard = schema.default;
    const value = this.#get(path) ?? standard;
    const keep = (value) => this.#set(path, JSON.stringify(value) === JSON.stringify(standard) ? undefined : value);
    if (schema.enum) {
      const options = schema.enum.map((name) => make("option", { value: name, selected: name === value },
        name === standard ? `${name} (${say("isDefault")})` : name));
      return make("select", { onchange: (event) => keep(event.target.value) }, ...options);
    }
    if (schema.type === "boolean") {
      return make("input", { type: "checkbox", checked: value, onchange: (event) => keep(event.target.checked) });
    }
    if (schema.type === "array") {
      const items = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
      return make("textarea", {
        rows: Math.min(6, Math.max(2, (value?.length ?? 0) + 1)), spellcheck: false, placeholder: say("oneALine"),
        value: (value ?? []).join("\n"), oninput: (event) => keep(items(event.target.value)),
      });
    }
    return make("input", { type: "text", value: value ?? "", spellcheck: false, oninput: (event) => keep(event.target.value) });
  }
}
