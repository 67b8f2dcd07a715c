// Loads an app's file as its own package does: TypeScript by tsx or ts-node if it has one of them, everything else by Node itself.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** Resolves once the file has run; rejects with what it threw. */
export async function loadApp(file: string): Promise<void> {
  const require = createRequire(file);
  const find = (name: string) => {
    try {
      return require.resolve(name);
    } catch {
      return undefined;
    }
  };
  if (/\.[cm]?tsx?$/.test(file)) {
    const tsx = find("tsx");
    const tsNode = find("ts-node/register");
    if (tsx) {
      await import(pathToFileURL(tsx).href);
    } else if (tsNode) {
      process.env.TS_NODE_TRANSPILE_ONLY ??= "true"; // checking types is the editor's work, and takes seconds
      require(tsNode);
      require(file);
      return;
    }
  }
  await import(pathToFileURL(file).href);
}
