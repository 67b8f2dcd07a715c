// Which tests to run for a change, from file names alone: quick, and close enough for the inner loop.
import { dirname } from "node:path";

/** Sources that tests only reach through processes and pages, with the worlds that show them. The first match counts. */
const reached: readonly [source: RegExp, tests: RegExp][] = [
  [/^lessons\//, /^test\/(lessons\/steps|site\/(lesson\/|course\/minutes))/],
  [/^servers\/chat\/links\//, /^test\/servers\/chat\/links\/pairs/],
  [/^servers\/chat\//, /^test\/servers\/chat\/swap/],
  [/^servers\/lab\/process\//, /^test\/servers\/lab\/lab\.test/],
  [/^servers\/gateway\/workshop\//, /^test\/class\/room/],
  [/^site\/workshop\/.*\.(svelte|ts)$/, /^test\/browser\/class\/class\.test/],
  [/^site\/lab\/experiment\//, /^test\/browser\/lesson\/experiments/],
  [/^site\/lab\/panels\/terminal\//, /^test\/browser\/lab\/terminals/],
  [/^site\/lab\/.*(\.svelte|\.svelte\.ts)$/, /^test\/browser\/lab\/controls/],
  [/^site\/.*\.(astro|svelte|css)$/, /^test\/browser\/(axe|lesson\/reading)/],
];

/**
 * The tests to run when `changed` files were changed: changed tests, tests that import a changed file, tests in the folder
 * that mirrors a file's own (or the nearest one above that has tests), and the worlds that show it.
 * `importsOf` returns a test's imports as paths from the root.
 */
export function testsFor(
  changed: readonly string[],
  tests: readonly string[],
  importsOf: (test: string) => readonly string[],
): string[] {
  const found = new Set<string>();
  for (const file of changed) {
    for (const test of tests) if (test === file || importsOf(test).includes(file)) found.add(test);
    for (const test of mirrored(file, tests)) found.add(test);
    const [, shows] = reached.find(([source]) => source.test(file)) ?? [];
    for (const test of tests) if (shows?.test(test)) found.add(test);
  }
  return [...found].sort();
}

/** The test with the same name; else all tests in the same folder, or in the nearest one above, below servers/ and site/. */
function mirrored(file: string, tests: readonly string[]): string[] {
  if (!/^(servers|site)\//.test(file)) return [];
  const own = `test/${file.replace(/(\.svelte)?\.(ts|svelte|astro)$/, "")}.test.ts`;
  if (tests.includes(own)) return [own];
  for (let folder = dirname(file); folder.includes("/"); folder = dirname(folder)) {
    const near = tests.filter((test) => dirname(test) === `test/${folder}`);
    if (near.length > 0) return near;
  }
  return [];
}
