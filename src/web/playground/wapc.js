// A host for policy modules in JavaScript. It speaks waPC as Kubewarden's modules do: the host puts an operation and a
// payload where the guest can fetch them, calls `__guest_call`, and the guest hands back an answer or an error.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A policy module that speaks waPC, as Kubewarden's do. */
export class PolicyModule {
  /**
   * Compiles and starts the module. `hostCall(binding, namespace, operation, payload)` answers what the module asks its
   * host, such as look-ups in the cluster, with a text, or throws; without it nothing is answered, and a rule decides
   * from the request alone.
   */
  static async load(bytes, hostCall) {
    const module = new PolicyModule();
    if (hostCall) module.#hostCall = hostCall;
    const { instance } = await WebAssembly.instantiate(bytes, module.#imports());
    module.#exports = instance.exports;
    for (const start of ["_initialize", "_start", "wapc_init"]) instance.exports[start]?.();
    return module;
  }

  #exports;
  /** What the call under way is about, and what came of it. */
  #call = { operation: new Uint8Array(), payload: new Uint8Array(), answer: null, error: null, log: [] };
  #hostCall = (binding, namespace, operation) => {
    throw new Error(`this host answers nothing, not ${binding}/${namespace}/${operation}`);
  };
  /** What the last question of the guest to its host came to: an answer, or why there is none. */
  #told = { answer: new Uint8Array(), refusal: new Uint8Array() };

  /** Calls an operation: `validate`, `validate_settings` or `protocol_version`. Throws what the module reports. */
  call(operation, payload) {
    this.#call = {
      operation: encoder.encode(operation),
      payload: encoder.encode(payload),
      answer: null,
      error: null,
      log: [],
    };
    const { length } = this.#call.payload;
    const succeeded = this.#exports.__guest_call(this.#call.operation.length, length);
    if (!succeeded || this.#call.answer === null) throw new Error(this.#call.error ?? "the module gave no answer");
    return { text: this.#call.answer, log: this.#call.log };
  }

  // The guest's memory can grow in any call, and old views of it are void then.
  #write(pointer, bytes) {
    new Uint8Array(this.#exports.memory.buffer, pointer, bytes.length).set(bytes);
  }

  #text(pointer, length) {
    return decoder.decode(new Uint8Array(this.#exports.memory.buffer, pointer, length));
  }

  #imports() {
    const nothing = new Uint8Array();
    const ask = (...words) => {
      const [binding, namespace, operation, payload] = words;
      try {
        this.#told = { answer: encoder.encode(this.#hostCall(binding, namespace, operation, payload)), refusal: nothing };
        return 1;
      } catch (error) {
        this.#told = { answer: nothing, refusal: encoder.encode(error.message) };
        return 0;
      }
    };
    return {
      wapc: {
        __guest_request: (operation, payload) => {
          this.#write(operation, this.#call.operation);
          this.#write(payload, this.#call.payload);
        },
        __guest_response: (pointer, length) => {
          this.#call.answer = this.#text(pointer, length);
        },
        __guest_error: (pointer, length) => {
          this.#call.error = this.#text(pointer, length);
        },
        __console_log: (pointer, length) => {
          this.#call.log.push(this.#text(pointer, length));
        },
        // Questions to the host, such as look-ups in the cluster.
        __host_call: (b, bLength, n, nLength, o, oLength, p, pLength) =>
          ask(this.#text(b, bLength), this.#text(n, nLength), this.#text(o, oLength), this.#text(p, pLength)),
        __host_response_len: () => this.#told.answer.length,
        __host_response: (pointer) => this.#write(pointer, this.#told.answer),
        __host_error_len: () => this.#told.refusal.length,
        __host_error: (pointer) => this.#write(pointer, this.#told.refusal),
      },
      wasi_snapshot_preview1: {
        // Whether an approval still holds depends on the time.
        clock_time_get: (_clock, _precision, pointer) => {
          const nanoseconds = BigInt(Date.now()) * 1_000_000n;
          new DataView(this.#exports.memory.buffer).setBigUint64(pointer, nanoseconds, true);
          return 0;
        },
      },
    };
  }
}
