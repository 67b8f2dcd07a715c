// Where Crosstalk keeps what outlives it: compiled code and the instructor's secret.
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isPackage } from "./start-command.ts";

/** In a checkout, with its other caches. An installed package may not be written to, so there it's the user's own cache. */
export const cacheFolder: string =
  (isPackage && usersCache(process.env.XDG_CACHE_HOME, homedir)) ||
  fileURLToPath(new URL("../node_modules/.cache/crosstalk", import.meta.url));

/**
 * Returns the user's own folder for this package, as the XDG Base Directory Specification has it: a relative path doesn't
 * count. Returns null for a user without a home, as a container may have.
 */
export function usersCache(fromEnvironment: string | undefined, home: () => string): string | null {
  if (fromEnvironment && isAbsolute(fromEnvironment)) return join(fromEnvironment, "crosstalk-lab");
  try {
    return join(home(), ".cache/crosstalk-lab");
  } catch {
    return null;
  }
}
