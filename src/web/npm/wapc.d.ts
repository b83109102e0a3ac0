/** What a policy module answers, and what it logged on the way. */
export interface Answer {
  text: string;
  log: string[];
}
/** A policy module that speaks waPC, as Kubewarden's do. */
export class PolicyModule {
  /** Compiles and starts the module. */
  static load(bytes: BufferSource): Promise<PolicyModule>;
  /** Calls an operation: `validate`, `validate_settings` or `protocol_version`. Throws what the module reports. */
  call(operation: string, payload: string): Answer;
}
