// Evaluates the cases of a file in Node: node cases.mjs CASES.jsonl MODULES. A line for each answer.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PolicyModule } from "../../src/web/playground/wapc.js";

const [cases, folder] = process.argv.slice(2);
const modules = new Map();
let calls = {};

// Look-ups are answered from what the other host answered.
function hostCall(binding, namespace, operation, payload) {
  const told = calls[`${binding}/${namespace}/${operation} ${payload}`];
  if (told?.answer === undefined) throw new Error(told?.error ?? `nobody asked ${operation} ${payload}`);
  return told.answer;
}

for (const line of readFileSync(cases, "utf8").split("\n").filter(Boolean)) {
  const one = JSON.parse(line);
  calls = one.calls;
  if (!modules.has(one.module)) {
    modules.set(one.module, await PolicyModule.load(readFileSync(join(folder, `${one.module}.wasm`)), hostCall));
  }
  const module = modules.get(one.module);
  console.log(module.call(one.operation, one.payload).text);
}
