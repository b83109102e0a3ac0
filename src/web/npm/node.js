// Under Node the module is read from beside this file, and everything can be called at once.
import { readFileSync } from "node:fs";
import { initSync } from "./redline.js";

initSync({ module: readFileSync(new URL("redline_bg.wasm", import.meta.url)) });

export { catalogue, evaluate, manifest, payload, rules, script, validateSettings, version } from "./redline.js";

/** There is nothing left to start; here so that the same code runs in browsers and under Node. */
export default async function init() {}
