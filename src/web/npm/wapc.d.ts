/** What a policy module answers, and what it logged on the way. */
export interface Answer {
  text: string;
  log: string[];
}
/** A policy module that speaks waPC, as Kubewarden's do. */
export class PolicyModule {
  /**
   * Compiles and starts the module. `hostCall` answers what it asks its host, such as look-ups in the cluster, with a
   * text, or throws; without it nothing is answered.
   */
  static load(
    bytes: BufferSource,
    hostCall?: (binding: string, namespace: string, operation: string, payload: string) => string,
  ): Promise<PolicyModule>;
  /** Calls an operation: `validate`, `validate_settings` or `protocol_version`. Throws what the module reports. */
  call(operation: string, payload: string): Answer;
}
