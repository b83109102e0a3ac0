export * from "./redline.js";
/** There is nothing left to start; here so that the same code runs in browsers and under Node. */
export default function init(): Promise<void>;
