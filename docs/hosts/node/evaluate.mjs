// Evaluates a request with a policy module: node evaluate.mjs MODULE.wasm REQUEST.json [SETTINGS.json]
import { readFileSync } from "node:fs";
import { PolicyModule } from "../../../src/web/playground/wapc.js";

const [path, requestPath, settingsPath] = process.argv.slice(2);
if (!requestPath) {
  console.error("usage: node evaluate.mjs MODULE.wasm REQUEST.json [SETTINGS.json]");
  process.exit(2);
}
const json = (file) => JSON.parse(readFileSync(file, "utf8"));
const review = json(requestPath);
const payload = { request: review.request ?? review, settings: settingsPath ? json(settingsPath) : {} };

const module = await PolicyModule.load(readFileSync(path));
const answer = JSON.parse(module.call("validate", JSON.stringify(payload)).text);
console.log(JSON.stringify(answer, null, 2));
process.exit(answer.accepted ? 0 : 1);
