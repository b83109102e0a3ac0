"use strict";

/** How long an outdated evaluation may go on before its worker is given up. */
const PATIENCE = 1000;

/** Talks to the worker that holds the rules. Of several evaluations only the newest counts. */
class Client {
  #worker;
  #waiting = new Map();
  #next = 0;
  #running = false;
  #queued = null;
  #timer;
  #loaded = new Set();

  constructor() {
    this.ready = this.#start();
  }

  #start() {
    const url = URL.createObjectURL(new Blob([ENGINE.worker], { type: "text/javascript" }));
    this.#worker = new Worker(url);
    this.#worker.onmessage = ({ data }) => this.#answered(data);
    this.#worker.onerror = (event) => this.#fail(event.message);
    this.#loaded.clear();
    return this.#ask("start", decode(ENGINE.wasm).buffer);
  }

  #fail(message) {
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }

  #restart() {
    this.#worker.terminate();
    this.#fail("superseded");
    this.ready = this.#start();
  }

  #answered({ id, value, error, fatal }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
    if (fatal) this.#restart();
  }

  #ask(name, ...args) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, args });
    });
  }

  async call(name, ...args) {
    await this.ready;
    return this.#ask(name, ...args);
  }

  /** Evaluates an input; `done` gets the evaluation or the error, unless a newer input came in the meantime. */
  evaluate(input, done) {
    this.#queued = { input, done };
    if (!this.#running) this.#evaluate();
    else if (!this.#timer) this.#timer = setTimeout(() => this.#restart(), PATIENCE);
  }

  async #evaluate() {
    this.#running = true;
    while (this.#queued) {
      const { input, done } = this.#queued;
      this.#queued = null;
      const started = performance.now();
      let outcome;
      try {
        outcome = { value: await this.call("evaluate", input) };
      } catch (error) {
        outcome = { error };
      }
      clearTimeout(this.#timer);
      this.#timer = undefined;
      if (!this.#queued) done(outcome, performance.now() - started);
    }
    this.#running = false;
  }

  /** Shows one item of an evaluation to the rule's own module. */
  async runModule(input, index, rule) {
    const payload = await this.call("payload", input, index, rule);
    const wasm = this.#loaded.has(rule) ? null : await moduleBytes(rule);
    const size = wasm?.byteLength ?? 0;
    const started = performance.now();
    const { text } = await this.call("ask", rule, wasm, payload);
    this.#loaded.add(rule);
    return { text, size, took: performance.now() - started };
  }
}

/** The bytes of a rule's module. A page opened as a file may not fetch, so there each module also stands in a script. */
async function moduleBytes(rule) {
  if (location.protocol !== "file:") {
    const response = await fetch(`modules/${rule}.wasm`);
    if (!response.ok) throw new Error(`modules/${rule}.wasm: ${response.status} ${response.statusText}`);
    return response.arrayBuffer();
  }
  await new Promise((resolve, reject) => {
    const script = make("script", { src: `modules/${rule}.js`, onload: resolve });
    script.addEventListener("error", () => reject(new Error(`modules/${rule}.js cannot be loaded`)));
    document.head.append(script);
  });
  return decode(MODULE.wasm).buffer;
}

function decode(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
