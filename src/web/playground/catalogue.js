"use strict";

/** ACK's list of high-risk operations, to browse and to filter. */
class CatalogueView {
  #page;

  constructor(page) {
    this.#page = page;
    for (const id of ["row-filter", "row-table", "row-status"]) byId(id).addEventListener("input", () => this.#rows());
  }

  refresh() {
    const options = (id, first, names, label) => {
      const chosen = byId(id).value;
      byId(id).replaceChildren(make("option", { value: "" }, first), ...names.map((name) =>
        make("option", { value: name, selected: name === chosen }, label(name))));
    };
    const tables = [...new Set(this.#page.catalogue.map((row) => row.table))];
    const statuses = [...new Set(this.#page.catalogue.map((row) => row.status))];
    options("row-table", say("anyTable"), tables, (name) => say("tables")[name] ?? name);
    options("row-status", say("anyStatus"), statuses, say);
    this.#rows();
  }

  /** Shows one row alone. */
  find(row) {
    byId("row-filter").value = `#${row}`;
    byId("row-table").value = "";
    byId("row-status").value = "";
    this.#rows();
  }

  #rows() {
    const { catalogue, language } = this.#page;
    const words = byId("row-filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [table, status] = [byId("row-table").value, byId("row-status").value];
    const matches = (row, word) => word.startsWith("#") ? row.row.toLowerCase() === word.slice(1)
      : [row.slug, ...row.rules, ...["operation", "impact", "recovery", "instead"].flatMap((part) => [row[part].en, row[part].zh])]
        .join(" ").toLowerCase().includes(word);
    const found = catalogue.filter((row) => (!table || row.table === table) && (!status || row.status === status)
      && words.every((word) => matches(row, word)));
    const heading = ["rowColumn", "operationColumn", "impactColumn", "insteadColumn", "rulesColumn", "coverage"];
    const rule = (id) => make("button", { type: "button", class: "link", onclick: () => this.#page.showRule(id) }, id);
    // On a phone each cell shows the heading of its column.
    const cell = (column, ...content) => make("td", { "data-head": say(heading[column]) }, make("div", {}, ...content));
    const recovery = `${say("recovery")}${language === "zh" ? "：" : ": "}`;
    const line = (row) => make("tr", {},
      make("th", { scope: "row" }, row.row),
      cell(1, prose(row.operation[language]), make("span", { class: "quiet block" }, say("tables")[row.table] ?? row.table)),
      cell(2, prose(row.impact[language]), make("span", { class: "quiet block" }, recovery, prose(row.recovery[language]))),
      cell(3, prose(row.instead[language])),
      cell(4, ...row.rules.map(rule), row.reason ? make("span", { class: "quiet" }, prose(row.reason[language])) : ""),
      cell(5, make("span", { class: `chip ${row.status}` }, say(row.status))));
    const nothing = make("tr", {}, make("td", { class: "quiet", colSpan: heading.length }, say("noMatch")));
    byId("rows").replaceChildren(
      make("thead", {}, make("tr", {}, ...heading.map((name) => make("th", { scope: "col" }, say(name))))),
      make("tbody", {}, ...(found.length ? found.map(line) : [nothing])));
    byId("row-count").textContent = say("rows", found.length, catalogue.length);
  }
}
