"use strict";

/** How many items are listed in full. */
const SHOWN = 200;

const chip = (verdict, text) => make("span", { class: `chip ${verdict}` }, text ?? say(verdict));

/** What the list says of a finding's row: impact, recovery, the proper way. */
function advice(finding, language) {
  if (!finding.instead.en) return null;
  return make("dl", {},
    make("dt", {}, say("impact")), make("dd", {}, prose(finding.impact[language])),
    make("dt", {}, say("recovery")), make("dd", {}, prose(finding.recovery[language])),
    make("dt", {}, say("instead")), make("dd", { class: "remedy" }, prose(finding.instead[language])));
}

/** A link to a row of the catalogue. */
function rowLink(page, row) {
  return make("button", { type: "button", class: "link quiet", onclick: () => page.showRow(row) }, say("row", row));
}

/** Shows evaluations: what is denied or warned about in full, what is allowed in a line. */
class Results {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** Says that nothing is there, or that something goes on. */
  note(title, help = "") {
    byId("summary").replaceChildren(make("strong", {}, title));
    byId("results").replaceChildren(make("p", { class: "quiet" }, help));
  }

  /** Says what is wrong with the question itself. */
  refuse(message) {
    byId("summary").replaceChildren(chip("invalid"));
    byId("results").replaceChildren(make("p", { class: "problem" }, prose(message)));
  }

  show(evaluation, took) {
    const { items, verdict } = evaluation;
    const counts = { deny: 0, warn: 0, invalid: 0, allow: 0 };
    for (const item of items) counts[item.verdict]++;
    const rules = Math.max(0, ...items.map((item) => item.evaluatedRules));
    // Of one item the verdict says it all.
    const chips = ["deny", "invalid", "warn", "allow"].filter((name) => counts[name] && items.length > 1);
    byId("summary").replaceChildren(
      make("span", { class: `verdict ${verdict}` }, say(verdict)),
      ...chips.map((name) => chip(name, `${counts[name]} ${say(name)}`)),
      make("span", { class: "quiet" }, [say("items", items.length), say("ruleCount", rules), say("took", Math.max(1, Math.round(took)))].join(" · ")),
    );
    const numbered = items.map((item, index) => ({ item, index }));
    const loud = numbered.filter(({ item }) => item.verdict !== "allow" || item.results.length);
    const silent = numbered.filter(({ item }) => item.verdict === "allow" && !item.results.length);
    const order = { deny: 0, invalid: 1, warn: 2, allow: 3 };
    loud.sort((a, b) => order[a.item.verdict] - order[b.item.verdict] || a.index - b.index);
    byId("results").replaceChildren(
      ...loud.slice(0, SHOWN).map(({ item, index }) => this.#item(item, index)),
      ...(loud.length > SHOWN ? [make("p", { class: "quiet" }, say("more", loud.length - SHOWN))] : []),
      ...(silent.length ? [this.#silent(silent)] : []),
    );
  }

  #heading(item) {
    const what = [item.operation, item.within].filter(Boolean).join(", ");
    return [item.title ? make("code", { class: "title" }, item.title) : "", make("span", { class: "quiet" }, what)];
  }

  #silent(items) {
    const shown = items.slice(0, SHOWN).map(({ item }) =>
      make("li", {}, ...this.#heading(item), " ", this.#place(item.at)));
    const open = items.length <= 10;
    return make("details", { class: "silent", open },
      make("summary", {}, chip("allow"), " ", say("allowedItems", items.length)),
      make("ul", {}, ...shown));
  }

  #item(item, index) {
    const body = item.problem
      ? [make("p", { class: "problem" }, prose(problemText(item.problem, this.#page.language)), " ", this.#place(item.problem.at)), this.#hint()]
      : item.results.map((result) => this.#result(result, index, result.verdict !== item.verdict));
    return make("article", { class: `item ${item.verdict}` },
      make("h2", {}, chip(item.verdict), ...this.#heading(item), item.problem ? "" : this.#place(item.at)), ...body);
  }

  /** Where something else was pasted, what to do with it: for a script, the way to the view that understands it. */
  #hint() {
    const { text } = this.#page.state;
    if (!SCRIPT.test(text)) {
      const name = mistaken(text);
      return name && make("p", {}, prose(say(name)));
    }
    const show = make("button", { type: "button", onclick: () => this.#page.showScript(text) }, say("showScript"));
    return make("p", {}, `${say("looksLikeScript")} `, show);
  }

  #place({ text, line, column, exact }) {
    const words = `${exact ? "" : `${say("near")} `}${say(text === "old" ? "lineOld" : "line", line, column)}`;
    return make("button", { type: "button", class: "place", onclick: () => this.#page.goTo(text, line, column) }, words);
  }

  /** What a rule reports. Its verdict is only said where it differs from that of the item above. */
  #result(result, index, differs) {
    const { rule, findings } = result;
    const name = make("button", { type: "button", class: "link", onclick: () => this.#page.showRule(rule) }, rule);
    const outcome = make("div", { class: "outcome", role: "status" });
    const run = make("button", { type: "button", class: "small", onclick: () => this.#run(run, outcome, result, index) }, say("runModule"));
    const said = findings.length ? this.#findings(findings) : [make("p", {}, prose(result.message ?? ""))];
    const exempt = result.exempt && make("p", { class: "quiet" }, `${say("exempt")}: `, prose(result.exempt));
    return make("section", { class: `result ${result.verdict}` },
      make("h3", {}, differs ? chip(result.verdict) : "", name),
      ...(exempt ? [exempt] : []), ...(exempt && !findings.length ? [] : said),
      make("div", { class: "proof" }, run,
        make("details", {}, make("summary", {}, say("answer")), make("pre", {}, result.answer))),
      outcome);
  }

  /** Findings, each set of impact and remedy once, under the last finding it belongs to. */
  #findings(findings) {
    const language = this.#page.language;
    return findings.map((finding, at) => {
      const repeated = findings.slice(at + 1).some((other) => other.row === finding.row);
      return make("div", { class: `finding ${finding.level}` },
        make("p", { class: "said" }, prose(finding.text[language])),
        make("p", { class: "where" },
          finding.path && make("code", {}, finding.path), this.#place(finding.at), rowLink(this.#page, finding.row)),
        repeated ? null : advice(finding, language));
    });
  }

  async #run(button, outcome, result, index) {
    button.disabled = true;
    outcome.replaceChildren(`${say("running")}…`);
    try {
      const { text, size, took } = await this.#page.runModule(index, result.rule);
      const same = text === result.answer;
      const words = same ? say("same", Math.round(size / 1000), took.toFixed(1)) : say("different");
      outcome.replaceChildren(make("p", { class: same ? "same" : "problem" }, words), ...(same ? [] : [make("pre", {}, text)]));
    } catch (error) {
      outcome.replaceChildren(make("p", { class: "problem" }, error.message));
    }
    button.disabled = false;
  }
}
