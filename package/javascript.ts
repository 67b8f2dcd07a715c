// Makes JavaScript of our TypeScript. Node erases no types under node_modules, where an installed package lies.
import { existsSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";

/** `from "./a.ts"`, `import "./a.ts"`, `import("./a.ts")` and `new URL("a.ts", import.meta.url)`. */
const named = /((?:\bfrom|\bimport)\s*\(?\s*|\bnew URL\(\s*)(["'])((?:[\w-]+\/|\.{1,2}\/)*[\w.-]+)\.ts\2/g;

/**
 * Returns a file as JavaScript that names other files by `.js`. Types become spaces, so that every line and column of a
 * stack trace is where it was. Throws if the file needs more than erasing, or names a file that there isn't.
 */
export function toJavaScript(source: string, file: URL): string {
  return stripTypeScriptTypes(source).replace(named, (_, before, quote, path) => {
    if (!existsSync(new URL(`${path}.ts`, file)))
      throw new Error(`${fileURLToPath(file)} names ${path}.ts, which isn't there.`);
    return `${before}${quote}${path}.js${quote}`;
  });
}
