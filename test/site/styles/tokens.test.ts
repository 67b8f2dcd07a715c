// Every custom property that a style uses is one that the site sets.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = execFileSync("git", ["ls-files", "site/*.svelte", "site/*.astro", "site/*.css", "site/*.ts"], {
  encoding: "utf8",
})
  .trim()
  .split("\n");
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);
const texts = files.map((file) => ({ file, text: readFileSync(file, "utf8") }));
const set = new Set(texts.flatMap(({ text }) => matches(text, /(--ct-[\w-]+)["']?\s*[:=,]/g)));

test("no style uses a token that nothing sets, unless it has a fallback", () => {
  const unset = texts.flatMap(({ file, text }) =>
    matches(text, /var\((--ct-[\w-]+)\)/g).flatMap((name) => (set.has(name) ? [] : [`${file}: ${name}`])),
  );
  expect(set.size).toBeGreaterThan(50);
  expect(unset).toEqual([]);
});
