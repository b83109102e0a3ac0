// How long the npm package takes from its import to the first verdict, in milliseconds: node load.mjs PACKAGE
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const start = performance.now();
const { default: init, evaluate } = await import(pathToFileURL(join(process.argv[2], "node.js")));
await init();
const loaded = performance.now();
const { verdict } = evaluate({ text: "apiVersion: v1\nkind: Node\nmetadata: {name: worker-1}\n", operation: "DELETE" });
if (verdict !== "deny") throw new Error(`the verdict is ${verdict}`);
console.log(JSON.stringify({ load: loaded - start, verdict: performance.now() - loaded }));
