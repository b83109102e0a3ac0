// The end of the worker's script; in front of it stand the glue that wasm-bindgen wrote and `wapc.js`. It answers one
// message after the other: `{id, name, args}` becomes `{id, value}` or `{id, error}`.

const { catalogue, evaluate, initSync, manifest, payload, rules, script, validateSettings, version } = wasm_bindgen;
const policies = new Map();

const answers = {
  start: (wasm) => {
    initSync({ module: wasm });
    return version();
  },
  rules,
  catalogue,
  evaluate,
  payload,
  script,
  validateSettings,
  manifest,
  /** Shows one item to the rule's real module. `wasm` comes with the first question to it. */
  ask: async (rule, wasm, text) => {
    if (wasm) policies.set(rule, await PolicyModule.load(wasm));
    return policies.get(rule).call("validate", text);
  },
};

self.onmessage = async ({ data: { id, name, args } }) => {
  try {
    self.postMessage({ id, value: await answers[name](...args) });
  } catch (error) {
    self.postMessage({ id, error: error.message ?? String(error), fatal: error instanceof WebAssembly.RuntimeError });
  }
};
