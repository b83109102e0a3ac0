"use strict";

/** How many things are listed in full. */
const SHOWN = 200;

const chip = (verdict, text) => make("span", { class: `chip ${verdict}` }, text ?? say(verdict));

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
    const { judged, verdict } = evaluation;
    const counts = { deny: 0, warn: 0, invalid: 0, allow: 0 };
    for (const thing of judged) counts[thing.verdict]++;
    const asked = Math.max(0, ...judged.map((thing) => thing.asked));
    const chips = ["deny", "invalid", "warn", "allow"].filter((name) => counts[name]);
    byId("summary").replaceChildren(
      make("span", { class: `verdict ${verdict}` }, say(verdict)),
      ...chips.map((name) => chip(name, `${counts[name]} ${say(name)}`)),
      make("span", { class: "quiet" }, [say("things", judged.length), say("rulesAsked", asked), say("took", Math.max(1, Math.round(took)))].join(" · ")),
    );
    const things = judged.map((thing, index) => ({ thing, index }));
    const loud = things.filter(({ thing }) => thing.verdict !== "allow" || thing.rulings.length);
    const silent = things.filter(({ thing }) => thing.verdict === "allow" && !thing.rulings.length);
    const order = { deny: 0, invalid: 1, warn: 2, allow: 3 };
    loud.sort((a, b) => order[a.thing.verdict] - order[b.thing.verdict] || a.index - b.index);
    byId("results").replaceChildren(
      ...loud.slice(0, SHOWN).map(({ thing, index }) => this.#thing(thing, index)),
      ...(loud.length > SHOWN ? [make("p", { class: "quiet" }, say("more", loud.length - SHOWN))] : []),
      ...(silent.length ? [this.#silent(silent)] : []),
    );
  }

  #heading(thing) {
    const what = [thing.operation, thing.within].filter(Boolean).join(", ");
    return [make("code", { class: "title" }, thing.title || say("invalid")), make("span", { class: "quiet" }, what)];
  }

  #silent(things) {
    const items = things.slice(0, SHOWN).map(({ thing }) =>
      make("li", {}, ...this.#heading(thing), " ", this.#place(thing.at)));
    const open = things.length <= 10;
    return make("details", { class: "silent", open },
      make("summary", {}, chip("allow"), " ", say("allowedThings", things.length)),
      make("ul", {}, ...items));
  }

  #thing(thing, index) {
    const body = thing.problem
      ? [make("p", { class: "problem" }, prose(thing.problem.message), " ", this.#place(thing.problem.at))]
      : thing.rulings.map((ruling) => this.#ruling(ruling, index));
    return make("article", { class: `thing ${thing.verdict}` },
      make("h2", {}, chip(thing.verdict), ...this.#heading(thing), this.#place(thing.at)), ...body);
  }

  #place({ text, line, column, exact }) {
    const words = `${exact ? "" : `${say("near")} `}${say(text === "old" ? "lineOld" : "line", line, column)}`;
    return make("button", { type: "button", class: "place", onclick: () => this.#page.goTo(text, line, column) }, words);
  }

  #ruling(ruling, index) {
    const { rule, findings } = ruling;
    const name = make("button", { type: "button", class: "link", onclick: () => this.#page.showRule(rule) }, rule);
    const outcome = make("div", { class: "outcome", role: "status" });
    const run = make("button", { type: "button", class: "small", onclick: () => this.#run(run, outcome, ruling, index) }, say("runModule"));
    const said = findings.length ? this.#findings(findings) : [make("p", {}, prose(ruling.message ?? ""))];
    const exempt = ruling.exempt && make("p", { class: "quiet" }, `${say("exempt")}: `, prose(ruling.exempt));
    return make("section", { class: `ruling ${ruling.verdict}` },
      make("h3", {}, chip(ruling.verdict), name),
      ...(exempt ? [exempt] : []), ...(exempt && !findings.length ? [] : said),
      make("div", { class: "proof" }, run,
        make("details", {}, make("summary", {}, say("answer")), make("pre", {}, ruling.answer))),
      outcome);
  }

  /** Findings, each set of impact and remedy once, under the last finding it belongs to. */
  #findings(findings) {
    const language = this.#page.language;
    return findings.map((finding, at) => {
      const repeated = findings.slice(at + 1).some((other) => other.row === finding.row);
      const advice = repeated || !finding.instead.en ? null : make("dl", {},
        make("dt", {}, say("impact")), make("dd", {}, prose(finding.impact[language])),
        make("dt", {}, say("recovery")), make("dd", {}, prose(finding.recovery[language])),
        make("dt", {}, say("instead")), make("dd", { class: "remedy" }, prose(finding.instead[language])));
      return make("div", { class: `finding ${finding.level}` },
        make("p", { class: "said" }, prose(finding.text[language])),
        make("p", { class: "where" },
          finding.path && make("code", {}, finding.path), this.#place(finding.at),
          make("button", { type: "button", class: "link quiet", onclick: () => this.#page.showRow(finding.row) }, say("row", finding.row))),
        advice);
    });
  }

  async #run(button, outcome, ruling, index) {
    button.disabled = true;
    outcome.replaceChildren(`${say("running")}…`);
    try {
      const { text, size, took } = await this.#page.runModule(index, ruling.rule);
      const same = text === ruling.answer;
      const words = same ? say("same", Math.round(size / 1000), took.toFixed(1)) : say("different");
      outcome.replaceChildren(make("p", { class: same ? "same" : "problem" }, words), ...(same ? [] : [make("pre", {}, text)]));
    } catch (error) {
      outcome.replaceChildren(make("p", { class: "problem" }, error.message));
    }
    button.disabled = false;
  }
}
