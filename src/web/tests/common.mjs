import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The root of the repository. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** One of the published examples. */
export const example = (name) => readFileSync(join(root, "docs/examples", name), "utf8");
