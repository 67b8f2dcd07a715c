// Finds the line of a syntax error that V8 finds after types were erased, e.g. a name declared twice. Of a module, it does
// not say where; of a script, it does.
import vm from "node:vm";
import type { CodePlace } from "../../../protocol.ts";
import { describeCodeError, ownRoot } from "./error-place.ts";

/** Returns where compiling one of `sources` (JavaScript, by file) fails with `message`; undefined where none does. */
export function placeOfSyntaxError(
  sources: ReadonlyMap<string, string>,
  message: string,
): CodePlace | undefined {
  for (const [file, source] of sources) {
    try {
      new vm.Script(`(async () => {${withoutImports(source)}\n})`, { filename: `${ownRoot}${file}` });
    } catch (error) {
      const found = describeCodeError(error);
      if (found.message === message) return found.place;
    }
  }
  return undefined;
}

const statement =
  /^import\b[^"';]*["'][^"']*["'];?|^export\s*\{[^}]*\}(\s*from\s*["'][^"']*["'])?;?|^export(\s+default)?(?=\s)/gm;

/** Blanks what only a module can have, and keeps every line where it is. */
function withoutImports(source: string): string {
  return source.replace(statement, (text) => text.replace(/[^\n]/g, " "));
}
