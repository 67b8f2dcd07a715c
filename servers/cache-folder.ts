// Where Crosstalk keeps what outlives it: compiled code and the instructor's secret.
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isPackage } from "./command.ts";

/** In a checkout, with its other caches. An installed package may not be written to, so there it's the user's own cache. */
export const cacheFolder: string = isPackage
  ? join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "crosstalk-lab")
  : fileURLToPath(new URL("../node_modules/.cache/crosstalk", import.meta.url));
