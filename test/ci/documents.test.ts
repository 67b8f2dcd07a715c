// The documents name files that exist: in each line a full path first, then names in the folders of those before. Tests may go
// by their name alone.
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const isFile = /^(?:[\w.@-]+\/)*(?:[\w.-]+\.(?:ts|js|svelte|astro|mdx|json|cfg|conf|md)|[\w-]+\/)$/;
/** Paths that the text itself calls examples, or that a run creates. */
const examples =
  /NN-name|^(?:dist|dist-static|embed|node_modules|package)\/|^(?:\.\.|zh-cn)\/|^(?:server|handlers|embed)\.(?:js|ts)$/;
const tests = new Set(globSync("test/**/*.test.ts", { cwd: root }).map((path) => basename(path)));

/** Returns the paths of a document that don't exist. */
function missing(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const folders = ["."];
    return [...line.matchAll(/`([^`]+)`|\]\(([^)#:]+)\)/g)].flatMap(([, code, link]) => {
      const path = (link ?? code ?? "").split(" › ")[0] ?? "";
      if (!isFile.test(path) || examples.test(path)) return [];
      const found = folders.map((folder) => join(folder, path)).find((one) => existsSync(join(root, one)));
      if (found) folders.push(found.endsWith("/") ? found : dirname(found));
      return found || tests.has(path) ? [] : [path];
    });
  });
}

test.each(["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])(
  "%s names files that exist",
  (document) => {
    expect(missing(readFileSync(join(root, document), "utf8"))).toEqual([]);
  },
);

test("a path that doesn't exist is found, also next to one that does", () => {
  expect(missing("`servers/gateway/main.ts`, `nowhere.ts`, `config.ts`\n`config.ts`")).toEqual([
    "nowhere.ts",
    "config.ts",
  ]);
});
